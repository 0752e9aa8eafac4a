//! Cable, plug or port are suspect by themselves.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C001",
    name: "cable-suspect",
    blame: Blame::Cable,
    page: include_str!("c001_cable_suspect.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if let Some(place) = case.denies("cable-suspect") {
        return out.add(on(place, "the cable is said to be sound").lowers(CablePortHub, Weak));
    }
    let facts =
        ["port_dependent", "stops_when_cable_moved", "worse_when_moved", "third_party_cable"];
    let fact = case.flag(&facts).and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("cable-suspect")) else { return };
    out.add(on(place, "cable, plug or port are suspect").raises(CablePortHub, Strong));
}
