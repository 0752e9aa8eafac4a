//! The backup password is not known.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "K001",
    name: "password-unknown",
    blame: Blame::Person,
    page: include_str!("k001_password_unknown.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.says_any(&["password-changed", "encryption-just-set"]).is_some()
        && case.says_any(&["moving", "full-backup"]).is_some()
    {
        return;
    }
    // What an app asks for is not the password of the backup.
    let secrets = case.says("secrets-gone").is_some() && case.stage != Stage::Verify;
    if secrets || super::k010_password_proven::proven(case).is_some() {
        return;
    }
    let facts = ["password_known", "backup_password_known"];
    let unknown = case.flag(&facts).filter(|(known, _)| !known).map(|(_, place)| place);
    if let Some((true, place)) = case.flag(&facts) {
        let finding = on(place, "the backup password is known");
        return out.add(finding.lowers(EncryptionPassword, Strong).raises(ToolBug, Weak));
    }
    let known = case.says("password-known").is_some() && unknown.is_none();
    if known && case.line("pm-traceback").is_some() && case.line("py-wrong-key").is_none() {
        return;
    }
    let Some(place) = unknown.or(case.says("password-unknown")) else { return };
    let account = case.context.is_icloud();
    let encrypted = case.flag(&["encrypted"]).is_some_and(|(yes, _)| yes)
        || case.says("encrypted-surprise").is_some()
        || case.line("mark-encrypted").is_some()
        || unknown.is_some();
    let finding = on(place, "nobody knows the backup password");
    let others = [CablePortHub, UsbStack, ToolBug, VersionMismatch, DeviceSoftware, BackupCorrupt];
    let finding = finding.lowers_all(&others, Weak);
    // Who manages the phone asks for a new password, and not for one that nobody knows.
    if case.says("managed").is_some() && unknown.is_none() {
        return out.add(finding.raises(EncryptionPassword, Moderate));
    }
    out.add(match (account, encrypted) {
        (true, _) => finding.raises(EncryptionPassword, Weak).raises(Unknown, Weak),
        (false, true) => finding.raises(EncryptionPassword, Decisive),
        (false, false) => finding.raises(EncryptionPassword, Strong),
    });
}
