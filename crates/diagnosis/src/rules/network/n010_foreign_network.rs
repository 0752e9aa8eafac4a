//! Over the network of a company, school or hotel, where devices may not see each other.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "N010",
    name: "foreign-network",
    blame: Blame::Network,
    page: include_str!("n010_foreign_network.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let wireless = case.context.method == Some(Method::Wifi) || case.context.is_icloud();
    let Some(place) = case.says("foreign-network").filter(|_| wireless) else { return };
    let finding = on(place, "the network belongs to somebody who may forbid things");
    let between = case.context.method == Some(Method::Wifi);
    if between {
        // That nothing is seen is what such a network does.
        out.claim_line("ib2-no-device");
    }
    out.add(if between {
        finding.raises(NetworkBlocked, Strong).raises(NetworkWeak, Weak)
    } else {
        finding.raises(NetworkBlocked, Weak)
    });
}
