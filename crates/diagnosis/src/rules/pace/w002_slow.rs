//! It is slow.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W002",
    name: "slow",
    blame: Blame::Nobody,
    page: include_str!("w002_slow.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("slow") else { return };
    let broke = case.line("mark-ended").is_some() || !case.codes().is_empty();
    if broke {
        return;
    }
    out.add(on(place, "it takes long").raises(SlowButHealthy, Moderate));
}
