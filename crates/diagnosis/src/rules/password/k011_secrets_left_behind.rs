//! What apps keep secret did not come along to another phone.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "K011",
    name: "secrets-left-behind",
    blame: Blame::Person,
    page: include_str!("k011_secrets_left_behind.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let looks = matches!(case.stage, Stage::Verify | Stage::Restore | Stage::Unknown);
    let restores = case.stage == Stage::Restore && case.line("mark-ended").is_none();
    let app = case.says("secret-app").filter(|_| restores && case.codes().is_empty());
    let Some(place) = case.says("secrets-gone").or(app).filter(|_| looks) else { return };
    let finding = on(place, "what apps keep secret did not come along");
    // Nothing waits, and nothing is full: the rest came over.
    let others = [DeviceLockedPasscode, BusyDevice, IcloudStorageFull, SlowButHealthy];
    let finding = finding.lowers_all(&others, Strong);
    let flag = case.flag(&["encrypted"]);
    let encrypted = flag.is_some_and(|(yes, _)| yes)
        || case.says_any(&["encrypted-surprise", "password-known", "password-proven"]).is_some();
    out.add(if case.context.is_icloud() || flag.is_some_and(|(yes, _)| !yes) {
        finding.raises(EncryptionPassword, Decisive).raises(DeviceSoftware, Weak)
    } else if encrypted {
        let finding = finding.raises(DeviceSoftware, Strong).raises(ToolBug, Moderate);
        finding.lowers(EncryptionPassword, Moderate)
    } else {
        let finding = finding.raises(DeviceSoftware, Moderate).raises(ToolBug, Weak);
        finding.raises(EncryptionPassword, Moderate)
    });
}
