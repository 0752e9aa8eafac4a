//! Cable or port were exchanged: it helped, or it did not.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C005",
    name: "cable-exchanged",
    blame: Blame::Cable,
    page: include_str!("c005_cable_exchanged.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if let Some(place) = case.says("cable-cured") {
        let finding = on(place, "another cable, or a clean plug, helps");
        let finding = finding.raises(CablePortHub, Decisive);
        return out.add(finding.lowers_all(&[PairingTrust, UsbStack], Moderate));
    }
    let cable = case.cable_tried().map(|place| (place, "another cable changed nothing"));
    let port = case.says("port-tried").map(|place| (place, "another port changed nothing"));
    let weight = if cable.is_some() { Strong } else { Moderate };
    if let Some((place, says)) = cable.or(port) {
        out.add(on(place, says).lowers(CablePortHub, weight));
    }
}
