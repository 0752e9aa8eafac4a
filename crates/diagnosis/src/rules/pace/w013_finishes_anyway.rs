//! It does finish, or the question is whether that is normal.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W013",
    name: "finishes-anyway",
    blame: Blame::Nobody,
    page: include_str!("w013_finishes_anyway.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("finishes-anyway") else { return };
    let failed = case.line("mark-ended").is_some() || !case.codes().is_empty();
    if !failed {
        out.add(on(place, "it comes to its end").raises(SlowButHealthy, Strong));
    }
}
