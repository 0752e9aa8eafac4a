//! What is missing in a backup was never put into it.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T032",
    name: "kept-elsewhere",
    blame: Blame::Phone,
    page: include_str!("t032_kept_elsewhere.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let looks = case.stage == Stage::Verify && !case.context.is_icloud();
    let Some(place) = case.says("kept-elsewhere").filter(|_| looks) else { return };
    let finding = on(place, "what is missing may be kept elsewhere");
    out.add(finding.raises(DeviceSoftware, Moderate).lowers(BackupCorrupt, Weak));
}
