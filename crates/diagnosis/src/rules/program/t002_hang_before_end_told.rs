//! It is said to hang before it can finish, with an open tool.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T002",
    name: "hang-before-end-told",
    blame: Blame::Program,
    page: include_str!("t002_hang_before_end_told.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if !case.context.is_open_tool() || case.context.method == Some(Method::Wifi) {
        return;
    }
    let Some(place) = case.says("stuck").filter(|_| !case.has_log() && case.codes().is_empty())
    else {
        return;
    };
    let known = case.context.ios.is_some_and(|ios| ios.major >= 10);
    if case.says_any(&["moving", "slow", "phone-functions", "phone-full", "host-full"]).is_some() {
        return;
    }
    if known && case.stage != Stage::Restore && case.stage != Stage::Verify {
        let finding = on(place, "it hangs without a word, with a library between");
        out.add(finding.raises(VersionMismatch, Weak).raises(ToolBug, Weak));
    }
}
