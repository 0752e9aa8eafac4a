//! Setting or changing the backup password waits for the passcode.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P020",
    name: "new-password-waits-for-passcode",
    blame: Blame::Person,
    page: include_str!("p020_new_password_waits_for_passcode.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("password-being-set") else { return };
    let asks = case.context.ios.is_none_or(|ios| ios.major >= 13);
    let quiet = case.codes().is_empty() && case.says("passcode-entered").is_none();
    let copies = case.says_any(&["full-backup", "moving", "slow"]).is_some();
    if !asks || !quiet || copies || case.context.is_icloud() {
        return;
    }
    let finding = on(place, "since iOS 13 a new backup password waits for the passcode");
    out.add(finding.raises(DeviceLockedPasscode, Strong));
}
