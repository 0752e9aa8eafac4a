//! Which fault strikes where, and how often still.

use std::time::Duration;

use unstuck_wire::Moment;

use crate::scenario::{At, FaultKind, LinkFaultKind, Scenario, Stretch};

/// Which file of an upload it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Number {
    /// In this connection.
    pub here: u64,
    /// Counting files sent in earlier connections too.
    pub of_phone: u64,
}

impl Number {
    /// Number of a message that is no file.
    pub fn of_message(number: u64) -> Self {
        Self { here: number, of_phone: number }
    }

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
        let here = |f: &&Planned| f.at.stretch == Stretch::Upload && file.is(f.at);
        let waiting = self.left.iter().filter(|f| f.times > 0 && here(f));
        waiting.map(|f| f.at.byte.saturating_sub(sent)).min()
    }

    /// The fault that strikes now, if one does: in `stretch`, in file (or message) `file`
    /// after `sent` bytes, or at its end when it is shorter than the fault wants.
    pub fn strike(
        &mut self,
        stretch: Stretch,
        file: Number,
        sent: u64,
        at_end: bool,
    ) -> Option<(FaultKind, Option<Duration>)> {
        let strikes = |f: &&mut Planned| {
            let here = f.at.stretch == stretch && file.is(f.at);
            f.times > 0 && here && (f.at.byte <= sent || at_end)
        };
        let planned = self.left.iter_mut().find(strikes)?;
        planned.times -= 1;
        Some((planned.kind, planned.lasts))
    }
}

/// Faults of the way to the phone, still to happen.
#[derive(Clone, Debug, Default)]
pub struct LinkPlan {
    left: Vec<PlannedLink>,
}

#[derive(Clone, Debug)]
struct PlannedLink {
    kind: LinkFaultKind,
    times: Option<u32>,
    until: Option<Moment>,
}

impl LinkPlan {
    /// Those of a scenario that begins at `now`.
    pub fn new(scenario: &Scenario, now: Moment) -> Self {
        let planned = scenario.link_faults.iter().map(|fault| PlannedLink {
            kind: fault.kind,
            times: fault.times,
            until: fault.for_s.map(|seconds| now + Duration::from_secs_f64(seconds)),
        });
        Self { left: planned.collect() }
    }

    /// Whether a fault of this kind strikes at `now`; it is used up by that.
    pub fn strikes(&mut self, kind: LinkFaultKind, now: Moment) -> bool {
        let ready = |f: &&mut PlannedLink| {
            f.kind == kind && f.times != Some(0) && f.until.is_none_or(|until| now < until)
        };
        let Some(planned) = self.left.iter_mut().find(ready) else { return false };
        planned.times = planned.times.map(|times| times - 1);
        true
    }
}
