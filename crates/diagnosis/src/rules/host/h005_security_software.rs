//! Security software on the computer is named.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "H005",
    name: "security-software",
    blame: Blame::Host,
    page: include_str!("h005_security_software.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("security-software") else { return };
    let finding = on(place, "security software is running");
    out.add(match case.context.method {
        _ if case.context.is_icloud() => finding.raises(NetworkBlocked, Moderate),
        // Between phone and computer its firewall stands as well.
        Some(Method::Wifi) => finding.raises(NetworkBlocked, Strong).raises(HostPermission, Weak),
        _ => finding.raises(HostPermission, Moderate).raises(NetworkBlocked, Weak),
    });
}
