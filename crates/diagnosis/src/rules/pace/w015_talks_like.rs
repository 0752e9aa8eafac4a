//! The words are those of people who have a trouble, though no rule knows the sentence.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W015",
    name: "talks-like",
    blame: Blame::Nobody,
    page: include_str!("w015_talks_like.md"),
    check,
};

/// Words that lean less are not worth a remark.
const REMARK: f64 = 0.5;

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.first_said() else { return };
    for cause in Cause::ALL {
        if case.likeness.leaning[cause.index()] >= REMARK {
            let words = case.likeness.words_for(cause);
            if words.is_empty() {
                continue;
            }
            let words = words.join(", ");
            let says = format!("people with this trouble use such words: {words}");
            // They count by themselves, more finely than a finding could (posterior).
            out.add(on(place, says).leans(cause));
        }
    }
}
