//! It began when the program itself was changed.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T027",
    name: "program-changed",
    blame: Blame::Program,
    page: include_str!("t027_program_changed.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() || case.says("since-ios-update").is_some() {
        return;
    }
    let Some(place) = case.says("program-changed") else { return };
    let finding = on(place, "it began when the program was changed").raises(ToolBug, Strong);
    out.add(finding.lowers_all(&[VersionMismatch, DeviceSoftware, PairingTrust], Moderate));
}
