//! The program was reinstalled without success.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T015",
    name: "reinstalled",
    blame: Blame::Program,
    page: include_str!("t015_reinstalled.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("reinstalled") else { return };
    let finding = on(place, "it was reinstalled already");
    out.add(finding.lowers(VersionMismatch, Weak).lowers(UsbStack, Weak));
}
