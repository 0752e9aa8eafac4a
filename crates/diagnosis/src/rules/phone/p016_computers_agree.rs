//! Another computer shows the same.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P016",
    name: "computers-agree",
    blame: Blame::Phone,
    page: include_str!("p016_computers_agree.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("computer-tried").filter(|_| case.says("computer-cured").is_none())
    else {
        return;
    };
    let elsewhere = [HostPermission, UsbStack, TargetFilesystem, HostDiskFull, BackupCorrupt];
    // A backup that was carried to another computer is damaged there as well.
    if case.stage == Stage::Restore && case.says("damaged-backup").is_some() {
        return;
    }
    let finding = on(place, "another computer shows the same");
    if case.stage == Stage::Verify {
        return out.add(finding.lowers_all(&elsewhere[..4], Weak));
    }
    out.add(finding.raises(DeviceSoftware, Moderate).lowers_all(&elsewhere, Moderate));
}
