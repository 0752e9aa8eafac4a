//! What to do next: the remedy, question or probe that gets furthest for its price.
//!
//! Decision-theoretic troubleshooting: next is always what cures most for its cost, supposing
//! that what stands before it did not help, so "begin with the simplest" is a result and no
//! rule of its own. Three rules come before it: never above the allowed level, never what can
//! cost the phone's data before a backup is proven, never what was tried.

mod ask;
mod cost;
mod never;
mod order;
mod tried;

pub(crate) use ask::answered;
pub use ask::{Question, questions};
pub use never::{NEVERS, Never};
pub(crate) use order::cost as expected_cost;

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
#[derive(Clone, Debug)]
pub struct Offer {
    /// Which.
    pub remedy: &'static Remedy,
    /// Probability that it cures.
    pub cures: f64,
    /// What it costs, in minutes' worth.
    pub cost: f64,
    /// How likely it cures each cause, if that is the one.
    chances: [f64; CAUSES],
}

impl Offer {
    /// How much of what is left it cures.
    fn cures_of(&self, left: &[f64; CAUSES]) -> f64 {
        left.iter().zip(&self.chances).map(|(left, chance)| left * chance).sum()
    }

    /// Takes away what it would have cured.
    fn fails(&self, left: &mut [f64; CAUSES]) {
        for (left, chance) in left.iter_mut().zip(&self.chances) {
            *left *= 1.0 - chance;
        }
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
    let offers = offers.map(|remedy| offer(remedy, findings, probabilities));
    order::best(offers.filter(|offer| offer.cures > 0.002).collect(), probabilities)
}

/// Whether a remedy may be offered at all.
fn is_allowed(remedy: &Remedy, limits: Limits) -> bool {
    remedy.level <= limits.level
        && !NEVER_OFFERED.contains(&remedy.id)
        && (remedy.level < 4 || limits.verified_backup)
}

/// What a remedy achieves and costs here.
fn offer(remedy: &'static Remedy, findings: &[Finding], probabilities: &[f64; CAUSES]) -> Offer {
    let mut chances = [0.0; CAUSES];
    for (cause, chance) in remedy.cures {
        // A finding may know that this remedy is the right one for its cause.
        let named = findings.iter().any(|finding| {
            finding.remedy == Some(remedy.id)
                && finding
                    .causes
                    .iter()
                    .any(|(known, weight)| known == cause && weight.log_odds() > 1.0)
        });
        chances[cause.index()] = if named { chance.max(NAMED) } else { *chance };
    }
    let mut offer = Offer { remedy, cures: 0.0, cost: cost::of(remedy), chances };
    offer.cures = offer.cures_of(probabilities);
    offer
}

/// How likely a remedy cures that a finding names.
const NAMED: f64 = 0.7;

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
