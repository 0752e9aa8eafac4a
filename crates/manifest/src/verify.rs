//! Verifying a backup: gather the facts, show them to every rule, draw the conclusion.

use std::ops::ControlFlow;

use crate::inspect::Facts;
use crate::report::{Level, Report, Unchecked, Verdict};
use crate::rules::{Bearing, Running};
use crate::seal_book::SealBook;
use crate::stamp::Stamp;
use crate::survey::{self, Keys, Looker, Progress, Root, RowFacts, Survey, Teller};
use crate::threads::Threads;
use crate::tree::Tree;
use crate::{ClassKeys, DerivedKey, Password};

/// What opens an encrypted backup. Plain ones need nothing and ignore what is given.
#[derive(Clone, Copy, Debug, Default)]
pub enum Unlock<'a> {
    /// Only what is readable without a password is checked.
    #[default]
    Nothing,
    /// The password, to be stretched: seconds.
    Password(&'a Password),
    /// What a password was stretched to before.
    Derived(&'a DerivedKey),
    /// Class keys, taken on trust: whether a password opens the bag is not checked.
    Keys(&'a ClassKeys),
}

/// How far a verification goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Lists, keys, rows, and that every payload is there. Opens no payload.
    #[default]
    Structure,
    /// Opens each encrypted payload as well and decrypts its last block.
    Ends,
    /// Reads, decrypts and hashes everything, which takes as long as the disk takes.
    Deep,
}

/// How to verify.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// What opens an encrypted backup.
    pub unlock: Unlock<'a>,
    /// How far to go.
    pub depth: Depth,
    /// On how many threads payloads are looked into.
    pub threads: Threads,
    /// What was noted of the backup when it was proven; its content is compared when
    /// everything is read, names and lengths always.
    pub seal: Option<&'a dyn SealBook>,
}

/// Checks the backup in `tree`, whose folder is named `folder_name`, against all rules
/// (docs/backup-format.md 8.1, 10). Nothing is changed. A verdict is worth as much as the depth:
/// [`Depth::Structure`] proves that everything is there, not what is inside.
///
/// `progress` is called at least every few seconds, except while a password is stretched
/// and while SQLite checks the database; breaking stops the check, and the report says
/// what it did not get to.
pub fn verify(
    tree: &dyn Tree,
    folder_name: &str,
    options: Options<'_>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Report {
    let mut teller = Teller::new(progress);
    let root = Root::list(tree);
    if let Some(verdict) = not_ours(&root) {
        return Report::bare(verdict);
    }
    let before = Stamp::take(tree);
    let mut survey = Survey::gather(tree, folder_name, root, options, &mut teller);
    let mut rules = Rules(Running::all(options.depth));
    let rows = survey::pass(tree, &survey, options.threads, &mut teller, &mut rules);
    survey.rows = rows;
    survey.stopped = teller.stopped();
    let mut late = 0;
    for rule in &mut rules.0 {
        late += rule.finish(&survey);
    }
    survey.rows.totals.damaged_files += late;
    let mut report = conclude(&survey, rules.0);
    if Stamp::take(tree) != before {
        report.verdict = Verdict::BeingWritten;
    }
    report
}

/// All rules at work.
struct Rules(Vec<Running>);

impl Looker for Rules {
    fn row(&mut self, row: &RowFacts<'_>, survey: &Survey<'_>) -> bool {
        self.0.iter_mut().fold(false, |damaged, rule| rule.look(row, survey) | damaged)
    }

    fn content(&mut self, facts: &Facts, survey: &Survey<'_>) -> bool {
        self.0.iter_mut().fold(false, |damaged, rule| rule.look_into(facts, survey) | damaged)
    }
}

/// Folders that the rules have nothing to say about.
fn not_ours(root: &Root) -> Option<Verdict> {
    if root.fault.is_none() && !root.looks_like_a_backup() {
        return Some(Verdict::NotABackup);
    }
    root.is_ancient().then_some(Verdict::TooOld)
}

fn conclude(survey: &Survey<'_>, rules: Vec<Running>) -> Report {
    let fatal = rules.iter().any(|rule| {
        rule.rule.bearing == Bearing::Damage && rule.findings.counted(Level::Fatal) > 0
    });
    let unchecked = gaps(survey, &rules);
    let findings = rules.into_iter().filter_map(Running::into_findings).collect();
    Report {
        verdict: verdict(survey, fatal, !unchecked.is_empty()),
        interruption: survey.interruption(),
        encrypted: survey.encrypted(),
        findings,
        unchecked,
        totals: survey.rows.totals,
    }
}

/// The first that applies, the plainest last.
fn verdict(survey: &Survey<'_>, fatal: bool, gaps: bool) -> Verdict {
    let files = survey.rows.totals.damaged_files;
    let interruption = survey.interruption();
    if survey.root.fault.is_some() {
        return Verdict::Unproven { files };
    }
    if matches!(survey.keys, Keys::WrongPassword) {
        return Verdict::WrongPassword;
    }
    match interruption {
        // Where a whole backup should stand, a fatal finding is more than the interruption.
        Some(state) if !(fatal && state.promises_whole_backup()) => Verdict::Interrupted(state),
        _ if fatal => Verdict::Damaged,
        _ if gaps => Verdict::Unproven { files },
        _ if files > 0 => Verdict::CompleteWithDamage { files },
        _ => Verdict::Complete,
    }
}

/// Rules without an answer, grouped by the reason.
fn gaps(survey: &Survey<'_>, rules: &[Running]) -> Vec<Unchecked> {
    let mut gaps: Vec<Unchecked> = Vec::new();
    for running in rules {
        let Some(why) = survey.gap(running.rule.needs) else { continue };
        if running.findings.total() > 0 && !why.is_partial() {
            continue;
        }
        match gaps.iter_mut().find(|gap| gap.why == why) {
            Some(gap) => gap.rules.push(running.rule.card.id),
            None => gaps.push(Unchecked { why, rules: vec![running.rule.card.id] }),
        }
    }
    gaps
}

#[cfg(test)]
mod tests;
