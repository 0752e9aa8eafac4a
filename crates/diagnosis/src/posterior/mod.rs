//! From findings to probabilities.
//!
//! Log-linear: each cause begins with what is usual for this program, way and stage
//! ([`priors`]) and how the words lean (`reading::lexicon`), and every finding changes its log
//! odds by its weight. Findings of one case are
//! rarely independent (three lines say the same thing three times), so the loudest counts in
//! full and each further one for the same cause less. What people tell, and lines whose place in
//! the story nobody knows, mislead now and then, so at the end one temperature makes the
//! numbers mean what they say; it and the few other global figures below are chosen by
//! cross-validation on the real cases (docs/diagnosis.md 5), the weights are not.

mod priors;

use crate::cause::{CAUSES, Cause};
use crate::reading::Reading;
use crate::rules::kit::Finding;

/// What our own probes measured and our own program said is exact: it counts so many times what
/// people tell.
const MEASURED: f64 = 1.5;

/// The few global figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tuning {
    /// What a further finding for the same cause counts, as a share of the one before.
    pub further: f64,
    /// How far apart the log odds are spread: below one is bolder, above is more careful.
    pub temperature: f64,
    /// How much the setting counts before anything is known.
    pub prior: f64,
    /// Log odds of "it cannot be told" in front of an empty case.
    pub unknown: f64,
    /// How much the single words count (`reading::lexicon`).
    pub words: f64,
}

impl Default for Tuning {
    fn default() -> Self {
        Self { further: 0.45, temperature: 1.3, prior: 0.3, unknown: 1.0, words: 2.0 }
    }
}

/// Probability of each cause, in the order of [`Cause::ALL`]. They sum to one.
pub(crate) fn weigh(reading: &Reading<'_>, findings: &[Finding], tuning: &Tuning) -> [f64; CAUSES] {
    let mut log_odds = priors::of(reading).map(|prior| prior * tuning.prior);
    for (log_odds, leaning) in log_odds.iter_mut().zip(reading.likeness.leaning) {
        *log_odds += leaning * tuning.words;
    }
    log_odds[Cause::Unknown.index()] = tuning.unknown;
    for cause in Cause::ALL {
        let weights = findings.iter().flat_map(|finding| {
            let sure = if reading.is_ours(finding.place) { MEASURED } else { 1.0 };
            let ours = finding.causes.iter().filter(|(known, _)| *known == cause);
            ours.map(move |(_, weight)| weight.log_odds() * sure)
        });
        let (mut up, mut down) = (Vec::new(), Vec::new());
        for value in weights {
            if value > 0.0 { up.push(value) } else { down.push(value) }
        }
        log_odds[cause.index()] += faded(up, tuning.further) + faded(down, tuning.further);
    }
    softmax(&log_odds, tuning.temperature)
}

/// The sum of weights of one sign, the loudest in full and the others less and less.
fn faded(mut weights: Vec<f64>, further: f64) -> f64 {
    weights.sort_by(|a, b| b.abs().total_cmp(&a.abs()));
    let mut share = 1.0;
    let mut sum = 0.0;
    for weight in weights {
        sum += weight * share;
        share *= further;
    }
    sum
}

fn softmax(log_odds: &[f64; CAUSES], temperature: f64) -> [f64; CAUSES] {
    let highest = log_odds.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let odds = log_odds.map(|value| ((value - highest) / temperature.max(0.05)).exp());
    let sum: f64 = odds.iter().sum();
    odds.map(|odds| odds / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loudest_counts_in_full() {
        assert_eq!(faded(vec![1.0, 2.0], 0.5), 2.5);
        assert_eq!(faded(vec![-1.0, -2.0], 0.5), -2.5);
        assert_eq!(faded(vec![], 0.5), 0.0);
    }

    #[test]
    fn probabilities_sum_to_one() {
        let mut log_odds = [0.0; CAUSES];
        log_odds[3] = 700.0;
        log_odds[4] = -700.0;
        for temperature in [0.0, 1.0, 50.0] {
            let sum: f64 = softmax(&log_odds, temperature).iter().sum();
            assert!((sum - 1.0).abs() < 1e-9);
        }
    }
}
