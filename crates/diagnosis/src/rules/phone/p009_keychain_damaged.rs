//! The keychain cannot be copied although the phone is unlocked.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P009",
    name: "keychain-damaged",
    blame: Blame::Phone,
    page: include_str!("p009_keychain_damaged.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(hit) = case.line("mb-keychain") else { return };
    let unlocked = case.flag(&["device_locked"]).is_some_and(|(locked, _)| !locked);
    let elsewhere = case.says_any(&["computer-tried", "other-tool-fails"]).is_some();
    let locked = case.says_any(&["stops-when-locked", "phone-locked"]).is_some();
    out.claim_line("mb-keychain");
    if unlocked || (elsewhere && !locked) {
        let finding = on(hit.first, "the phone's keychain cannot be copied, though it is unlocked");
        out.add(finding.raises(DeviceSoftware, Decisive).lowers(DeviceLockedPasscode, Strong));
    } else {
        let finding = on(hit.first, "the phone's keychain cannot be copied, as when it is locked");
        out.add(finding.raises(DeviceLockedPasscode, Strong).raises(DeviceSoftware, Moderate));
    }
}
