//! A first backup into an empty folder finds an empty list.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T020",
    name: "first-run-traps",
    blame: Blame::Program,
    page: include_str!("t020_first_run_traps.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let empty = ["mb-205-empty-list", "ib2-list-empty"];
    let Some(hit) = case.any_line(&empty) else { return };
    let python = case.context.tool == Some(Tool::Pymobiledevice3);
    let first = case.says("first-backup").is_some() || case.says("new-folder-tried").is_some();
    if !(python || first) {
        return;
    }
    let finding = on(hit.first, "some tools write the empty list themselves at a first backup");
    out.add(finding.raises(ToolBug, if first { Strong } else { Moderate }));
}
