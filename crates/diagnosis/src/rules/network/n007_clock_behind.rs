//! The clock of this computer is behind what it wrote down itself.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "N007",
    name: "clock-behind",
    blame: Blame::Host,
    page: include_str!("n007_clock_behind.md"),
    check,
};

/// Certificates and tokens forgive minutes.
const SECONDS: f64 = 300.0;

fn check(case: &Reading<'_>, out: &mut Findings) {
    for name in ["here.clock_behind_seconds", "here.clock_off_by_seconds"] {
        let Some((off, place)) = case.number(&[name]) else { continue };
        if off.abs() < SECONDS {
            continue;
        }
        let finding = on(place, "the clock of this computer is wrong").remedy("date-time");
        out.add(if case.context.method == Some(Method::Usb) {
            finding.raises(PairingTrust, Moderate)
        } else {
            finding.raises(NetworkBlocked, Moderate).raises(PairingTrust, Weak)
        });
        return;
    }
}
