//! It is a device that makes no backups.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T035",
    name: "no-such-kind-of-device",
    blame: Blame::Program,
    page: include_str!("t035_no_such_kind_of_device.md"),
    check,
};

/// Kinds of devices without the services backups are made of.
const KINDS: [&str; 4] = ["ipod nano", "ipod classic", "ipod shuffle", "ipod mini"];

fn check(case: &Reading<'_>, out: &mut Findings) {
    let device = case.case.text("device").unwrap_or_default().to_lowercase();
    let named = KINDS.iter().any(|kind| device.contains(kind));
    let Some(place) = case.setting("device").filter(|_| named) else { return };
    let open = case.context.is_open_tool() || case.context.is_icloud();
    let finding = on(place, "this iPod is a disk with music: it makes no backups");
    if open {
        let finding = finding.raises(ToolBug, Decisive);
        out.add(finding.lowers_all(&[UsbStack, PairingTrust, VersionMismatch], Moderate));
    }
}
