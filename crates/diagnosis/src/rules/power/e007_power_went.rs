//! The computer slept, or gave too little power, at the time when the phone was gone.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "E007",
    name: "power-went",
    blame: Blame::Host,
    page: include_str!("e007_power_went.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let line = case.any_line(&["os-sleep", "os-undervoltage", "lk-power"]).map(|hit| hit.first);
    let Some(place) = line.or(case.says("power-short")) else { return };
    // That the phone left is what follows from it, and no sign of a bad cable.
    for line in ["lk-disconnect", "dlg-disconnected", "um-removed", "um-dropped", "mac-detached"] {
        out.claim_line(line);
    }
    let finding = on(place, "sleep or too little power took the phone away");
    let finding = finding.raises(Power, Strong);
    out.add(finding.lowers_all(&[CablePortHub, UsbStack, VersionMismatch], Moderate));
}
