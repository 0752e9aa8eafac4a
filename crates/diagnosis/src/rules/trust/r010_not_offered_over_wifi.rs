//! A phone that is fine by cable never shows up over Wi-Fi.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "R010",
    name: "not-offered-over-wifi",
    blame: Blame::Person,
    page: include_str!("r010_not_offered_over_wifi.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let wifi = case.context.method == Some(Method::Wifi) && case.context.is_open_tool();
    let Some(place) = case.says("not-seen-over-wifi").filter(|_| wifi) else { return };
    let cable = case.says("usb-works").is_some()
        || case.flag(&["usb_works", "works_by_cable"]).is_some_and(|(yes, _)| yes);
    let worked = case.says_any(&["worked-before", "since-ios-update", "works-sometimes"]).is_some();
    // Somebody already switched it on, or the computer sees the phone and cannot connect.
    let listed = case.flag(&["listed_over_network", "device_listed", "wifi_sync_enabled"]);
    if !cable
        || worked
        || listed.is_some_and(|(yes, _)| yes)
        || case.line("net-heartbeat").is_some()
    {
        return;
    }
    let finding = on(place, "it works by cable and never shows up over Wi-Fi");
    let finding = finding.lowers(NetworkWeak, Moderate);
    out.add(match case.context.host {
        // The usbmuxd of distributions only knows USB.
        Some(Host::Linux) => finding.raises(UsbStack, Strong).raises(PairingTrust, Moderate),
        _ => finding.raises(PairingTrust, Strong),
    });
}
