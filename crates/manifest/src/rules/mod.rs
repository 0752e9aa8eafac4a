//! The rules of a sound backup (docs/backup-format.md 10), one small file each.
//!
//! A rule looks at the survey and at each row as it passes, and at nothing else; a rule of
//! content opens a payload through its row. It says what is wrong; what that means for the
//! backup as a whole is decided once, at the end. Ids are never given twice.
//!
//! A new rule is a new file and a line in the list below.

mod findings;
mod kit;
#[cfg(test)]
pub(crate) mod testing;

use crate::inspect::Facts;
use crate::report::{Level, RuleFindings};
use crate::survey::{Needs, RowFacts, Survey};
use crate::verify::Depth;

use findings::Findings;

/// What a rule is, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// `B` and its number in docs/backup-format.md 10.
    pub id: &'static str,
    /// The condition it finds, in a few words with dashes.
    pub name: &'static str,
    /// How bad its findings usually are.
    pub level: Level,
    /// What a finding means.
    pub explanation: &'static str,
    /// What to do about it.
    pub repair: &'static str,
}

/// A rule.
pub(crate) struct Rule {
    pub(crate) card: Card,
    pub(crate) needs: Needs,
    pub(crate) bearing: Bearing,
    /// The shallowest verification that asks it.
    pub(crate) depth: Depth,
    /// Makes what does the checking in one verification.
    pub(crate) check: fn() -> Box<dyn Check>,
}

/// What a fatal finding of a rule says about the backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bearing {
    /// It is damaged.
    Damage,
    /// A run did not end; which state that leaves is judged apart.
    Interruption,
    /// The password is another's.
    Password,
}

/// The checking itself. Most rules use one of the two calls.
pub(crate) trait Check {
    /// Looks at one row.
    fn row(&mut self, _row: &RowFacts<'_>, _survey: &Survey<'_>, _out: &mut Findings) {}

    /// Looks at what was found in one payload.
    fn content(&mut self, _facts: &Facts, _survey: &Survey<'_>, _out: &mut Findings) {}

    /// Looks at everything, after the last row.
    fn finish(&mut self, _survey: &Survey<'_>, _out: &mut Findings) {}
}

/// Declares the rules' files and lists them.
macro_rules! rules {
    ($($file:ident)*) => {
        $(mod $file;)*

        /// Every rule, in the order of the ids.
        static RULES: &[&Rule] = &[$(&$file::RULE),*];
    };
}

rules! {
    r001_folder_name
    r002_status_missing
    r003_status_version
    r004_snapshot_state_unknown
    r005_run_not_finished
    r006_finished_but_empty
    r007_snapshot_left_over
    r008_manifest_plist_missing
    r009_manifest_plist_incomplete
    r010_other_phone
    r011_keys_missing
    r012_keybag_damaged
    r013_wrong_password
    r014_database_missing
    r015_database_unopenable
    r016_database_damaged
    r017_database_foreign
    r018_database_version
    r019_id_mismatch
    r020_flags_unfinished
    r021_record_damaged
    r022_record_contradiction
    r023_path_climbs
    r024_payload_missing
    r025_empty_payload_missing
    r026_payload_cut
    r027_encrypted_length
    r028_plain_length
    r029_content_end
    r030_digest_differs
    r031_database_inside
    r032_payload_orphaned
    r033_payload_misplaced
    r034_payload_name_clash
    r035_info_missing
    r036_dates_apart
    r037_little_room
    r038_disk_failing
    r039_previous_incomplete
    r040_seal_broken
}

/// The cards of all rules, in the order of their ids.
pub fn cards() -> impl Iterator<Item = &'static Card> {
    RULES.iter().map(|rule| &rule.card)
}

/// A rule at work in one verification.
pub(crate) struct Running {
    pub(crate) rule: &'static Rule,
    check: Box<dyn Check>,
    pub(crate) findings: Findings,
}

impl Running {
    /// The rules that a verification of this depth asks.
    pub(crate) fn all(depth: Depth) -> Vec<Self> {
        let start = |rule: &&'static Rule| Self {
            rule,
            check: (rule.check)(),
            findings: Findings::new(rule.card.level),
        };
        RULES.iter().filter(|rule| rule.depth <= depth).map(start).collect()
    }

    /// Shows it a row; says whether it found the file damaged.
    pub(crate) fn look(&mut self, row: &RowFacts<'_>, survey: &Survey<'_>) -> bool {
        let before = self.findings.counted(Level::File);
        self.check.row(row, survey, &mut self.findings);
        self.findings.counted(Level::File) > before
    }

    /// Shows it what was found in a payload; says whether that means damage to the file.
    pub(crate) fn look_into(&mut self, facts: &Facts, survey: &Survey<'_>) -> bool {
        let before = self.findings.counted(Level::File);
        self.check.content(facts, survey, &mut self.findings);
        self.findings.counted(Level::File) > before
    }

    /// Lets it conclude; returns how many files it found damaged only now.
    pub(crate) fn finish(&mut self, survey: &Survey<'_>) -> u64 {
        self.check.finish(survey, &mut self.findings);
        self.findings.late_files()
    }

    pub(crate) fn into_findings(self) -> Option<RuleFindings> {
        let total = self.findings.total();
        let card = &self.rule.card;
        (total > 0).then(|| RuleFindings { card, total, kept: self.findings.into_kept() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_an_id_of_its_own_and_words() {
        let mut ids: Vec<_> = cards().map(|card| card.id).collect();
        assert!(ids.is_sorted());
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
        for card in cards() {
            assert!(card.id.len() == 4 && card.id.starts_with('B'), "{}", card.id);
            assert!(card.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", card.name);
            for text in [card.explanation, card.repair] {
                assert!(text.ends_with('.') && !text.contains("  "), "{}: {text}", card.id);
            }
        }
    }
}
