//! Whether it works depends on how the program is called.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T029",
    name: "depends-on-the-call",
    blame: Blame::Program,
    page: include_str!("t029_depends_on_the_call.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let calls = case.context.is_open_tool() && case.stage != Stage::Verify;
    let Some(place) = case.says("depends-on-call").filter(|_| calls) else { return };
    // Then a password that is refused never came through whole.
    out.claim_line("mb-password");
    let finding = on(place, "it depends on how the program is called").raises(ToolBug, Strong);
    out.add(finding.lowers_all(&[DeviceSoftware, VersionMismatch, EncryptionPassword], Moderate));
}
