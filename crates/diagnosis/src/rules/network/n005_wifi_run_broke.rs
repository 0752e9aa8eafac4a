//! A run over Wi-Fi broke in the middle.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "N005",
    name: "wifi-run-broke",
    blame: Blame::Network,
    page: include_str!("n005_wifi_run_broke.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.method != Some(Method::Wifi) {
        return;
    }
    let ends =
        ["ib2-recv-tls", "ib2-recv-unknown", "ib2-recv-mux", "net-heartbeat", "pm-terminated"];
    let cable = super::n006_wired_works::cable_fails(case).is_some();
    let Some(hit) = case.any_line(&ends).filter(|_| !cable) else { return };
    // A service that never got hold of the phone lost no run.
    let begun = ["mark-mode", "mark-begun", "mark-receiving"];
    let alone = case.any_line(&ends[..3]).or(case.line("pm-terminated")).is_none();
    let idle = alone && case.any_line(&begun).is_none() && case.says("stuck").is_none();
    // Nor did one that was refused before it began.
    let refused = case.line("ib2-service").is_some() && case.any_line(&begun).is_none();
    if refused || case.stage == Stage::Connect || idle && case.context.is_open_tool() {
        return;
    }
    for line in ends {
        out.claim_line(line);
    }
    let finding = on(hit.first, "the connection over Wi-Fi was lost in the middle");
    let service = case.line("net-heartbeat").is_some() && case.says("host-service").is_some();
    let finding = if service {
        finding.raises(NetworkWeak, Moderate).raises(ToolBug, Moderate)
    } else {
        finding.raises(NetworkWeak, Strong).raises(ToolBug, Weak)
    };
    out.add(finding.lowers_all(&[CablePortHub, DeviceLockedPasscode], Moderate));
}
