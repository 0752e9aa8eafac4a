//! The program says that the phone was disconnected.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C008",
    name: "says-disconnected",
    blame: Blame::Cable,
    page: include_str!("c008_says_disconnected.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("disconnected").filter(|_| !case.context.is_icloud()) else {
        return;
    };
    if case.context.method == Some(Method::Wifi) {
        return out.add(on(place, "the connection was lost").raises(NetworkWeak, Moderate));
    }
    if case.cable_tried().is_some() || case.says("same-point").is_some() {
        let finding = on(place, "it says disconnected, though cables were changed");
        return out.add(finding.raises(DeviceSoftware, Weak).raises(Unknown, Weak));
    }
    let finding = on(place, "the phone was disconnected");
    let weak = case.says_any(&["sleeps", "battery-low"]).is_some();
    out.add(finding.raises(CablePortHub, if weak { Weak } else { Moderate }));
}
