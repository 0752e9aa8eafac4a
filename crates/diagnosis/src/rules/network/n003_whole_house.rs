//! Several phones of one house fail at once.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "N003",
    name: "whole-house",
    blame: Blame::Network,
    page: include_str!("n003_whole_house.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let icloud = case.context.is_icloud();
    let Some(place) = case.says("whole-house").filter(|_| icloud) else { return };
    if case.says("other-device-works").is_some() {
        return;
    }
    let finding = on(place, "several phones in one place fail at once");
    out.add(finding.raises(NetworkBlocked, Moderate).lowers(DeviceSoftware, Moderate));
}
