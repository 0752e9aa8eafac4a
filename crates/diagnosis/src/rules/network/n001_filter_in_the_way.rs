//! A VPN, a filter or a private DNS is in use.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "N001",
    name: "filter-in-the-way",
    blame: Blame::Network,
    page: include_str!("n001_filter_in_the_way.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if let Some(place) = case.says("net-filter-cured") {
        // Also over a cable: some filters on a computer stand between its own programs.
        let finding = on(place, "without the VPN or filter it goes");
        return out.add(finding.raises(NetworkBlocked, Decisive));
    }
    if let Some(place) = case.says("net-filter-tried") {
        out.add(on(place, "it is the same without VPN or filter").lowers(NetworkBlocked, Strong));
        return;
    }
    if let Some(place) = case.denies("net-filter").filter(|_| case.says("net-filter").is_none()) {
        return out.add(on(place, "no VPN or filter is in use").lowers(NetworkBlocked, Moderate));
    }
    let Some(place) = case.says("net-filter") else { return };
    let finding = on(place, "a VPN, filter or private DNS is in use");
    if case.context.method == Some(Method::Wifi) {
        // That nothing is seen is what a filter does.
        out.claim_line("ib2-no-device");
    }
    out.add(match case.context.method {
        Some(Method::Icloud) => finding.raises(NetworkBlocked, Strong),
        Some(Method::Wifi) => finding.raises(NetworkBlocked, Strong),
        // A restore asks Apple's servers, whatever the way to the phone.
        _ if case.stage == Stage::Restore => finding.raises(NetworkBlocked, Strong),
        // Apple's service on the computer talks through its network as well, so a firewall, VPN
        // or filter there stops a cable; who names one mostly has tried all else.
        Some(Method::Usb) => finding.raises(NetworkBlocked, Strong).lowers(UsbStack, Weak),
        None if case.context.is_apple_host() => finding.raises(NetworkBlocked, Moderate),
        None => finding.raises(NetworkBlocked, Moderate),
    });
}
