//! The phone charges and nothing more.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C004",
    name: "only-charges",
    blame: Blame::Cable,
    page: include_str!("c004_only_charges.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let wired = !case.context.is_icloud();
    let Some(place) = case.says("charges-only").filter(|_| wired) else { return };
    let finding = on(place, "the phone only charges");
    let managed = case.says("managed").is_some();
    out.add(if managed {
        finding.raises(MdmRestriction, Moderate)
    } else {
        finding.raises(CablePortHub, Moderate).raises(PairingTrust, Weak)
    });
}
