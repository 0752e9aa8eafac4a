//! What one rule has found so far: the first few whole, the rest as a number.

use crate::report::{FINDINGS_KEPT_MAX, Finding, Level, Subject};

pub(crate) struct Findings {
    level: Level,
    kept: Vec<Finding>,
    /// By level.
    counts: [u64; 4],
    late_files: u64,
}

impl Findings {
    pub(super) fn new(level: Level) -> Self {
        Self { level, kept: Vec::new(), counts: [0; 4], late_files: 0 }
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

    /// A file that is known to be damaged only at the end, when no row is at hand.
    pub(super) fn add_late_file(
        &mut self,
        subject: impl FnOnce() -> Subject,
        text: impl FnOnce() -> String,
    ) {
        self.late_files += 1;
        self.add_as(Level::File, subject, text);
    }

    /// Files that were added as findings before and are damaged for no other reason.
    pub(super) fn note_late_files(&mut self, files: u64) {
        self.late_files += files;
    }

    /// Damaged files that were counted elsewhere and are not kept.
    pub(super) fn add_late_uncounted(&mut self, more: u64) {
        self.late_files += more;
        self.counts[Level::File as usize] += more;
    }

    pub(crate) fn late_files(&self) -> u64 {
        self.late_files
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
