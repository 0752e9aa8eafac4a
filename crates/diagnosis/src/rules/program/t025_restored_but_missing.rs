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
    let Some(place) = done.filter(|_| case.says("nothing-came-back").is_some()) else { return };
    let finding = on(place, "some options decide what a restore brings back, and when");
    out.add(finding.raises(ToolBug, Strong).raises(Unknown, Weak));
}
