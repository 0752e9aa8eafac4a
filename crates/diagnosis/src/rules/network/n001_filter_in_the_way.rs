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
    out.add(match case.context.method {
        Some(Method::Icloud) => finding.raises(NetworkBlocked, Strong),
        Some(Method::Wifi) => finding.raises(NetworkBlocked, Weak).raises(UsbStack, Weak),
        Some(Method::Usb) => finding.raises(NetworkBlocked, Weak),
        None if case.context.is_apple_host() => finding.raises(NetworkBlocked, Weak),
        None => finding.raises(NetworkBlocked, Moderate),
    });
}
