//! It began with an iOS update, with Apple's own programs or iCloud.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P018",
    name: "after-ios-update-with-apple",
    blame: Blame::Phone,
    page: include_str!("p018_after_ios_update_with_apple.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.says_any(&["since-host-update", "backup-newer"]).is_some() {
        return;
    }
    let apple = case.context.is_apple_host() || case.context.is_icloud();
    if let Some(place) = case.says("ios-cured").filter(|_| apple) {
        return out.add(on(place, "a newer iOS cured it").raises(DeviceSoftware, Strong));
    }
    let Some(place) = case.says("since-ios-update").filter(|_| apple) else { return };
    let finding = on(place, "it began with an iOS update").raises(DeviceSoftware, Moderate);
    out.add(if case.context.is_icloud() {
        finding.lowers(VersionMismatch, Weak)
    } else {
        finding.raises(VersionMismatch, Weak)
    });
}
