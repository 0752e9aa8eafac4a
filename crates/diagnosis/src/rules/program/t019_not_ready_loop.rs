//! The tool repeats that the device is not ready.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T019",
    name: "not-ready-loop",
    blame: Blame::Program,
    page: include_str!("t019_not_ready_loop.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(hit) = case.line("ib2-not-ready") else { return };
    if case.stage == Stage::Verify {
        return;
    }
    out.claim_line("ib2-not-ready");
    let finding = on(hit.first, "the tool asks for ever, and the phone does not answer");
    let old = case.context.ios.is_none_or(|ios| ios.major >= 9);
    let finding = if old { finding.raises(VersionMismatch, Moderate) } else { finding };
    out.add(finding.raises(DeviceSoftware, Weak).raises(Unknown, Moderate));
}
