//! The words are those of people who have a trouble, though no rule knows the sentence.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W014",
    name: "talks-like",
    blame: Blame::Nobody,
    page: include_str!("w014_talks_like.md"),
    check,
};

/// How far the words have to lean for a hint, and for more. Chosen on cases that the table had
/// not been learnt from (docs/diagnosis.md 4).
const HINT: f64 = 0.9;
const SPEAKS: f64 = 1.8;

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.first_said() else { return };
    for cause in Cause::ALL {
        let leaning = case.likeness.leaning[cause.index()];
        if leaning < HINT || cause == Unknown {
            continue;
        }
        let words = case.likeness.words_for(cause).join(", ");
        let says = format!("words of people with this trouble: {words}");
        let weight = if leaning >= SPEAKS { Moderate } else { Weak };
        out.add(on(place, says).raises(cause, weight));
    }
}
