//! The password is right: the same one opens the same backup elsewhere.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "K010",
    name: "password-proven",
    blame: Blame::Program,
    page: include_str!("k010_password_proven.md"),
    check,
};

/// Lines that say of a password what is not true of this one.
const REFUSALS: &[&str] =
    &["mb-password", "ib2-password-required", "py-wrong-key", "py-passphrase", "db-unopenable"];

/// Where the case says that the same password opens this backup elsewhere.
pub(super) fn proven(case: &Reading<'_>) -> Option<Place> {
    let looks = matches!(case.stage, Stage::Verify | Stage::Restore | Stage::Unknown);
    let encrypted = case.says_any(&["password-wrong", "topic-encryption-password"]).is_some()
        || case.any_line(REFUSALS).is_some();
    // Typed by hand, or called another way, it is taken.
    let way = case.says("works-another-way").or(case.says("works-by-hand"));
    let refused = case.says("password-wrong").is_some() || case.any_line(REFUSALS).is_some();
    if let Some(place) = way.filter(|_| looks && refused && !case.context.is_icloud()) {
        return Some(place);
    }
    let place = case.says("password-proven")?;
    // Older backups keep the passwords of their day.
    let changed =
        case.says_any(&["password-changed", "password-of-then", "password-unknown"]).is_some();
    (looks && encrypted && !changed && !case.context.is_icloud()).then_some(place)
}

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = proven(case) else {
        // Taken by the very program that fails afterwards.
        let looks = matches!(case.stage, Stage::Verify | Stage::Restore);
        let taken = case.says("password-accepted").filter(|_| looks && !case.context.is_icloud());
        if let Some(place) = taken.filter(|_| case.says("password-changed").is_none()) {
            let finding = on(place, "the password was accepted");
            out.add(finding.lowers(EncryptionPassword, Moderate).raises(BackupCorrupt, Weak));
        }
        return;
    };
    for line in REFUSALS {
        out.claim_line(line);
    }
    out.claim_code(Family::BackupService, 207);
    let refused = case.line("mb-password").is_some();
    let finding = on(place, "the same password opens it elsewhere");
    let finding = finding.lowers(EncryptionPassword, Strong).raises(VersionMismatch, Weak);
    // A list that came from another backup has the keys of another password.
    if case.says("reader-old").is_some() && !refused {
        return out.add(finding.raises(VersionMismatch, Strong).raises(ToolBug, Weak));
    }
    let damaged = case.says_any(&["damaged-backup", "copy-incomplete"]).is_some();
    out.add(if damaged {
        finding.raises(BackupCorrupt, Strong).raises(ToolBug, Weak)
    } else {
        finding.raises(ToolBug, if refused { Strong } else { Moderate }).raises(BackupCorrupt, Weak)
    });
}
