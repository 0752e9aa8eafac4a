//! The record of trust belongs to another computer, account or time.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "R007",
    name: "record-from-elsewhere",
    blame: Blame::Person,
    page: include_str!("r007_record_from_elsewhere.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let early = matches!(case.stage, Stage::Connect | Stage::Pair | Stage::Start);
    let early = early && !case.context.is_icloud();
    let Some(place) = case.says("record-foreign").filter(|_| early) else { return };
    let session = ["tls-library", "ip-not-paired", "ib2-lockdown", "ib2-service", "ib2-no-device"];
    let codes = [-5, -21, -19, -17];
    let unheard = case.any_line(&session).is_some()
        || codes.iter().any(|code| case.code(Family::Lockdown, *code).is_some());
    let finding = on(place, "the record of trust is from another computer or time");
    let weight = if unheard { Strong } else { Moderate };
    let finding = finding.raises(PairingTrust, weight);
    out.add(finding.lowers(VersionMismatch, weight).lowers(UsbStack, Weak));
}
