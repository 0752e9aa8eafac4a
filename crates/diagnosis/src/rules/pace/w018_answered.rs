//! A question of ours was answered.

use crate::advice::answered;
use crate::knowledge::weights::Weight;
use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W018",
    name: "answered",
    blame: Blame::Nobody,
    page: include_str!("w018_answered.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    for (question, place, likelier) in answered(case) {
        let mut finding = on(place, format!("asked \"{}\", this was answered", question.question));
        for (cause, factor) in likelier {
            if let Some(weight) = Weight::of_factor(*factor) {
                finding.causes.push((*cause, weight));
            }
        }
        out.add(finding);
    }
}
