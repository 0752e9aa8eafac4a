//! Everything is the newest already.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T014",
    name: "newest-already",
    blame: Blame::Program,
    page: include_str!("t014_newest_already.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("is-latest") else { return };
    if case.says_any(&["since-ios-update", "update-cured"]).is_some() || case.says("beta").is_some()
    {
        return;
    }
    out.add(
        on(place, "the software is the newest already")
            .lowers(VersionMismatch, Weak)
            .raises(ToolBug, Weak),
    );
}
