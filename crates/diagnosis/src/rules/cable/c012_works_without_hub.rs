//! Straight in the computer it works, behind a hub it does not.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C012",
    name: "works-without-hub",
    blame: Blame::Cable,
    page: include_str!("c012_works_without_hub.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("works-without-hub") else { return };
    if case.context.is_icloud() {
        return;
    }
    out.add(on(place, "without the hub it works").raises(CablePortHub, Strong));
}
