//! Backups are encrypted against expectation, or encryption cannot be switched off.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "K003",
    name: "encryption-against-will",
    blame: Blame::Person,
    page: include_str!("k003_encryption_against_will.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("encrypted-surprise") else { return };
    let managed = case.says("managed").is_some();
    let finding = on(place, "backups are encrypted, and that cannot be changed");
    out.add(if managed {
        finding.raises(EncryptionPassword, Weak).raises(MdmRestriction, Strong)
    } else {
        finding.raises(EncryptionPassword, Strong)
    });
}
