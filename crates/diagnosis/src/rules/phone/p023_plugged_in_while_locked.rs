//! A phone that was locked for long keeps its data line closed when it is plugged in.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P023",
    name: "plugged-in-while-locked",
    blame: Blame::Phone,
    page: include_str!("p023_plugged_in_while_locked.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let wired = case.context.method != Some(Method::Wifi) && !case.context.is_icloud();
    let Some(place) = case.says("unlock-before-plug").filter(|_| wired) else { return };
    let finding = on(place, "whether the phone was unlocked when it was plugged in makes it");
    let finding = finding.raises(DeviceLockedPasscode, Strong);
    out.add(finding.lowers_all(&[UsbStack, CablePortHub, VersionMismatch], Moderate));
}
