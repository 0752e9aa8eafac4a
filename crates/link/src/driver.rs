//! Carries bytes between a stream and a wire machine, in real time.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use unstuck_wire::{Closed, Machine};

use crate::clock::Clock;
use crate::stream::Stream;

/// A stream to a service, and what it owes.
///
/// Bytes are read straight into the machine's buffer: there is one copy of them between TLS
/// and the writer of a file.
#[derive(Debug)]
pub struct Connection {
    stream: Box<dyn Stream>,
    unflushed: bool,
}

impl Connection {
    /// Carries bytes over `stream`.
    pub fn new(stream: Box<dyn Stream>) -> Self {
        Self { stream, unflushed: false }
    }

    /// Carries some bytes, one way or the other; waits until some can be carried. Dropping the
    /// future loses nothing. While the machine wants nothing and has nothing to say it waits
    /// for ever: not reading is how a full queue reaches the phone.
    ///
    /// Returns how the connection ended when it did; the machine was told.
    pub async fn step(&mut self, clock: &Clock, machine: &mut dyn Machine) -> Option<Closed> {
        match self.carry(clock, machine).await {
            Ok(true) => None,
            Ok(false) => Some(Closed::Clean),
            // A phone closes without the goodbye of TLS as often as not; what was in flight
            // tells whether that matters, and the machine knows it.
            Err(_) => Some(Closed::Cut),
        }
        .inspect(|how| machine.handle_closed(clock.now(), *how))
    }

    async fn carry(&mut self, clock: &Clock, machine: &mut dyn Machine) -> io::Result<bool> {
        let pending = machine.transmit();
        if !pending.is_empty() {
            let sent = self.stream.write(pending).await?;
            self.unflushed = true;
            machine.handle_transmitted(clock.now(), sent);
            return Ok(sent > 0);
        }
        if self.unflushed {
            self.stream.flush().await?;
            self.unflushed = false;
            return Ok(true);
        }
        if !machine.wants_input() {
            return std::future::pending().await;
        }
        let len = self.stream.read(machine.receive_space()).await?;
        if len > 0 {
            machine.handle_received(clock.now(), len);
        }
        Ok(len > 0)
    }
}

/// Drives a machine over a stream until it is finished. `tick` is called after every step.
pub async fn drive<M: Machine>(
    stream: Box<dyn Stream>,
    clock: &Clock,
    machine: &mut M,
    mut tick: impl FnMut(&mut M),
) {
    let mut connection = Connection::new(stream);
    while !machine.is_finished() {
        let wake = machine.poll_timeout();
        tokio::select! {
            closed = connection.step(clock, machine) => {
                if closed.is_some() {
                    tick(machine);
                    return;
                }
            }
            () = clock.until(wake) => machine.handle_timeout(clock.now()),
        }
        tick(machine);
    }
}
