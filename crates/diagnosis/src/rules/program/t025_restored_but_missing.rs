//! The restore says it succeeded, and what was to come back is not there.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T025",
    name: "restored-but-missing",
    blame: Blame::Program,
    page: include_str!("t025_restored_but_missing.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let done = case.line("mark-restored").map(|hit| hit.first);
    let said = case.says("nothing-came-back");
    let done = done.filter(|_| said.is_some());
    let open = case.context.is_open_tool() && case.stage == Stage::Restore;
    let failed = case.line("mark-ended").is_some() || !case.codes().is_empty();
    let Some(place) = done.or(case.says("partly-restored").filter(|_| open && !failed)) else {
        return;
    };
    let finding = on(place, "some options decide what a restore brings back, and when");
    let weight = if done.is_some() { Strong } else { Moderate };
    out.add(finding.raises(ToolBug, weight).raises(Unknown, Weak));
}
