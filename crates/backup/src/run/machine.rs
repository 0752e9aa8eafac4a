//! A run as a machine: bytes and time in, bytes out.

use std::time::Duration;

use unstuck_wire::{Closed, Machine, Moment};

use super::{Run, Stage};
use crate::pulse::WaitingFor;

/// How often the pulse is judged.
const TICK: Duration = Duration::from_secs(1);

impl Machine for Run {
    fn receive_space(&mut self) -> &mut [u8] {
        match &mut self.talk {
            Some(talk) => talk.host.receive_space(),
            None => &mut [],
        }
    }

    fn handle_received(&mut self, now: Moment, len: usize) {
        self.now = now;
        self.signs.last_byte = now;
        if let Some(talk) = &mut self.talk {
            talk.host.handle_received(now, len);
        }
        self.pump();
    }

    fn handle_closed(&mut self, now: Moment, how: Closed) {
        self.now = now;
        if let Some(talk) = &mut self.talk {
            talk.host.handle_closed(now, how);
        }
        self.pump();
    }

    fn handle_timeout(&mut self, now: Moment) {
        self.now = now;
        if let Some(talk) = &mut self.talk {
            talk.host.handle_timeout(now);
        }
        self.pump();
        if now < self.next_tick {
            return;
        }
        self.next_tick = now + TICK;
        match self.stage {
            Stage::Talking => self.tick_talking(),
            Stage::Away(_) => self.tick_away(),
            Stage::Connecting => self.tick_elsewhere(WaitingFor::AgentStart),
            Stage::Proving | Stage::Publishing(_) | Stage::Pausing(_) => {
                self.tick_elsewhere(WaitingFor::Disk);
            }
            Stage::Over => {}
        }
    }

    fn poll_timeout(&self) -> Option<Moment> {
        match &self.stage {
            Stage::Over => None,
            _ => Some(self.next_tick),
        }
    }

    fn transmit(&self) -> &[u8] {
        self.talk.as_ref().map_or(&[], |talk| talk.host.transmit())
    }

    fn handle_transmitted(&mut self, now: Moment, len: usize) {
        self.now = now;
        if len > 0 {
            self.signs.last_byte = now;
        }
        if let Some(talk) = &mut self.talk {
            talk.host.handle_transmitted(now, len);
        }
        self.pump();
    }

    fn wants_input(&self) -> bool {
        self.buffers.has_room() && self.talk.as_ref().is_some_and(|talk| talk.host.wants_input())
    }

    /// Whether the connection may be closed. The run itself is over with
    /// [`Action::Finish`](crate::Action::Finish).
    fn is_finished(&self) -> bool {
        self.talk.as_ref().is_none_or(|talk| talk.host.is_finished())
    }
}
