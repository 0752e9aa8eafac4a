//! Another phone works at the same place.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T007",
    name: "other-phone-works",
    blame: Blame::Program,
    page: include_str!("t007_other_phone_works.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let fact = case.flag(&["other_device_works", "other_phone_works", "other_iphone_works"]);
    let fact = fact.and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("other-device-works")) else { return };
    let finding = on(place, "another phone works at the same place");
    // A smaller phone still fits, and a filter may stand on one phone only.
    let shared = [UsbStack, HostPermission, TargetFilesystem];
    let finding = finding.lowers_all(&shared, Moderate);
    if case.fact_text("other_device_ios").is_some() && case.context.is_open_tool() {
        return out.add(finding.raises(VersionMismatch, Moderate).raises(DeviceSoftware, Weak));
    }
    if case.context.method == Some(Method::Wifi) {
        return out.add(finding.raises(VersionMismatch, Weak));
    }
    if case.context.is_icloud() {
        // Apple's servers know every iOS: what differs is the phone.
        return out.add(finding.raises(DeviceSoftware, Moderate));
    }
    if matches!(case.stage, Stage::Verify | Stage::Restore) {
        let finding = finding.raises(DeviceSoftware, Weak).raises(BackupCorrupt, Weak);
        return out.add(finding.raises(VersionMismatch, Weak));
    }
    // Something about this phone alone: its iOS, its trust, its backup, who manages it.
    let own = [DeviceSoftware, PairingTrust, BackupCorrupt, MdmRestriction];
    let finding = own.iter().fold(finding, |finding, cause| finding.raises(*cause, Weak));
    // Open tools fall behind new phones; what Apple brings along rather knows them.
    let late = [Stage::Estimating, Stage::Transfer, Stage::Finish].contains(&case.stage);
    let open = case.context.is_open_tool() && !late;
    let newer = open || case.says("since-ios-update").is_some();
    out.add(finding.raises(VersionMismatch, if newer { Moderate } else { Weak }));
}
