//! The computer's system denies access.

use crate::case::Source;
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
        out.claim_line("um-mux-error");
        return out.add(finding.raises(HostPermission, Decisive).raises(UsbStack, Moderate));
    }
    // What the phone refuses is no word about this computer.
    let of_phone = case.line("ib2-device-message").map(|hit| hit.first);
    let line = case.any_line(&["mac-privacy", "mac-denied", "ib2-no-right"]).map(|hit| hit.first);
    if line.is_some() && line == of_phone {
        out.claim_line("mac-denied");
    }
    let line = line.filter(|_| line != of_phone);
    // "I gave it full disk access": the right is there, as far as the person knows.
    let in_log = line.is_some_and(|place| case.case.evidence()[place].source == Source::Log);
    if let Some(place) = case.says("access-given").filter(|_| !in_log) {
        out.claim_line("mac-privacy");
        let finding = on(place, "the right was given, as far as is known");
        return out.add(finding.raises(HostPermission, Weak));
    }
    let Some(place) = case.says("no-permission").or(line) else { return };
    // In a list of all that was tried, "as administrator" is no finding.
    let listed = line.is_none() && case.cable_tried().or(case.says("reinstalled")).is_some();
    let weight = match case.says("no-permission") {
        Some(_) if listed => Weak,
        Some(_) => Strong,
        None => Moderate,
    };
    let finding = on(place, "the computer denies access").raises(HostPermission, weight);
    // The service answers somebody: only not this user.
    let apart = weight == Strong && case.says("as-root-only").is_some();
    out.add(if apart { finding.lowers(UsbStack, Strong) } else { finding });
}
