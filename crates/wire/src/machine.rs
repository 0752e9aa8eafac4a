//! The face every conversation shows to whoever owns its connection.

use crate::time::Moment;

/// How a connection came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The peer said goodbye first (TLS close_notify, or end of stream between messages).
    Clean,
    /// The stream ended or broke without a goodbye: cable, daemon or phone went away.
    Cut,
    /// We closed it ourselves.
    ByUs,
}

/// A conversation without a socket and without a clock.
///
/// The owner of the connection calls in this order, for as long as
/// [`is_finished`](Machine::is_finished) is false:
///
/// 1. send what [`transmit`](Machine::transmit) shows, tell
///    [`handle_transmitted`](Machine::handle_transmitted) how much went out;
/// 2. when [`wants_input`](Machine::wants_input), read into
///    [`receive_space`](Machine::receive_space) and tell
///    [`handle_received`](Machine::handle_received) how much came. Not reading is
///    how back-pressure reaches the phone;
/// 3. wake up at [`poll_timeout`](Machine::poll_timeout) and call
///    [`handle_timeout`](Machine::handle_timeout).
///
/// What the conversation *means* is asked of the concrete type (`poll_output`).
pub trait Machine {
    /// Where the next received bytes belong. Empty when the machine cannot take any.
    fn receive_space(&mut self) -> &mut [u8];

    /// `len` bytes were written to the front of [`receive_space`](Machine::receive_space).
    fn handle_received(&mut self, now: Moment, len: usize);

    /// Nothing more will ever be received.
    fn handle_closed(&mut self, now: Moment, how: Closed);

    /// The moment given by [`poll_timeout`](Machine::poll_timeout) has come.
    fn handle_timeout(&mut self, now: Moment);

    /// When the machine wants to be woken, if at all.
    fn poll_timeout(&self) -> Option<Moment>;

    /// Bytes waiting to be sent, oldest first. Send them in one write where possible.
    fn transmit(&self) -> &[u8];

    /// The first `len` bytes of [`transmit`](Machine::transmit) were sent.
    fn handle_transmitted(&mut self, now: Moment, len: usize);

    /// Whether the machine can use more bytes now.
    fn wants_input(&self) -> bool;

    /// Whether the connection may be closed: nothing more to say or to hear.
    fn is_finished(&self) -> bool;
}

/// Copies `bytes` into a machine, as much as it takes; returns how many it took.
///
/// For tests and replays; a driver reads straight into the receive space.
pub fn feed<M: Machine + ?Sized>(machine: &mut M, now: Moment, bytes: &[u8]) -> usize {
    let space = machine.receive_space();
    let len = space.len().min(bytes.len());
    space[..len].copy_from_slice(&bytes[..len]);
    if len > 0 {
        machine.handle_received(now, len);
    }
    len
}
