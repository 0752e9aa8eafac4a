//! Another program manages with the same phone.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T012",
    name: "other-tool-works",
    blame: Blame::Program,
    page: include_str!("t012_other_tool_works.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let by_hand = case.says("works-by-hand");
    if let Some(place) = by_hand.filter(|_| case.context.method != Some(Method::Icloud)) {
        // By hand it has another user, other rights, and somebody who answers the phone.
        let finding = on(place, "started by hand it works").raises(HostPermission, Moderate);
        let finding = finding.raises(ToolBug, Weak).raises(DeviceLockedPasscode, Weak);
        out.add(finding.lowers_all(&[CablePortHub, VersionMismatch, PairingTrust], Moderate));
    }
    let Some(place) = case.says("other-tool-works") else { return };
    if case.says("other-tool-fails").is_some() {
        return;
    }
    let sound =
        [CablePortHub, DeviceSoftware, PairingTrust, DeviceStorageFull, MdmRestriction, Power];
    let finding = on(place, "another program manages with the same phone");
    let finding = finding.lowers_all(&sound, Weak);
    out.add(if case.context.is_open_tool() {
        finding.raises(ToolBug, Moderate).raises(VersionMismatch, Weak)
    } else {
        finding.raises(ToolBug, Weak)
    });
}
