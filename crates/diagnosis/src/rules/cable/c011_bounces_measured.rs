//! The kernel saw the phone leave and come back.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C011",
    name: "bounces-measured",
    blame: Blame::Cable,
    page: include_str!("c011_bounces_measured.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() {
        return;
    }
    if let Some((times, place)) = case.number(&["here.bus_bounces"]).filter(|(n, _)| *n >= 3.0) {
        let says = format!("the phone left the bus and came back {times:.0} times within minutes");
        out.add(on(place, says).raises(CablePortHub, Strong).raises(UsbStack, Weak));
    }
    if let Some((times, place)) = case.number(&["here.bus_resets"]).filter(|(n, _)| *n >= 2.0) {
        let says = format!("the kernel had to begin anew with the phone {times:.0} times");
        let weight = if times >= 5.0 { Strong } else { Moderate };
        out.add(on(place, says).raises(CablePortHub, weight));
    }
}
