//! Another phone with the very same iOS works here.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P024",
    name: "same-ios-works",
    blame: Blame::Phone,
    page: include_str!("p024_same_ios_works.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let fact = case.flag(&["other_device_works", "other_phone_works", "other_iphone_works"]);
    let other = fact.is_some_and(|(yes, _)| yes) || case.says("other-device-works").is_some();
    let Some(place) = case.says("same-ios").filter(|_| other) else { return };
    let finding = on(place, "another phone with the same iOS works here");
    let finding = finding.raises(DeviceSoftware, Moderate).lowers(VersionMismatch, Strong);
    out.add(finding.lowers_all(&[ToolBug, UsbStack], Moderate));
}
