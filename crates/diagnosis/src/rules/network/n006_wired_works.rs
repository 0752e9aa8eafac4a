//! By cable it works, by Wi-Fi it does not.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "N006",
    name: "wired-works",
    blame: Blame::Network,
    page: include_str!("n006_wired_works.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let wireless = case.context.method == Some(Method::Wifi) || case.says("over-wifi").is_some();
    let fact = case.flag(&["usb_works", "cable_works", "works_over_usb"]);
    if let Some(place) = cable_fails(case).filter(|_| wireless) {
        let finding = on(place, "by cable it fails as well");
        return out.add(finding.lowers_all(&[NetworkWeak, NetworkBlocked], Strong));
    }
    let fact = fact.and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("usb-works")).filter(|_| wireless) else { return };
    let finding = on(place, "by cable it works");
    // Of those who say so few had a weak network; most had never allowed Wi-Fi, or a program
    // that does not manage.
    let finding = finding.raises(PairingTrust, Moderate);
    let finding = if case.context.is_open_tool() {
        let tools = [UsbStack, VersionMismatch, ToolBug];
        tools.iter().fold(finding, |finding, cause| finding.raises(*cause, Weak))
    } else {
        finding.raises(NetworkBlocked, Weak).raises(NetworkWeak, Weak)
    };
    let sound =
        [CablePortHub, DeviceSoftware, DeviceLockedPasscode, EncryptionPassword, HostDiskFull];
    out.add(finding.lowers_all(&sound, Moderate));
}

/// Where it is said that the cable does not help.
pub(super) fn cable_fails(case: &Reading<'_>) -> Option<Place> {
    let facts = case.flag(&["usb_works", "cable_works", "works_over_usb"]);
    let fact = facts.and_then(|(yes, place)| (!yes).then_some(place));
    fact.or(case.says("cable-fails-too"))
}
