//! Trust has been given.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "R002",
    name: "trust-given",
    blame: Blame::Nobody,
    page: include_str!("r002_trust_given.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let fact = case.flag(&["paired", "trusted"]).and_then(|(yes, place)| yes.then_some(place));
    let service = case.any_line(&["mark-mode", "mark-receiving"]).map(|hit| hit.first);
    let troubled = case.says_any(&["trust-trouble", "repair-cured"]).is_some()
        || case.line("ip-not-paired").is_some();
    let Some(place) = fact.or(case.says("trust-given")).or(service).filter(|_| !troubled) else {
        return;
    };
    out.add(on(place, "trust has been given").lowers(PairingTrust, Moderate));
}
