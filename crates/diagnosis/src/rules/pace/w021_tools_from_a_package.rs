//! The open tools came as a package, at a stage where age shows.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W021",
    name: "tools-from-a-package",
    blame: Blame::Program,
    page: include_str!("w021_tools_from_a_package.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let early = matches!(case.stage, Stage::Connect | Stage::Pair | Stage::Start);
    let open = case.context.is_open_tool() && case.context.method != Some(Method::Wifi);
    let head = case.says_any(&["is-latest", "program-changed", "tool-changed-back"]).is_some();
    let Some(place) = case.says("packaged-tools").filter(|_| early && open && !head) else {
        return;
    };
    let finding = on(place, "the open tools came as a package");
    out.add(finding.raises(VersionMismatch, Strong));
}
