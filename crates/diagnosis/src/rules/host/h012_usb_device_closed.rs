//! The service for iPhones has no right to the phone's USB device.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "H012",
    name: "usb-device-closed",
    blame: Blame::Host,
    page: include_str!("h012_usb_device_closed.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(hit) = case.line("um-access") else { return };
    out.claim_line("um-access");
    // These say the same once more, or what follows from it.
    for line in ["um-open", "ib2-no-device", "pm-no-device"] {
        out.claim_line(line);
    }
    let finding = on(hit.first, "the service for iPhones has no right to the USB device");
    let finding = finding.raises(HostPermission, Decisive).lowers(UsbStack, Strong);
    out.add(finding.lowers_all(&[CablePortHub, PairingTrust, VersionMismatch], Strong));
}
