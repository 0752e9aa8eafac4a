//! The password holds letters that are lost on the way.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "K006",
    name: "password-with-odd-letters",
    blame: Blame::Program,
    page: include_str!("k006_password_with_odd_letters.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("password-odd-letters") else { return };
    let open = case.context.tool != Some(Tool::Finder) && case.context.tool != Some(Tool::Itunes);
    if !open || case.context.is_icloud() {
        return;
    }
    let finding = on(place, "its letters may not reach the program as they were typed");
    out.add(finding.raises(ToolBug, Moderate).raises(EncryptionPassword, Moderate));
}
