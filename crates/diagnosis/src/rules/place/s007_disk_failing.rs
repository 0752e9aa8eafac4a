//! The disk for the backup fails or goes away.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S007",
    name: "disk-failing",
    blame: Blame::Store,
    page: include_str!("s007_disk_failing.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    // Before the phone is reached at all, the place for the backup does not matter yet.
    if matches!(case.stage, Stage::Connect | Stage::Pair) {
        return;
    }
    let Some(place) = case.says("failing-disk") else { return };
    let finding = on(place, "the disk for the backup fails");
    // A finished backup on a failing disk has lost files.
    out.add(match case.stage {
        Stage::Verify | Stage::Restore => {
            finding.raises(BackupCorrupt, Strong).raises(TargetFilesystem, Moderate)
        }
        _ => finding.raises(TargetFilesystem, Strong),
    });
}
