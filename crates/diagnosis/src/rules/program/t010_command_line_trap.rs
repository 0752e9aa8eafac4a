//! An option or the order of words is the trap.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T010",
    name: "command-line-trap",
    blame: Blame::Program,
    page: include_str!("t010_command_line_trap.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let line = case.line("ib2-usage").map(|hit| hit.first);
    let Some(place) = line.or(case.says("option-trap")) else { return };
    if !case.context.is_open_tool() {
        return;
    }
    if case.line("ib2-password-required").is_some() {
        out.claim_line("ib2-password-required");
        let finding = on(place, "an option or the order of words is in play");
        let finding = finding.raises(ToolBug, Strong).raises(EncryptionPassword, Moderate);
        return out.add(finding);
    }
    let password = case.says_any(&["password-unknown", "password-wrong"]).is_some();
    let finding = on(place, "an option or the order of words is in play");
    // "Invalid argument" alone may be the disk's word.
    let twice = case.ways("option-trap").is_some_and(|(ways, _)| ways > 1);
    let weight = if line.is_some() || twice { Strong } else { Moderate };
    out.add(finding.raises(ToolBug, if password { Weak } else { weight }));
}
