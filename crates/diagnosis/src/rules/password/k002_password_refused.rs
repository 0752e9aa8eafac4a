//! The password is not accepted.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "K002",
    name: "password-refused",
    blame: Blame::Person,
    page: include_str!("k002_password_refused.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if super::k010_password_proven::proven(case).is_some() {
        return;
    }
    if let Some(place) = case.says("password-wrong") {
        let finding = on(place, "the password is not accepted").raises(EncryptionPassword, Strong);
        out.add(finding.lowers_all(&[CablePortHub, UsbStack, NetworkWeak], Weak));
    }
}
