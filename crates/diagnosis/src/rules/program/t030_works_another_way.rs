//! The same program does it when it is called another way.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T030",
    name: "works-another-way",
    blame: Blame::Program,
    page: include_str!("t030_works_another_way.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let looks = matches!(case.stage, Stage::Verify | Stage::Restore);
    let Some(place) = case.says("works-another-way").filter(|_| looks) else { return };
    if case.context.is_icloud() {
        return;
    }
    let finding = on(place, "called another way, the same program does it");
    let finding = finding.raises(ToolBug, Strong).lowers(BackupCorrupt, Weak);
    out.add(finding.lowers_all(&[EncryptionPassword, DeviceSoftware], Weak));
}
