//! The computer's system denies access.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "H004",
    name: "access-denied",
    blame: Blame::Host,
    page: include_str!("h004_access_denied.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() {
        return;
    }
    let socket = case.flag(&["root"]).filter(|(root, _)| !root);
    let mux = case.code(Family::Lockdown, -8).is_some();
    if let Some((_, place)) = socket.filter(|_| mux) {
        let finding = on(place, "not root, and the service's socket does not answer");
        out.claim_code(Family::Lockdown, -8);
        return out.add(finding.raises(HostPermission, Decisive).raises(UsbStack, Strong));
    }
    // What the phone refuses is no word about this computer.
    let of_phone = case.line("ib2-device-message").map(|hit| hit.first);
    let line = case.any_line(&["mac-privacy", "mac-denied", "ib2-no-right"]).map(|hit| hit.first);
    if line.is_some() && line == of_phone {
        out.claim_line("mac-denied");
    }
    let line = line.filter(|_| line != of_phone);
    let Some(place) = case.says("no-permission").or(line) else { return };
    let weight = if case.says("no-permission").is_some() { Strong } else { Moderate };
    out.add(on(place, "the computer denies access").raises(HostPermission, weight));
}
