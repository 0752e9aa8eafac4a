//! When to go on after a connection was lost: as long as there is progress, not as often
//! as some number says.

use std::time::Duration;

use unstuck_vault::BatchReport;
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
    /// Of the fruitless ones, those that ended with the phone gone from the cable.
    gone: u32,
    mark: Mark,
    furthest: Phase,
}

/// Files that come again although they are here: within one connection no mark is lost, and
/// yet a phone that sends the same files over and over makes no progress. A phone that forgot
/// an upload and starts over sends all of them again, once.
#[derive(Debug, Default)]
pub(crate) struct Repeats {
    files: u64,
    bytes: u64,
    /// Files that may come again in this connection.
    allowed: u64,
}

/// Files in a row, none of them new, that make a loop: two batches.
const REPEATED_FILES_MAX: u64 = 256;
/// The same for large files, of which a few say as much.
const REPEATED_BYTES_MAX: u64 = 1 << 30;
const REPEATED_FILES_MIN: u64 = 3;

impl Repeats {
    /// A connection begins with so many files here.
    pub(crate) fn begin(&mut self, here: u64) {
        *self = Self { allowed: here, ..Self::default() };
    }

    /// Counts a batch; true when it has become a loop.
    pub(crate) fn count(&mut self, batch: &BatchReport) -> bool {
        let again = batch.files - batch.fresh.min(batch.files);
        let allowed = again.min(self.allowed);
        self.allowed -= allowed;
        // Two or three records of the agent's own come again in every run.
        if batch.fresh > 0 {
            (self.files, self.bytes) = (0, 0);
        } else if allowed == 0 {
            self.files += again;
            self.bytes += batch.bytes;
        }
        self.files >= REPEATED_FILES_MAX
            || (self.files >= REPEATED_FILES_MIN && self.bytes >= REPEATED_BYTES_MAX)
    }

    /// How many so far.
    pub(crate) fn files(&self) -> u64 {
        self.files
    }
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
        /// Each time the phone was gone from the cable.
        unplugged: bool,
    },
}

impl Attempts {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self { count: 0, fruitless: 0, gone: 0, mark: Mark::default(), furthest: Phase::Connecting }
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

    /// A connection ended after coming as far as `mark` in `phase`, perhaps because the phone
    /// was `gone`. Each fruitless one doubles the pause before the next.
    pub(crate) fn lost(&mut self, now: Moment, mark: Mark, phase: Phase, gone: bool) -> Next {
        let progress = mark > self.mark || phase > self.furthest;
        self.mark = self.mark.max(mark);
        self.furthest = self.furthest.max(phase);
        self.fruitless = if progress { 0 } else { self.fruitless + 1 };
        self.gone = if progress { 0 } else { self.gone + u32::from(gone) };
        if self.fruitless >= FRUITLESS_MAX {
            return Next::Loop { times: self.fruitless, unplugged: self.gone == self.fruitless };
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
                attempts.lost(now, mark(files), Phase::Receiving, false),
                Next::ConnectAt(_)
            ));
        }
        assert_eq!(
            attempts.lost(now, mark(99), Phase::Receiving, false),
            Next::ConnectAt(now + Duration::from_secs(2))
        );
        assert_eq!(
            attempts.lost(now, mark(99), Phase::Receiving, false),
            Next::ConnectAt(now + Duration::from_secs(4))
        );
        assert_eq!(
            attempts.lost(now, mark(99), Phase::Receiving, false),
            Next::Loop { times: 3, unplugged: false }
        );
    }

    #[test]
    fn files_that_come_again_and_again_are_a_loop_and_new_ones_end_it() {
        let again = |files, bytes| BatchReport { files, bytes, ..BatchReport::default() };
        let mut repeats = Repeats::default();
        assert!(!repeats.count(&again(255, 255)));
        assert!(!repeats.count(&BatchReport { files: 1, fresh: 1, ..BatchReport::default() }));
        assert!(!repeats.count(&again(255, 255)));
        assert!(repeats.count(&again(1, 1)));
        repeats.begin(1_000);
        assert!((0..4).all(|_| !repeats.count(&again(250, 250))), "it starts over, once");
        assert!(!repeats.count(&again(255, 255)) && repeats.count(&again(1, 1)));
        let mut large = Repeats::default();
        assert!(!large.count(&again(1, 1 << 30)) && !large.count(&again(1, 1 << 30)));
        assert!(large.count(&again(1, 1)));
    }

    #[test]
    fn a_later_phase_is_progress_too() {
        let mut attempts = Attempts::new();
        let now = Moment::START;
        attempts.lost(now, mark(5), Phase::Receiving, false);
        attempts.lost(now, mark(5), Phase::Receiving, false);
        attempts.lost(now, mark(5), Phase::Receiving, false);
        let next = attempts.lost(now, mark(5), Phase::Moving, false);
        assert_eq!(next, Next::ConnectAt(now + Duration::from_secs(1)));
    }
}
