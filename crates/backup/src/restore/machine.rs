//! A restore as a machine: bytes and time in, bytes out.

use std::time::Duration;

use unstuck_wire::{Closed, Machine, Moment};

use super::RestoreRun;

/// How often the pulse is judged.
const TICK: Duration = Duration::from_secs(1);

impl Machine for RestoreRun {
    fn receive_space(&mut self) -> &mut [u8] {
        self.host.receive_space()
    }

    fn handle_received(&mut self, now: Moment, len: usize) {
        self.now = now;
        self.signs.last_byte = now;
        self.host.handle_received(now, len);
        self.pump();
    }

    fn handle_closed(&mut self, now: Moment, how: Closed) {
        self.now = now;
        self.host.handle_closed(now, how);
        self.pump();
        // The shelf may owe an answer, and there is nobody any more to give it to.
        self.connection_gone(None);
    }

    fn handle_timeout(&mut self, now: Moment) {
        self.now = now;
        self.host.handle_timeout(now);
        self.pump();
        if let Some((told_at, why)) = self.gone.take() {
            if now < told_at {
                self.gone = Some((told_at, why));
                return;
            }
            let end = self.lost(why);
            return self.finish(end);
        }
        if now >= self.next_tick && !self.over {
            self.next_tick = now + TICK;
            self.tick();
        }
    }

    fn poll_timeout(&self) -> Option<Moment> {
        let told_at = self.gone.as_ref().map_or(self.next_tick, |(told_at, _)| *told_at);
        (!self.over).then_some(told_at)
    }

    fn transmit(&self) -> &[u8] {
        self.host.transmit()
    }

    fn handle_transmitted(&mut self, now: Moment, len: usize) {
        self.now = now;
        self.sent_bytes += len as u64;
        if len > 0 {
            self.signs.last_byte = now;
        }
        self.host.handle_transmitted(now, len);
        self.pump();
        self.after_files();
    }

    fn wants_input(&self) -> bool {
        !self.over && self.host.wants_input()
    }

    /// Whether the connection may be closed: our goodbye is out.
    fn is_finished(&self) -> bool {
        self.host.is_finished()
    }
}
