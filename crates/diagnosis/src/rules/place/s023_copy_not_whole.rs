//! The backup at hand is a copy that is not whole.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S023",
    name: "copy-not-whole",
    blame: Blame::Store,
    page: include_str!("s023_copy_not_whole.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let looks = matches!(case.stage, Stage::Verify | Stage::Restore) && !case.context.is_icloud();
    let Some(place) = case.says("copy-incomplete").filter(|_| looks) else { return };
    let finding = on(place, "the backup at hand may not be whole");
    let finding = finding.raises(BackupCorrupt, Moderate).lowers(ToolBug, Weak);
    out.add(finding.lowers_all(&[VersionMismatch, EncryptionPassword], Weak));
}
