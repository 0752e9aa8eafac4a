//! It works in another network.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "N002",
    name: "works-elsewhere",
    blame: Blame::Network,
    page: include_str!("n002_works_elsewhere.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.method == Some(Method::Usb) {
        return;
    }
    let facts = ["works_on_other_network", "other_network_works", "works_on_hotspot"];
    let fact = case.flag(&facts).and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("works-elsewhere")) else { return };
    let finding = on(place, "it works in another network");
    out.add(
        finding
            .raises(NetworkBlocked, Strong)
            .raises(NetworkWeak, Moderate)
            .lowers_all(&[DeviceSoftware, IcloudStorageFull, SlowButHealthy], Moderate),
    );
}
