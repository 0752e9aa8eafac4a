//! What iCloud keeps under lock wants the code of an older device.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "K008",
    name: "older-code-asked",
    blame: Blame::Person,
    page: include_str!("k008_older_code_asked.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let restores = case.stage == Stage::Restore && case.context.is_icloud();
    let Some(place) = case.says("older-code-asked").filter(|_| restores) else { return };
    let finding = on(place, "it asks for a code of an older device, or for a recovery key");
    out.add(finding.raises(EncryptionPassword, Decisive).lowers(DeviceLockedPasscode, Weak));
}
