//! It failed: that is not slow.

use crate::knowledge::codes;
use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W005",
    name: "it-failed",
    blame: Blame::Nobody,
    page: include_str!("w005_it_failed.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let ended = case.line("mark-ended").map(|hit| hit.first);
    // "Come again later" is a code as well, and no failure.
    let patient = |family: Family, number: i64| {
        let code = codes::find(family, number);
        code.is_some_and(|code| code.causes.iter().any(|(cause, _)| *cause == SlowButHealthy))
    };
    let mut broken = case.codes().iter().filter(|(family, number, _)| !patient(*family, *number));
    let coded = broken.next().map(|(_, _, place)| *place);
    let benign = case.line("pm-benign").is_some();
    // "It stops for long before it ends, but it does finish" is no failure.
    let well = case.says_any(&["finishes-anyway", "no-error"]).is_some();
    let told = case.says("failed").filter(|_| !well);
    let Some(place) = ended.or(coded).or(told).filter(|_| !benign) else { return };
    let weight = if ended.or(coded).is_some() { Strong } else { Moderate };
    out.add(on(place, "it ended with an error").lowers(SlowButHealthy, weight));
}
