//! Every phone fares the same here.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T028",
    name: "whatever-phone",
    blame: Blame::Program,
    page: include_str!("t028_whatever_phone.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() || matches!(case.stage, Stage::Verify | Stage::Restore) {
        return;
    }
    let names = ["several_devices_affected", "other_device_fails_too", "fails_on_all_devices"];
    let fact = case.flag(&names).and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("whatever-phone")) else { return };
    let finding = on(place, "every phone fares the same here");
    let shared = [ToolBug, UsbStack];
    let finding = shared.iter().fold(finding, |finding, cause| finding.raises(*cause, Weak));
    out.add(finding.lowers_all(&[DeviceSoftware, PairingTrust, DeviceLockedPasscode], Moderate));
}
