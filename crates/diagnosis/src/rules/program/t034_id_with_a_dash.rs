//! Phones since 2018 have another kind of id.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T034",
    name: "id-with-a-dash",
    blame: Blame::Program,
    page: include_str!("t034_id_with_a_dash.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    // "Without the dash" is about it as well.
    let said = case.says("id-with-dash").or(case.denies("id-with-dash"));
    let Some(place) = said.filter(|_| case.context.is_open_tool()) else { return };
    let finding =
        on(place, "phones since 2018 have an id with a dash, which older tools do not know");
    let finding = finding.raises(VersionMismatch, Strong).raises(ToolBug, Moderate);
    out.add(finding.lowers_all(&[DeviceSoftware, CablePortHub], Weak));
}
