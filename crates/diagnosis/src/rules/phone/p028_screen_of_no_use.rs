//! The screen is broken, so nobody can unlock the phone or press Trust.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P028",
    name: "screen-of-no-use",
    blame: Blame::Person,
    page: include_str!("p028_screen_of_no_use.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    // What is put on another phone, or read, needs no screen of the old one.
    let over = matches!(case.stage, Stage::Verify | Stage::Restore);
    let Some(place) = case.says("screen-broken").filter(|_| !over) else { return };
    if case.context.is_icloud() {
        return;
    }
    let asked = case.says("trust-trouble").is_some() || case.code(Family::Lockdown, -19).is_some();
    let finding = on(place, "the screen does not work, so nothing can be typed or pressed on it");
    let finding = finding.lowers_all(&[UsbStack, CablePortHub], Weak);
    out.add(if asked {
        finding.raises(PairingTrust, Strong).raises(DeviceLockedPasscode, Weak)
    } else {
        finding.raises(DeviceLockedPasscode, Strong).raises(PairingTrust, Weak)
    });
}
