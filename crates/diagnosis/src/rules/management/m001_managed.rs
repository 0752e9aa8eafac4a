//! The phone is managed by a school or a company.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "M001",
    name: "managed",
    blame: Blame::Person,
    page: include_str!("m001_managed.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let facts = ["mdm", "supervised", "managed"];
    let fact = case.flag(&facts);
    if let Some((false, place)) = fact {
        return out.add(on(place, "the phone is not managed").lowers(MdmRestriction, Strong));
    }
    if let Some(place) = case.denies("managed").filter(|_| case.says("managed").is_none()) {
        return out.add(on(place, "the phone is not managed").lowers(MdmRestriction, Strong));
    }
    let Some(place) = case.says("managed") else { return };
    // A company's VPN may be all that is meant.
    let weight = if case.says("net-filter").is_some() { Moderate } else { Strong };
    out.add(on(place, "the phone is managed").raises(MdmRestriction, weight));
}
