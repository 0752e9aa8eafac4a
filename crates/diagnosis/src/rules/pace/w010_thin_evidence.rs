//! Hardly anything is known.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W010",
    name: "thin-evidence",
    blame: Blame::Nobody,
    page: include_str!("w010_thin_evidence.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let words = case.case.text("report").map_or(0, |report| report.split_whitespace().count());
    let lines = case.case.log().count();
    let facts = case.case.facts().count();
    // A known code or line is much, however short the report; one that nobody knows is little.
    let named = case.lines().next().is_some() || !case.codes().is_empty();
    if words >= 7 || lines > 1 || facts > 1 || named {
        return;
    }
    let Some(place) = case.case.evidence().iter().position(|fact| fact.key == "report").or((!case
        .case
        .evidence()
        .is_empty())
    .then_some(0)) else {
        return;
    };
    out.add(on(place, "hardly anything is known yet").raises(Unknown, Moderate));
}
