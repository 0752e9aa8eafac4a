//! Everything is copied, for a good reason.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W003",
    name: "full-or-first",
    blame: Blame::Nobody,
    page: include_str!("w003_full_or_first.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let broke = case.line("mark-ended").is_some() || !case.codes().is_empty();
    if broke || case.stage == Stage::Restore || case.stage == Stage::Verify {
        return;
    }
    let changed = case.flag(&["password_just_changed", "encryption_just_enabled"]);
    let changed = changed.and_then(|(yes, place)| yes.then_some(place));
    if let Some(place) = changed.or(case.says("password-changed"))
        && case.says_any(&["password-unknown", "password-wrong"]).is_none()
    {
        let finding = on(place, "the password was changed, so everything is copied once");
        return out.add(finding.raises(SlowButHealthy, Strong).raises(EncryptionPassword, Weak));
    }
    let waits = case.says_any(&["slow", "stuck", "estimating", "moving"]);
    let Some(place) = case.says_any(&["first-backup", "during-update"]).filter(|_| waits.is_some())
    else {
        return;
    };
    out.add(on(place, "everything has to be copied").raises(SlowButHealthy, Strong));
}
