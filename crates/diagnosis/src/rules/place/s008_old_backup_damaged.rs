//! The backup at hand is damaged or unfinished.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S008",
    name: "old-backup-damaged",
    blame: Blame::Store,
    page: include_str!("s008_old_backup_damaged.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let empty = case.number(&["manifest_plist_bytes", "status_plist_bytes"]);
    if let Some((_, place)) = empty.filter(|(bytes, _)| *bytes == 0.0) {
        return out.add(on(place, "the backup's list is empty").raises(BackupCorrupt, Decisive));
    }
    let Some(place) = case.says_any(&["damaged-backup", "not-a-backup"]) else { return };
    let weight = if case.code(Family::BackupService, 3).is_some() { Weak } else { Moderate };
    out.add(on(place, "the backup at hand is damaged or unfinished").raises(BackupCorrupt, weight));
}
