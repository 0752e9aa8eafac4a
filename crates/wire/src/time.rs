//! Time as the machines see it: they are told, they never look.

use std::fmt;
use std::ops::Add;
use std::time::Duration;

/// A point in time, counted from the start of the run.
///
/// No machine of this crate reads a clock. Whoever drives one passes `now` with
/// each call, so that a test may let ten minutes pass in no time at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Duration);

impl Moment {
    /// The start of the run.
    pub const START: Moment = Moment(Duration::ZERO);

    /// The moment `since_start` after the start of the run.
    pub const fn after_start(since_start: Duration) -> Self {
        Self(since_start)
    }

    /// The moment `ms` milliseconds after the start of the run.
    pub const fn from_millis(ms: u64) -> Self {
        Self(Duration::from_millis(ms))
    }

    /// Time passed since the start of the run.
    pub const fn since_start(self) -> Duration {
        self.0
    }

    /// Time passed from `earlier` to `self`, zero when `earlier` is later.
    pub const fn since(self, earlier: Moment) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<Duration> for Moment {
    type Output = Moment;

    fn add(self, rhs: Duration) -> Moment {
        Moment(self.0.saturating_add(rhs))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}s", self.0.as_secs_f64())
    }
}
