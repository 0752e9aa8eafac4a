//! In which order remedies are offered.
//!
//! What a failed attempt teaches counts: one cause is at work, so a second remedy for the cause
//! of the first is worth less once the first did not help, and the next likely cause has its
//! turn. Always next is what cures most for its price in the cases that are left. To find the
//! very best order is hard (it is min-sum set cover); this one costs at most four times as much
//! (Feige, Lovász and Tetali, "Approximating Min Sum Set Cover", Algorithmica 40, 2004), and
//! where the fixed ladder happens to be cheaper, that is taken.

use super::Offer;
use crate::cause::CAUSES;
use crate::knowledge::remedies::FIXED_ORDER;

/// Minutes' worth that it costs when nothing offered cures.
const UNCURED: f64 = 600.0;

/// The offers, best first.
pub(super) fn best(mut offers: Vec<Offer>, probabilities: &[f64; CAUSES]) -> Vec<Offer> {
    offers.sort_by_key(|offer| FIXED_ORDER.iter().position(|id| *id == offer.remedy.id));
    let greedy = by_worth(offers.clone(), probabilities);
    let (ours, fixed) = (cost(&greedy, probabilities), cost(&offers, probabilities));
    if ours <= fixed { greedy } else { offers }
}

/// Each time the one that cures most for its price, supposing that those before did not help.
fn by_worth(mut offers: Vec<Offer>, probabilities: &[f64; CAUSES]) -> Vec<Offer> {
    let mut left = *probabilities;
    let mut order = Vec::with_capacity(offers.len());
    while !offers.is_empty() {
        let worth = |offer: &Offer| offer.cures_of(&left) / offer.cost;
        let mut best = 0;
        for at in 1..offers.len() {
            if worth(&offers[at]) > worth(&offers[best]) {
                best = at;
            }
        }
        let next = offers.remove(best);
        next.fails(&mut left);
        order.push(next);
    }
    order
}

/// The expected cost until cured, in minutes' worth. What none of them cures costs as much as
/// all of them and [`UNCURED`] more.
pub(crate) fn cost(order: &[Offer], probabilities: &[f64; CAUSES]) -> f64 {
    let mut left = *probabilities;
    let mut sum = 0.0;
    for offer in order {
        sum += left.iter().sum::<f64>() * offer.cost;
        offer.fails(&mut left);
    }
    sum + left.iter().sum::<f64>() * UNCURED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::Cause::{self, BackupCorrupt, DeviceSoftware, VersionMismatch};
    use crate::knowledge::remedies;

    fn offer(id: &str, chances: &[(Cause, f64)], cost: f64) -> Offer {
        let mut offer = Offer {
            remedy: remedies::find(id).expect("a remedy"),
            cures: 0.0,
            cost,
            chances: [0.0; CAUSES],
        };
        for (cause, chance) in chances {
            offer.chances[cause.index()] = *chance;
        }
        offer
    }

    fn likely(causes: &[(Cause, f64)]) -> [f64; CAUSES] {
        let mut probabilities = [0.0; CAUSES];
        for (cause, probability) in causes {
            probabilities[cause.index()] = *probability;
        }
        probabilities
    }

    fn ids(order: &[Offer]) -> Vec<&'static str> {
        order.iter().map(|offer| offer.remedy.id).collect()
    }

    #[test]
    fn the_second_cause_has_its_turn_before_a_third_remedy_of_the_first() {
        let offers = vec![
            offer("normal-restart", &[(DeviceSoftware, 0.55)], 20.0),
            offer("force-restart", &[(DeviceSoftware, 0.3)], 20.0),
            offer("exclude-app", &[(DeviceSoftware, 0.3)], 20.0),
            offer("update-host", &[(VersionMismatch, 0.8)], 40.0),
        ];
        let order = best(offers, &likely(&[(DeviceSoftware, 0.67), (VersionMismatch, 0.3)]));
        let expected = ["normal-restart", "update-host", "force-restart", "exclude-app"];
        assert_eq!(ids(&order), expected);
    }

    #[test]
    fn two_remedies_that_cure_the_same_cost_by_what_is_left() {
        let both = likely(&[(BackupCorrupt, 1.0)]);
        let order = [
            offer("move-aside-backup", &[(BackupCorrupt, 0.5)], 10.0),
            offer("escape-local-backup", &[(BackupCorrupt, 0.5)], 20.0),
        ];
        assert_eq!(cost(&order, &both), 10.0 + 0.5 * 20.0 + 0.25 * UNCURED);
    }
}
