//! The backup service of the phone has died or does not start.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P017",
    name: "agent-failed",
    blame: Blame::Phone,
    page: include_str!("p017_agent_failed.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(hit) = case.line("ib2-service").filter(|_| case.line("ib2-missing-value").is_none())
    else {
        return;
    };
    let reason = ["ip-passcode", "ip-not-paired", "ip-dialog", "mac-privacy"];
    if case.any_line(&reason).is_some() {
        return out.claim_line("ib2-service");
    }
    let finding = on(hit.first, "the phone does not start its backup service");
    out.add(
        finding
            .raises(DeviceSoftware, Weak)
            .raises(VersionMismatch, Moderate)
            .remedy("normal-restart"),
    );
}
