//! The program on the computer crashes.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T011",
    name: "program-crashes",
    blame: Blame::Program,
    page: include_str!("t011_program_crashes.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let line = case.line("pm-traceback").map(|hit| hit.first);
    let Some(place) = line.or(case.says("program-crash")) else { return };
    let reason = case.codes().iter().any(|(_, number, _)| *number != 0);
    // A phone that asks for room is no fault of the program, though it does not know the question.
    let phone = case.any_line(&["ba2-exception", "ba2-no-operation", "pm-purge"]).is_some();
    if phone || case.stage == Stage::Verify && line.is_none() {
        return;
    }
    let finding = on(place, "the program comes to its own end");
    // A reader or a restore also ends like that over what is damaged, or newer than it.
    if matches!(case.stage, Stage::Verify | Stage::Restore) {
        let finding = finding.raises(ToolBug, Weak).raises(VersionMismatch, Weak);
        return out.add(finding);
    }
    out.add(finding.raises(ToolBug, if reason { Weak } else { Moderate }));
}
