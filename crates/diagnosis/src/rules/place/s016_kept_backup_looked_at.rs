//! The newest backup at hand was looked at.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S016",
    name: "kept-backup-looked-at",
    blame: Blame::Store,
    page: include_str!("s016_kept_backup_looked_at.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() {
        return;
    }
    let state = case.fact_text("here.kept_newest");
    let (Some(state), Some(place)) = (state, case.fact_place("here.kept_newest")) else { return };
    match state.as_str() {
        "damaged" => {
            let finding = on(place, "the newest backup at hand lacks its lists");
            out.add(finding.raises(BackupCorrupt, Strong));
        }
        // A phone goes on with it, as a rule; only sometimes it stumbles.
        "interrupted" => {
            let finding = on(place, "the newest backup at hand was never finished");
            out.add(finding.raises(BackupCorrupt, Weak));
        }
        "being_written" => {
            let finding = on(place, "the backup at hand was written to within minutes");
            out.add(finding.raises(SlowButHealthy, Moderate));
        }
        "finished" => {
            let finding = on(place, "the newest backup at hand is finished");
            out.add(finding.lowers(BackupCorrupt, Weak));
        }
        _ => {}
    }
}
