//! By hand it works, by itself it never happens.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "E006",
    name: "only-by-hand",
    blame: Blame::Person,
    page: include_str!("e006_only_by_hand.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let fact = case.flag(&["manual_backup_works", "works_manually", "manual_works"]);
    let fact = fact.and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("manual-works")).filter(|_| case.context.is_icloud())
    else {
        return;
    };
    let finding = on(place, "it works by hand: what is missing is power, Wi-Fi or lock at night");
    out.add(finding.raises(Power, Strong));
}
