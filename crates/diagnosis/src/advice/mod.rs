//! What to do next: the remedy, question or probe that gets furthest for its price.
//!
//! Decision-theoretic troubleshooting: remedies stand in the order of their probability of
//! curing over their cost. For independent attempts that order has the least expected cost
//! until cured, so "begin with the simplest" is a result and no rule of its own. Three rules
//! come before it: never above the allowed level, never what can cost the phone's data before
//! a backup is proven, never what was tried.

mod ask;
mod cost;
mod never;
mod tried;

pub(crate) use ask::answered;
pub use ask::{Question, questions};
pub use never::{NEVERS, Never};

use crate::cause::{CAUSES, Cause};
use crate::knowledge::remedies::{self, NEVER_OFFERED, Remedy};
use crate::reading::Reading;
use crate::rules::kit::Finding;

/// What may be offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The highest level of a remedy.
    pub level: u8,
    /// A verified backup is at hand.
    pub verified_backup: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { level: 3, verified_backup: false }
    }
}

/// A remedy that is offered.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    /// Which.
    pub remedy: &'static Remedy,
    /// Probability that it cures.
    pub cures: f64,
    /// What it costs, in minutes' worth.
    pub cost: f64,
}

impl Offer {
    /// What it achieves for its price.
    fn worth(&self) -> f64 {
        self.cures / self.cost
    }
}

/// The remedies to offer, best first.
pub(crate) fn ladder(
    reading: &Reading<'_>,
    findings: &[Finding],
    probabilities: &[f64; CAUSES],
    limits: Limits,
) -> Vec<Offer> {
    let offers = remedies::remedies().filter(|remedy| is_allowed(remedy, limits));
    let offers = offers.filter(|remedy| !tried::was(reading, remedy.id));
    let offers = offers.map(|remedy| Offer {
        remedy,
        cures: cures(remedy, findings, probabilities),
        cost: cost::of(remedy),
    });
    let mut offers: Vec<Offer> = offers.filter(|offer| offer.cures > 0.002).collect();
    offers.sort_by(|a, b| b.worth().total_cmp(&a.worth()).then(a.remedy.id.cmp(b.remedy.id)));
    offers
}

/// Whether a remedy may be offered at all.
fn is_allowed(remedy: &Remedy, limits: Limits) -> bool {
    remedy.level <= limits.level
        && !NEVER_OFFERED.contains(&remedy.id)
        && (remedy.level < 4 || limits.verified_backup)
}

/// Probability that a remedy cures, whatever the cause may be.
fn cures(remedy: &Remedy, findings: &[Finding], probabilities: &[f64; CAUSES]) -> f64 {
    let mut sum = 0.0;
    for (cause, chance) in remedy.cures {
        let probability = probabilities[cause.index()];
        // A finding may know that this remedy is the right one for its cause.
        let named = findings.iter().any(|finding| {
            finding.remedy == Some(remedy.id)
                && finding
                    .causes
                    .iter()
                    .any(|(known, weight)| known == cause && weight.log_odds() > 1.0)
        });
        sum += probability * if named { chance.max(NAMED) } else { *chance };
    }
    sum
}

/// How likely a remedy cures that a finding names.
const NAMED: f64 = 0.7;

/// The expected cost until cured, when remedies are tried in this order. What none of them
/// cures costs as much as all of them and [`UNCURED`] more.
pub fn expected_cost(order: &[Offer]) -> f64 {
    let mut left = 1.0;
    let mut sum = 0.0;
    for offer in order {
        sum += left * offer.cost;
        left *= 1.0 - offer.cures.clamp(0.0, 1.0);
    }
    sum + left * UNCURED
}

const UNCURED: f64 = 600.0;

/// What must not be done, with reasons.
pub(crate) fn never(probabilities: &[f64; CAUSES]) -> Vec<Never> {
    never::list(probabilities)
}

/// The question that would help most, when knowing more is worth more than trying.
pub(crate) fn ask(reading: &Reading<'_>, probabilities: &[f64; CAUSES]) -> Option<Question> {
    ask::best(reading, probabilities)
}

/// The likeliest cause.
pub(crate) fn likeliest(probabilities: &[f64; CAUSES]) -> Cause {
    let best = Cause::ALL
        .into_iter()
        .max_by(|a, b| probabilities[a.index()].total_cmp(&probabilities[b.index()]));
    best.unwrap_or(Cause::Unknown)
}
