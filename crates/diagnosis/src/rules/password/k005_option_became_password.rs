//! An option of the command line may have become the password.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "K005",
    name: "option-became-password",
    blame: Blame::Person,
    page: include_str!("k005_option_became_password.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("password-unknown").or(case.says("password-wrong")) else { return };
    if super::k010_password_proven::proven(case).is_some() {
        return;
    }
    let own = case.says_any(&["encryption-just-set"]).is_some();
    let open = case.context.tool == Some(Tool::Idevicebackup2);
    if !(own && open) {
        return;
    }
    out.add(
        on(place, "it was set just before, with this tool")
            .raises(EncryptionPassword, Moderate)
            .raises(ToolBug, Weak),
    );
}
