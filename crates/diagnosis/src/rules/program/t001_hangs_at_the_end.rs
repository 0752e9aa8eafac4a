//! It hangs while the last files go back to the phone.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T001",
    name: "hangs-at-the-end",
    blame: Blame::Program,
    page: include_str!("t001_hangs_at_the_end.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.stage != Stage::Finish || !case.context.is_open_tool() {
        return;
    }
    let crashed = case.line("pm-traceback").is_some() || case.says("program-crash").is_some();
    let ended = case.line("ib2-successful").is_some() || !case.codes().is_empty() || crashed;
    let Some(hit) = case.line("mark-end").filter(|_| !ended) else { return };
    let finding = on(hit.last, "it hangs while the last lists go back to the phone");
    out.add(finding.raises(VersionMismatch, Strong).raises(ToolBug, Weak));
}
