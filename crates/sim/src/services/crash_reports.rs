//! crashreportmover: flushes crash reports, says `ping`, and is done.

use unstuck_wire::{Machine, Moment};

use super::Service;
use super::inbox::{Inbox, machine_over_inbox};

pub(super) struct Mover {
    inbox: Inbox,
}

pub(super) fn mover() -> Mover {
    let mut inbox = Inbox::new();
    inbox.out.tail().extend_from_slice(b"ping\0");
    Mover { inbox }
}

impl Machine for Mover {
    machine_over_inbox!();

    fn handle_received(&mut self, _now: Moment, _len: usize) {}

    fn handle_timeout(&mut self, _now: Moment) {}

    fn poll_timeout(&self) -> Option<Moment> {
        None
    }
}

impl Service for Mover {}
