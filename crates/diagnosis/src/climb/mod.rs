//! Climbing: which rung next, after each attempt at a backup.
//!
//! ```text
//!        ┌────────────────────────────────────────────┐
//!        ▼                                            │
//!   a backup is tried ──► it failed: a case ──► next() ──► Rung ──► settle()
//!        │                                            └──► Cannot
//!        └──► bytes flowed to the end: the ladder is left
//! ```
//!
//! No clock, no phone, no person here: the owner tries the backup, carries rungs out or has
//! them carried out, asks for consent, and says what came of it. What was tried, declined or
//! could not be done is never offered again.

mod hand;

pub use hand::{Act, Consent, Hand, LOSES};

use crate::advice::Limits;
use crate::case::{Case, Evidence, Source, Value};
use crate::cause::Cause;
use crate::diagnosis::{Diagnosis, Options, diagnose};
use crate::knowledge::remedies::{NEVER_OFFERED, Remedy};

/// One remedy, chosen.
#[derive(Clone, Copy, Debug)]
pub struct Rung {
    /// What is to be done.
    pub remedy: &'static Remedy,
    /// By whom.
    pub hand: Hand,
    /// What it is done against.
    pub cause: Cause,
    /// How likely that cause is, from 0 to 1.
    pub probability: f64,
    /// How likely the remedy helps, from 0 to 1.
    pub helps: f64,
}

/// What came of a rung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It was carried out.
    Done,
    /// The person did not want it.
    Declined,
    /// It could not be carried out; why, in words.
    Unable(String),
}

/// A rung that was reached.
#[derive(Clone, Debug)]
pub struct Tried {
    /// Which.
    pub rung: Rung,
    /// What came of it.
    pub settled: Settled,
    /// Whether the next attempt came further; `None` before it was made.
    pub helped: Option<bool>,
}

/// What is to be done after an attempt that failed.
#[derive(Clone, Copy, Debug)]
pub enum Next {
    /// This.
    Climb(Rung),
    /// Nothing that is left is worth its price, or allowed.
    Cannot {
        /// The likeliest cause.
        cause: Cause,
        /// How likely it is.
        probability: f64,
    },
}

/// No remedy that helps less likely is worth anybody's time.
const HELPS_AT_LEAST: f64 = 0.03;
/// After so many rungs the person has seen enough.
const RUNGS_MAX: usize = 8;
/// What an attempt at a backup of our own does anyway.
const ALREADY_DONE: [&str; 2] = ["wait", "escape-local-backup"];

/// One ladder, climbed once.
#[derive(Clone, Debug, Default)]
pub struct Climb {
    limits: Limits,
    tried: Vec<Tried>,
}

impl Climb {
    /// A ladder whose rungs stay within `limits`.
    pub fn new(limits: Limits) -> Self {
        Self { limits, tried: Vec::new() }
    }

    /// Every rung reached so far.
    pub fn tried(&self) -> &[Tried] {
        &self.tried
    }

    /// What the case says now, with all that was tried.
    pub fn diagnose(&self, case: &Case) -> Diagnosis {
        let mut case = case.clone();
        for tried in self.tried.iter().filter(|tried| tried.settled == Settled::Done) {
            let key = format!("facts.tried_{}", tried.rung.remedy.id.replace('-', "_"));
            case.record(Evidence::new(key, Value::Flag(true), Source::Fact));
        }
        diagnose(&case, &Options { limits: self.limits, ..Options::default() })
    }

    /// The next rung, for what the last attempt showed.
    pub fn next(&self, case: &Case) -> Next {
        let found = self.diagnose(case);
        let likely = found.likeliest();
        let cannot = Next::Cannot { cause: likely.cause, probability: likely.probability };
        if self.tried.len() >= RUNGS_MAX {
            return cannot;
        }
        let open = found.ladder.iter().filter(|offer| {
            offer.cures >= HELPS_AT_LEAST
                && !ALREADY_DONE.contains(&offer.remedy.id)
                && !NEVER_OFFERED.contains(&offer.remedy.id)
        });
        let rungs = open.filter_map(|offer| {
            let hand = self.hand(offer.remedy)?;
            let cures = |cause| offer.remedy.cures.iter().any(|(known, _)| *known == cause);
            let against = found.causes.iter().find(|likely| cures(likely.cause))?;
            let (cause, probability) = (against.cause, against.probability);
            Some(Rung { remedy: offer.remedy, hand, cause, probability, helps: offer.cures })
        });
        // The ladder is in the order of what helps most for its price.
        rungs.into_iter().next().map_or(cannot, Next::Climb)
    }

    /// By whom a remedy can still be carried out; `None` when it was tried.
    fn hand(&self, remedy: &Remedy) -> Option<Hand> {
        let mut unable = false;
        for tried in self.tried.iter().filter(|tried| tried.rung.remedy.id == remedy.id) {
            match (&tried.settled, tried.rung.hand) {
                (Settled::Unable(_), Hand::Ours(_)) => unable = true,
                _ => return None,
            }
        }
        Some(hand::of(remedy.id, unable))
    }

    /// What came of a rung.
    pub fn settle(&mut self, rung: Rung, settled: Settled) {
        self.tried.push(Tried { rung, settled, helped: None });
    }

    /// The backup was tried again after the last rung that was carried out.
    pub fn attempted(&mut self, came_further: bool) {
        let last = self.tried.iter_mut().rev().find(|tried| tried.settled == Settled::Done);
        if let Some(last) = last.filter(|last| last.helped.is_none()) {
            last.helped = Some(came_further);
        }
    }
}

#[cfg(test)]
mod tests;
