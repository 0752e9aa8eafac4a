//! iCloud is said to be full.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S010",
    name: "icloud-full-said",
    blame: Blame::Store,
    page: include_str!("s010_icloud_full_said.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.tool.is_some() && !case.context.is_icloud() {
        return;
    }
    if let Some(place) = case.denies("icloud-full").or(case.says("icloud-roomy")) {
        let finding = on(place, "iCloud is said to have room").lowers(IcloudStorageFull, Strong);
        return out.add(finding);
    }
    // Whoever restores runs out of room on the phone.
    let restores = case.stage == Stage::Restore;
    let general = case.says_any(&["space-short", "host-full"]).filter(|_| case.context.is_icloud());
    let Some(place) = case.says("icloud-full").or(general) else { return };
    let finding = on(place, "iCloud is said to be full");
    out.add(if restores {
        finding.raises(IcloudStorageFull, Weak).raises(DeviceStorageFull, Weak)
    } else {
        finding.raises(IcloudStorageFull, Decisive)
    });
}
