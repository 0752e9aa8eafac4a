//! The disk of the computer is said to be full.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S003",
    name: "disk-full-said",
    blame: Blame::Store,
    page: include_str!("s003_disk_full_said.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() {
        return;
    }
    if let Some(place) = case.says("host-full") {
        return out.add(on(place, "the disk is said to be full").raises(HostDiskFull, Strong));
    }
    let told = case.code(Family::BackupService, 105).is_some()
        || case.any_line(&["mb-drive-space", "mb-device-space"]).is_some();
    let roomy = case.says("host-roomy").filter(|_| !told && case.says("space-short").is_none());
    if let Some(place) = roomy {
        out.add(on(place, "the disk is said to have room").lowers(HostDiskFull, Strong));
    }
    let short = case.says("space-short").filter(|_| {
        case.stage != Stage::Restore && case.says_any(&["phone-full", "icloud-full"]).is_none()
    });
    if let Some(place) = short {
        let finding = on(place, "room is short, mostly on the computer");
        out.add(finding.raises(HostDiskFull, Moderate).raises(DeviceStorageFull, Weak));
    }
}
