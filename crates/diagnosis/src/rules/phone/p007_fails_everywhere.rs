//! Other programs or iCloud fail as well.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P007",
    name: "fails-everywhere",
    blame: Blame::Phone,
    page: include_str!("p007_fails_everywhere.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    // Of iCloud itself, "iCloud fails" names no second program.
    let report = case.case.text("report").unwrap_or_default().to_lowercase();
    let second = ["itunes", "finder", "imazing", "computer", "mac", " pc"];
    let alone = case.context.is_icloud() && !second.iter().any(|name| report.contains(name));
    let Some(place) = case.says("other-tool-fails").filter(|_| !alone) else { return };
    if case.stage == Stage::Verify {
        // Another reader meets the same backup.
        let finding = on(place, "another program fails as well").raises(BackupCorrupt, Moderate);
        let finding = finding.raises(DeviceSoftware, Weak).lowers(ToolBug, Moderate);
        return out.add(finding.lowers(VersionMismatch, Weak));
    }
    let finding = on(place, "another program fails as well")
        .raises(DeviceSoftware, Moderate)
        .lowers_all(&[ToolBug, HostPermission, TargetFilesystem, HostDiskFull], Moderate)
        .lowers(VersionMismatch, Weak);
    let cabled = case.cable_tried().is_some();
    out.add(if cabled { finding.lowers(CablePortHub, Moderate) } else { finding });
    if case.line("ib2-out-of-step").is_some() {
        out.claim_line("ib2-out-of-step");
        out.add(on(place, "so the broken file is on the phone").raises(DeviceSoftware, Moderate));
    }
}
