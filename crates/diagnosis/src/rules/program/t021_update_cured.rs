//! A newer program helped, or the backup is newer than the phone.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T021",
    name: "update-cured",
    blame: Blame::Program,
    page: include_str!("t021_update_cured.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if let Some(place) = case.says("update-cured").filter(|_| !case.context.is_icloud()) {
        let finding = on(place, "a newer version of the program helps");
        // A reader of backups that was mended did not wait for a new iOS.
        let reader = case.stage == Stage::Verify && case.says("since-ios-update").is_none();
        out.add(if reader {
            finding.raises(ToolBug, Strong).raises(VersionMismatch, Moderate)
        } else {
            finding.raises(VersionMismatch, Strong).raises(ToolBug, Weak)
        });
    }
    if let Some(place) = case.says("backup-newer") {
        let finding = on(place, "the backup is from a newer iOS than the phone has");
        out.add(finding.raises(VersionMismatch, Strong).remedy("update-ios"));
    }
    let flags = ["older_version_worked", "older_version_works", "older_build_works"];
    let fact = case.flag(&flags).and_then(|(yes, place)| yes.then_some(place));
    // "My other phone with 16 works" is said of a phone.
    let told = case.says("tool-changed-back");
    let told = told.filter(|_| case.says("other-device-works").is_none());
    if let Some(place) = fact.or(told) {
        let finding = on(place, "an older version of the program works");
        let weight = if fact.is_some() { Decisive } else { Strong };
        // What an older version can do is no question of the phone or of this computer.
        let finding = finding.raises(ToolBug, weight).lowers(VersionMismatch, weight);
        out.add(finding.lowers_all(&[UsbStack, DeviceSoftware, PairingTrust], Moderate));
    }
}
