//! Find My stands against a restore.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P004",
    name: "find-my-on",
    blame: Blame::Person,
    page: include_str!("p004_find_my_on.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let fact = case.flag(&["find_my_on", "find_my", "find_my_enabled", "activation_lock"]);
    let on_fact = fact.and_then(|(yes, place)| yes.then_some(place));
    let restores = case.stage == Stage::Restore || case.code(Family::BackupService, 211).is_some();
    let Some(place) = on_fact.or(case.says("find-my")).filter(|_| restores) else { return };
    out.add(on(place, "Find My is on").raises(DeviceLockedPasscode, Strong));
}
