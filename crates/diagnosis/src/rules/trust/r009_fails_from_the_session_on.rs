//! What needs no session works, and what needs one does not.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "R009",
    name: "fails-from-the-session-on",
    blame: Blame::Program,
    page: include_str!("r009_fails_from_the_session_on.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let wired = case.context.is_open_tool() && case.context.method != Some(Method::Wifi);
    let Some(place) = case.says("only-before-session").filter(|_| wired) else { return };
    let finding = on(place, "what needs no secure session works");
    let finding = finding.raises(VersionMismatch, Strong);
    out.add(finding.lowers_all(&[CablePortHub, UsbStack], Moderate));
}
