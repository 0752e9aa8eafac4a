//! The phone says how full its battery is, and whether it is on power.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "E005",
    name: "phone-power-asked",
    blame: Blame::Phone,
    page: include_str!("e005_phone_power_asked.md"),
    check,
};

/// Below this a phone that is not on its charger ends a long backup by itself.
const PERCENT: f64 = 20.0;

fn check(case: &Reading<'_>, out: &mut Findings) {
    let powered = case.flag(&["here.phone_powered"]);
    if powered.is_some_and(|(powered, _)| powered) {
        return;
    }
    let battery = case.number(&["here.phone_battery"]);
    if let Some((percent, place)) = battery.filter(|(percent, _)| *percent < PERCENT) {
        let says = format!("the iPhone's battery is at {percent:.0} percent, and not charging");
        return out.add(on(place, says).raises(Power, Strong));
    }
    if let Some((_, place)) = powered.filter(|_| case.context.is_icloud()) {
        let says = "the iPhone is not on its charger: iCloud Backup does not begin by itself";
        out.add(on(place, says).raises(Power, Moderate));
    }
}
