//! Wi-Fi connections are not switched on, or pairing is tried over Wi-Fi.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "R003",
    name: "wifi-connections-off",
    blame: Blame::Person,
    page: include_str!("r003_wifi_connections_off.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("wifi-sync-off") else { return };
    let finding =
        on(place, "connections over Wi-Fi are in question").raises(PairingTrust, Moderate);
    out.add(finding.lowers(NetworkWeak, Weak));
}
