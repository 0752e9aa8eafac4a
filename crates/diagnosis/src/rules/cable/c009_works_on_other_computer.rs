//! It works on another computer.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C009",
    name: "works-on-other-computer",
    blame: Blame::Host,
    page: include_str!("c009_works_on_other_computer.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let fact = case.flag(&["works_on_other_computer", "other_host_works", "other_computer_works"]);
    let fact = fact.and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("computer-cured")) else { return };
    let finding = on(place, "it works on another computer")
        .raises(UsbStack, Weak)
        .raises(VersionMismatch, Weak)
        .raises(CablePortHub, Weak);
    out.add(finding.lowers_all(&[DeviceSoftware, MdmRestriction, DeviceStorageFull], Moderate));
}
