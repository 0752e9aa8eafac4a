//! A code is looked for in a backup that no longer holds it.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "K012",
    name: "code-not-kept",
    blame: Blame::Program,
    page: include_str!("k012_code_not_kept.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.stage != Stage::Verify || case.context.is_icloud() {
        return;
    }
    let said = case.says("code-not-kept").or(case.line("pin-table").map(|hit| hit.first));
    let Some(place) = said.filter(|_| case.says("password-unknown").is_none()) else { return };
    let finding = on(place, "the code that is looked for is no longer in backups");
    let finding = finding.raises(DeviceSoftware, Moderate).raises(ToolBug, Weak);
    let finding = finding.raises(VersionMismatch, Moderate).lowers(DeviceLockedPasscode, Strong);
    out.add(finding.lowers(EncryptionPassword, Moderate));
}
