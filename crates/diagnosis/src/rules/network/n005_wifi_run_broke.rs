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
    let Some(hit) = case.any_line(&ends) else { return };
    if case.stage == Stage::Connect {
        return;
    }
    for line in ends {
        out.claim_line(line);
    }
    let finding = on(hit.first, "the connection over Wi-Fi was lost in the middle");
    let finding = finding.raises(NetworkWeak, Strong).raises(ToolBug, Weak);
    out.add(finding.lowers_all(&[CablePortHub, DeviceLockedPasscode], Moderate));
}
