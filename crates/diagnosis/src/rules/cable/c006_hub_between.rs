//! A hub, dock or adapter stands between.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C006",
    name: "hub-between",
    blame: Blame::Cable,
    page: include_str!("c006_hub_between.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("hub-used") else { return };
    if case.context.is_icloud() {
        return;
    }
    out.add(on(place, "a hub or adapter stands between").raises(CablePortHub, Moderate));
}
