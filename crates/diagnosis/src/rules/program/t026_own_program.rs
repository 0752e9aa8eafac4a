//! Somebody writes the program that talks to the phone.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T026",
    name: "own-program",
    blame: Blame::Program,
    page: include_str!("t026_own_program.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let open = case.context.is_open_tool() || case.context.tool.is_none();
    let Some(place) = case.says("own-program").filter(|_| open && case.codes().is_empty()) else {
        return;
    };
    out.add(on(place, "the program is being written just now").raises(ToolBug, Moderate));
}
