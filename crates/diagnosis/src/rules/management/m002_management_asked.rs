//! The phone says whether somebody manages it.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "M002",
    name: "management-asked",
    blame: Blame::Person,
    page: include_str!("m002_management_asked.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if let Some((true, place)) = case.flag(&["here.phone_supervised"]) {
        let says = "the iPhone is supervised: a company or school may forbid backups";
        out.add(on(place, says).raises(MdmRestriction, Weak));
    }
    if let Some((true, place)) = case.flag(&["here.phone_must_encrypt"]) {
        let says = "a profile on the iPhone demands encrypted backups";
        out.add(on(place, says).raises(EncryptionPassword, Weak).raises(MdmRestriction, Weak));
    }
}
