//! The network is said or measured to be weak.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "N004",
    name: "weak-network",
    blame: Blame::Network,
    page: include_str!("n004_weak_network.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    // Over a cable only a restore goes to Apple's servers as well.
    if case.context.method == Some(Method::Usb) && case.stage != Stage::Restore {
        return;
    }
    if let Some(place) = case.says("network-strong") {
        out.add(on(place, "the network is said to be good").lowers(NetworkWeak, Moderate));
    }
    let facts = ["retransmits", "packet_loss_percent", "wifi_drops"];
    let measured = case.number(&facts).filter(|(value, _)| *value >= 1.0).map(|(_, place)| place);
    if let Some(place) = measured {
        out.add(on(place, "packets get lost").raises(NetworkWeak, Decisive));
    }
    if let Some(place) = case.says("wifi-weak") {
        // "On the hotspot it works" says nothing bad about the hotspot.
        let elsewhere = case.says("works-elsewhere").is_some();
        let weight = match (case.says("network-strong").is_some(), elsewhere) {
            (_, true) => Weak,
            (true, _) => Moderate,
            _ => Strong,
        };
        out.add(on(place, "the network is weak or drops").raises(NetworkWeak, weight));
    }
}
