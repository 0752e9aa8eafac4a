//! Verifying a backup: gather the facts, show them to every rule, draw the conclusion.

use std::ops::ControlFlow;

use crate::report::{Level, Report, Unchecked, Verdict};
use crate::rules::{Bearing, Running};
use crate::survey::{self, Keys, Progress, Root, Survey, Teller};
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
    /// Looks into the payloads as well, which takes as long as the disk takes.
    Content,
}

/// How to verify.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// What opens an encrypted backup.
    pub unlock: Unlock<'a>,
    /// How far to go.
    pub depth: Depth,
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
    let mut survey = Survey::gather(tree, folder_name, root, options.unlock, &mut teller);
    let mut rules = Running::all(options.depth);
    let rows = survey::pass(tree, &survey, &mut teller, |row| {
        let mut damaged = false;
        for rule in &mut rules {
            damaged |= rule.look(row, &survey);
        }
        damaged
    });
    survey.rows = rows;
    survey.stopped = teller.stopped();
    for rule in &mut rules {
        rule.finish(&survey);
    }
    conclude(&survey, rules)
}

/// Folders that the rules have nothing to say about.
fn not_ours(root: &Root) -> Option<Verdict> {
    if root.fault.is_none() && !root.looks_like_a_backup() {
        return Some(Verdict::NotABackup);
    }
    let old = root.has_old_manifest && root.file("Manifest.db").is_none();
    old.then_some(Verdict::TooOld)
}

fn conclude(survey: &Survey, rules: Vec<Running>) -> Report {
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
fn verdict(survey: &Survey, fatal: bool, gaps: bool) -> Verdict {
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
fn gaps(survey: &Survey, rules: &[Running]) -> Vec<Unchecked> {
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
