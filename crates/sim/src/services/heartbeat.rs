//! heartbeat: the phone says Marco, the host says Polo (docs/protocol.md 7).

use std::time::Duration;

use plist::{Dictionary, Value};
use unstuck_wire::Moment;

use super::plists::{Answer, Handler, Plists, dictionary, text};

/// Seconds between two heartbeats.
const INTERVAL: u64 = 10;

struct Heartbeat {
    next: Moment,
    answered: bool,
    /// The phone sleeps: nothing is said.
    asleep: bool,
}

pub(super) fn service(now: Moment, asleep: bool) -> Box<dyn super::Service> {
    let next = now + Duration::from_secs(INTERVAL);
    Box::new(Plists::new(now, Heartbeat { next, answered: true, asleep }))
}

fn marco() -> Vec<Value> {
    let command = ("Command", "Marco".into());
    vec![dictionary([command, ("Interval", INTERVAL.into()), ("SupportsSleepyTime", true.into())])]
}

impl Handler for Heartbeat {
    fn greet(&mut self, _now: Moment) -> Vec<Value> {
        if self.asleep { Vec::new() } else { marco() }
    }

    fn request(&mut self, _now: Moment, request: Dictionary) -> Answer {
        self.answered |= text(&request, "Command") == Some("Polo");
        Answer::none()
    }

    fn wake_at(&self) -> Option<Moment> {
        Some(self.next)
    }

    fn wake(&mut self, now: Moment) -> Vec<Value> {
        self.next = now + Duration::from_secs(INTERVAL);
        self.answered = false;
        if self.asleep { Vec::new() } else { marco() }
    }
}
