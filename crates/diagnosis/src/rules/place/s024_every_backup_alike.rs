//! Every backup of this phone shows the same.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S024",
    name: "every-backup-alike",
    blame: Blame::Phone,
    page: include_str!("s024_every_backup_alike.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let looks = case.stage == Stage::Verify && !case.context.is_icloud();
    let Some(place) = case.says("several-backups-alike").filter(|_| looks) else { return };
    let finding = on(place, "every backup of this phone shows the same");
    let finding = finding.raises(DeviceSoftware, Moderate).raises(ToolBug, Weak);
    out.add(finding.lowers(BackupCorrupt, Moderate));
}
