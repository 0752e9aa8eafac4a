//! For the administrator or another user of the computer it works.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "H009",
    name: "works-for-another-user",
    blame: Blame::Host,
    page: include_str!("h009_works_for_another_user.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() || matches!(case.stage, Stage::Verify | Stage::Restore) {
        return;
    }
    let names = ["root_works", "works_as_root", "works_with_sudo", "works_as_admin"];
    let root = case.flag(&names).and_then(|(yes, place)| yes.then_some(place));
    let sound = [UsbStack, PairingTrust, VersionMismatch, CablePortHub, ToolBug];
    if let Some(place) = root.or(case.says("root-works")) {
        let weight = if root.is_some() { Decisive } else { Strong };
        let finding = on(place, "for the administrator it works").raises(HostPermission, weight);
        return out.add(finding.lowers_all(&sound, Moderate));
    }
    let Some(place) = case.says("other-account-works") else { return };
    let finding = on(place, "for another user of this computer it works");
    let finding = finding.raises(HostPermission, Moderate).raises(PairingTrust, Moderate);
    out.add(finding.lowers_all(&[UsbStack, CablePortHub, DeviceSoftware], Moderate));
}
