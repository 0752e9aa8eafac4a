//! Of two phones at one computer only one is listed.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C015",
    name: "one-of-two-seen",
    blame: Blame::Host,
    page: include_str!("c015_one_of_two_seen.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let count = |name| case.number(&[name]).filter(|(count, _)| *count >= 1.0);
    let plugged = count("devices_connected").or(count("devices_plugged"));
    let fewer = count("devices_listed")
        .filter(|(listed, _)| plugged.is_some_and(|(plugged, _)| *listed < plugged));
    let wired = case.context.method != Some(Method::Wifi) && !case.context.is_icloud();
    let said = fewer.map(|(_, place)| place).or(case.says("one-of-two-seen"));
    let Some(place) = said.filter(|_| wired) else { return };
    let finding = on(place, "of two phones at this computer one is not listed");
    let finding = finding.raises(UsbStack, Strong).raises(CablePortHub, Weak);
    out.add(finding.lowers_all(&[DeviceSoftware, ToolBug], Weak));
}
