//! When to go on after a connection was lost: as long as there is progress, not as often
//! as some number says.

use std::time::Duration;

use unstuck_wire::Moment;

use crate::phase::Phase;

/// How far a run has come, for telling progress from repetition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    /// Files that are whole, on disk, and were not there before.
    pub(crate) files: u64,
    /// Items moved or removed.
    pub(crate) items: u64,
}

/// Connections in a row that end at the same mark before it is called a loop.
const FRUITLESS_MAX: u32 = 3;

/// The connections of a run.
#[derive(Debug)]
pub(crate) struct Attempts {
    count: u32,
    fruitless: u32,
    mark: Mark,
    furthest: Phase,
}

/// What to do after a lost connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Connect again, not before this moment.
    ConnectAt(Moment),
    /// The same stretch was repeated this often without net progress.
    Loop {
        /// How often.
        times: u32,
    },
}

impl Attempts {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self { count: 0, fruitless: 0, mark: Mark::default(), furthest: Phase::Connecting }
    }

    /// A connection stands; returns its number.
    pub(crate) fn begin(&mut self) -> u32 {
        self.count += 1;
        self.count
    }

    /// Connections so far.
    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    /// A connection ended after coming as far as `mark` in `phase`. Each fruitless one
    /// doubles the pause before the next.
    pub(crate) fn lost(&mut self, now: Moment, mark: Mark, phase: Phase) -> Next {
        let progress = mark > self.mark || phase > self.furthest;
        self.mark = self.mark.max(mark);
        self.furthest = self.furthest.max(phase);
        self.fruitless = if progress { 0 } else { self.fruitless + 1 };
        if self.fruitless >= FRUITLESS_MAX {
            return Next::Loop { times: self.fruitless };
        }
        let pause = Duration::from_secs(1 << self.fruitless);
        Next::ConnectAt(now + pause)
    }
}

impl Default for Attempts {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(files: u64) -> Mark {
        Mark { files, items: 0 }
    }

    #[test]
    fn reconnects_are_bounded_by_progress_and_not_by_count() {
        let mut attempts = Attempts::new();
        let now = Moment::START;
        for files in 1..100 {
            assert!(matches!(
                attempts.lost(now, mark(files), Phase::Receiving),
                Next::ConnectAt(_)
            ));
        }
        assert_eq!(
            attempts.lost(now, mark(99), Phase::Receiving),
            Next::ConnectAt(now + Duration::from_secs(2))
        );
        assert_eq!(
            attempts.lost(now, mark(99), Phase::Receiving),
            Next::ConnectAt(now + Duration::from_secs(4))
        );
        assert_eq!(attempts.lost(now, mark(99), Phase::Receiving), Next::Loop { times: 3 });
    }

    #[test]
    fn a_later_phase_is_progress_too() {
        let mut attempts = Attempts::new();
        let now = Moment::START;
        attempts.lost(now, mark(5), Phase::Receiving);
        attempts.lost(now, mark(5), Phase::Receiving);
        attempts.lost(now, mark(5), Phase::Receiving);
        let next = attempts.lost(now, mark(5), Phase::Moving);
        assert_eq!(next, Next::ConnectAt(now + Duration::from_secs(1)));
    }
}
