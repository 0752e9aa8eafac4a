//! A half-done run goes on, after comparing.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W004",
    name: "resumes",
    blame: Blame::Nobody,
    page: include_str!("w004_resumes.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let fact = case.flag(&["resumed_partial", "resumed", "resuming"]);
    let fact = fact.and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("resumed")) else { return };
    let broke = case.line("mark-ended").is_some() || !case.codes().is_empty();
    if broke {
        return;
    }
    let finding = on(place, "a half-done backup is compared before it goes on");
    out.add(finding.raises(SlowButHealthy, Moderate));
}
