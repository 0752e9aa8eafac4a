//! Other computers fail too, and other phones work.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P026",
    name: "trouble-goes-with-the-phone",
    blame: Blame::Phone,
    page: include_str!("p026_trouble_goes_with_the_phone.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let facts = ["other_device_works", "other_phone_works", "other_iphone_works"];
    let other = case.flag(&facts).is_some_and(|(yes, _)| yes);
    let other = other || case.says("other-device-works").is_some();
    let agree = ["other_host_fails_too", "itunes_fails_too", "finder_fails_too"];
    let agree = case.flag(&agree).and_then(|(yes, place)| yes.then_some(place));
    let agree = agree.or(case.says_any(&["computer-tried", "other-tool-fails"]));
    let cured = case.says_any(&["computer-cured", "other-tool-works"]).is_some();
    let busy = case.says_any(&["phone-busy", "phone-full"]).is_some();
    let Some(place) = agree.filter(|_| other && !cured && !busy) else { return };
    if case.context.is_icloud() || matches!(case.stage, Stage::Verify | Stage::Restore) {
        return;
    }
    let finding = on(place, "the trouble goes with this phone").raises(DeviceSoftware, Strong);
    out.add(finding.lowers_all(&[VersionMismatch, UsbStack, ToolBug, NetworkWeak], Moderate));
}
