//! The battery is low, or Low Power Mode is on.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "E001",
    name: "battery-low",
    blame: Blame::Phone,
    page: include_str!("e001_battery_low.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let level = case.number(&["battery_percent", "battery_level", "battery"]);
    if let Some((percent, place)) = level.filter(|(percent, _)| *percent < 20.0) {
        let finding = on(place, format!("the battery is at {percent:.0} percent"));
        return out.add(finding.raises(Power, Strong));
    }
    let Some(place) = case.says("battery-low") else { return };
    out.add(on(place, "the battery is low").raises(Power, Strong));
}
