//! The phone connects and drops over and over.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C002",
    name: "connects-and-drops",
    blame: Blame::Cable,
    page: include_str!("c002_connects_and_drops.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let facts = ["connects_and_disconnects", "keeps_disconnecting", "disconnects"];
    let fact = case.flag(&facts).and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("connects-and-drops")) else { return };
    if case.context.method == Some(Method::Wifi) {
        // Where the service on the computer is named, it may be what lets the phone go.
        let service = case.says("host-service").is_some() || case.line("net-heartbeat").is_some();
        let finding = on(place, "it connects and drops");
        return out.add(if service && case.context.is_open_tool() {
            finding.raises(NetworkWeak, Weak).raises(ToolBug, Moderate).raises(UsbStack, Weak)
        } else {
            finding.raises(NetworkWeak, Moderate)
        });
    }
    let tried = case.cable_tried().is_some();
    let finding = on(place, "the phone connects and drops");
    out.add(if tried {
        finding.raises(UsbStack, Moderate).raises(CablePortHub, Weak)
    } else {
        finding.raises(CablePortHub, Strong).raises(UsbStack, Weak)
    });
}
