//! Somebody changed what is in the backup before it was put back.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S026",
    name: "backup-was-edited",
    blame: Blame::Store,
    page: include_str!("s026_backup_was_edited.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.stage != Stage::Restore {
        return;
    }
    let facts = ["backup_edited", "backup_modified", "backup_edited_before", "backup_changed"];
    let flag = case.flag(&facts).and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = flag.or(case.says("backup-edited")) else { return };
    let finding = on(place, "what is in the backup was changed before it was put back");
    let finding = finding.raises(BackupCorrupt, Strong).raises(ToolBug, Weak);
    out.add(finding.lowers_all(&[UsbStack, CablePortHub, VersionMismatch], Moderate));
}
