//! Every file of the backup is there, and none can be read: it is encrypted.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "K009",
    name: "contents-unreadable",
    blame: Blame::Person,
    page: include_str!("k009_contents_unreadable.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let looks = matches!(case.stage, Stage::Verify | Stage::Restore) && !case.context.is_icloud();
    let Some(place) = case.says("contents-unreadable").filter(|_| looks) else { return };
    let finding = on(place, "it looks encrypted, or lacks what only encrypted backups hold");
    out.add(finding.raises(EncryptionPassword, Strong).raises(BackupCorrupt, Weak));
}
