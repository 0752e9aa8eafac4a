//! What a verification found: a value for people to be shown, nothing is printed here.

mod finding;
mod interruption;
mod unchecked;
mod verdict;

pub(crate) use finding::clip;
pub use finding::{Finding, Level, Subject};
pub use interruption::Interruption;
pub use unchecked::{Unchecked, Why};
pub use verdict::Verdict;

use crate::rules::Card;

/// Findings of one rule that are kept; the rest is only counted.
pub const FINDINGS_KEPT_MAX: usize = 100;

/// All that one verification has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The conclusion.
    pub verdict: Verdict,
    /// The state of a run that did not end, whatever the verdict.
    pub interruption: Option<Interruption>,
    /// Whether the backup is encrypted; `None` when Manifest.plist does not say.
    pub encrypted: Option<bool>,
    /// Rules with findings, in the order of their ids.
    pub findings: Vec<RuleFindings>,
    /// What could not be checked, and why.
    pub unchecked: Vec<Unchecked>,
    /// What was counted.
    pub totals: Totals,
}

/// What one rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFindings {
    /// The rule: its id, what a finding means, what to do.
    pub card: &'static Card,
    /// How many findings there were.
    pub total: u64,
    /// The first [`FINDINGS_KEPT_MAX`] of them.
    pub kept: Vec<Finding>,
}

/// What was counted on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Rows of the manifest that were read.
    pub rows: u64,
    /// Rows of regular files.
    pub files: u64,
    /// Rows of folders.
    pub directories: u64,
    /// Rows of links.
    pub links: u64,
    /// Bytes of all files by their records.
    pub content_bytes: u64,
    /// Payload files in their places.
    pub payloads: u64,
    /// Bytes of all payload files as they are stored.
    pub payload_bytes: u64,
    /// Payloads that were looked into.
    pub inspected: u64,
    /// Files with at least one finding of level [`Level::File`].
    pub damaged_files: u64,
}

impl Report {
    /// For a folder that no rule applies to.
    pub(crate) fn bare(verdict: Verdict) -> Self {
        Self {
            verdict,
            interruption: None,
            encrypted: None,
            findings: Vec::new(),
            unchecked: Vec::new(),
            totals: Totals::default(),
        }
    }

    /// What the rule `id` found, `None` when it found nothing.
    pub fn findings_of(&self, id: &str) -> Option<&RuleFindings> {
        self.findings.iter().find(|findings| findings.card.id == id)
    }
}
