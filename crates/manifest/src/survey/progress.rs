//! Saying how far a verification is, and hearing whether it shall go on.

use std::ops::ControlFlow;

/// How far a verification is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How much of it is done, in the units of the stage.
    pub done: u64,
    /// How much there is, when that is known.
    pub total: Option<u64>,
}

/// What a verification is doing, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reads the three property lists.
    Lists,
    /// Stretches the password: seconds without a sign of life.
    Unlocking,
    /// Looks whether Manifest.db holds together; counted in pages.
    CheckingDatabase,
    /// Lists the payload folders; counted in folders.
    Listing,
    /// Looks at every row; counted in rows.
    Rows,
    /// Looks into the payloads as well; counted in bytes.
    Contents,
}

/// Passes progress on and remembers that a stop was asked for.
pub(crate) struct Teller<'a> {
    tell: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    stopped: bool,
}

impl<'a> Teller<'a> {
    pub(crate) fn new(tell: &'a mut dyn FnMut(Progress) -> ControlFlow<()>) -> Self {
        Self { tell, stopped: false }
    }

    /// Once stopped, nothing is told any more and the answer stays.
    pub(crate) fn tell(&mut self, stage: Stage, done: u64, total: Option<u64>) -> ControlFlow<()> {
        if !self.stopped {
            self.stopped = (self.tell)(Progress { stage, done, total }).is_break();
        }
        if self.stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    pub(crate) fn stopped(&self) -> bool {
        self.stopped
    }
}
