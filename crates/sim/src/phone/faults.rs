//! Which fault strikes where, and how often still.

use std::time::Duration;

use crate::scenario::{At, FaultKind, Scenario};

/// Which file of an upload it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Number {
    /// In this connection.
    pub here: u64,
    /// Counting files sent in earlier connections too.
    pub of_phone: u64,
}

impl Number {
    fn is(self, at: At) -> bool {
        at.file == if at.of_phone { self.of_phone } else { self.here }
    }
}

/// Faults still to happen.
#[derive(Clone, Debug, Default)]
pub struct FaultPlan {
    left: Vec<Planned>,
}

#[derive(Clone, Debug)]
struct Planned {
    kind: FaultKind,
    at: At,
    lasts: Option<Duration>,
    times: u32,
}

impl FaultPlan {
    /// The faults of a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        let planned = scenario.faults.iter().map(|fault| Planned {
            kind: fault.kind,
            at: fault.at,
            lasts: fault.for_s.map(Duration::from_secs_f64),
            times: fault.times,
        });
        Self { left: planned.collect() }
    }

    /// Bytes of file `file` that may still be sent before the next fault in it, if one
    /// waits there behind `sent` bytes.
    pub fn next_in(&self, file: Number, sent: u64) -> Option<u64> {
        let waiting = self.left.iter().filter(|f| f.times > 0 && file.is(f.at));
        waiting.map(|f| f.at.byte.saturating_sub(sent)).min()
    }

    /// The fault that strikes now, if one does: in file `file` after `sent` bytes, or at its
    /// end when it is shorter than the fault wants.
    pub fn strike(
        &mut self,
        file: Number,
        sent: u64,
        at_end: bool,
    ) -> Option<(FaultKind, Option<Duration>)> {
        let strikes =
            |f: &&mut Planned| f.times > 0 && file.is(f.at) && (f.at.byte <= sent || at_end);
        let planned = self.left.iter_mut().find(strikes)?;
        planned.times -= 1;
        Some((planned.kind, planned.lasts))
    }
}
