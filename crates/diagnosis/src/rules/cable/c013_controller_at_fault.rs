//! The computer's own USB controller, its driver or its power saving.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C013",
    name: "controller-at-fault",
    blame: Blame::Host,
    page: include_str!("c013_controller_at_fault.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() || case.context.method == Some(Method::Wifi) {
        return;
    }
    let line = case.line("lk-controller").map(|hit| hit.first);
    let Some(place) = line.or(case.says("controller")) else { return };
    for known in ["lk-controller", "lk-reset", "lk-disconnect"] {
        out.claim_line(known);
    }
    let finding = on(place, "the computer's USB controller or its power saving is in play");
    out.add(finding.raises(UsbStack, Strong).lowers(CablePortHub, Moderate));
}
