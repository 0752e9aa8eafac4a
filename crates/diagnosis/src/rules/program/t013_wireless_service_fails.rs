//! The service for phones in the network loses them.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T013",
    name: "wireless-service-fails",
    blame: Blame::Program,
    page: include_str!("t013_wireless_service_fails.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(hit) = case.line("net-heartbeat") else { return };
    let begun = ["mark-mode", "mark-begun", "mark-receiving"];
    let connects = matches!(case.stage, Stage::Connect | Stage::Unknown)
        && case.any_line(&begun).is_none()
        || case.line("ib2-no-device").is_some();
    if !connects || case.context.method == Some(Method::Usb) {
        return;
    }
    out.claim_line("net-heartbeat");
    out.claim_line("ib2-no-device");
    let finding = on(hit.first, "the service drops the phone when a sign of life is late");
    out.add(finding.raises(ToolBug, Strong).raises(NetworkWeak, Moderate).raises(Power, Weak));
}
