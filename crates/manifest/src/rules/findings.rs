//! What one rule has found so far: the first few whole, the rest as a number.

use crate::report::{FINDINGS_KEPT_MAX, Finding, Level, Subject};

pub(crate) struct Findings {
    level: Level,
    kept: Vec<Finding>,
    /// By level.
    counts: [u64; 4],
}

impl Findings {
    pub(super) fn new(level: Level) -> Self {
        Self { level, kept: Vec::new(), counts: [0; 4] }
    }

    /// A finding of the rule's usual level. Its words are only made when they are kept.
    pub(super) fn add(&mut self, subject: impl FnOnce() -> Subject, text: impl FnOnce() -> String) {
        self.add_as(self.level, subject, text);
    }

    pub(super) fn add_as(
        &mut self,
        level: Level,
        subject: impl FnOnce() -> Subject,
        text: impl FnOnce() -> String,
    ) {
        self.counts[level as usize] += 1;
        if self.kept.len() < FINDINGS_KEPT_MAX {
            self.kept.push(Finding { level, subject: subject(), text: text() });
        }
    }

    /// Findings that were counted elsewhere and are not kept.
    pub(super) fn add_uncounted(&mut self, more: u64) {
        self.counts[self.level as usize] += more;
    }

    pub(crate) fn counted(&self, level: Level) -> u64 {
        self.counts[level as usize]
    }

    pub(crate) fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    pub(super) fn into_kept(self) -> Vec<Finding> {
        self.kept
    }
}
