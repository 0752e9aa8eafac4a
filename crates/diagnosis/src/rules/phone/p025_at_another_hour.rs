//! At another hour, or with the phone left alone, it works.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P025",
    name: "at-another-hour",
    blame: Blame::Phone,
    page: include_str!("p025_at_another_hour.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let names = ["works_at_other_time", "works_after_wait", "works_in_airplane_mode"];
    let fact = case.flag(&names).and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("other-hour-works")) else { return };
    let weight = if fact.is_some() { Strong } else { Moderate };
    if fact.is_some() {
        // What the phone stumbles over is then what else it does.
        out.claim_line("mb-snapshot-exists");
        out.claim_line("mb-uploads");
    }
    let finding = on(place, "at another hour it works").raises(BusyDevice, weight);
    out.add(finding.lowers_all(&[VersionMismatch, HostPermission, PairingTrust], Moderate));
}
