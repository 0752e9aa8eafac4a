//! The list of the backup does not open: it is encrypted.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "K004",
    name: "list-does-not-open",
    blame: Blame::Person,
    page: include_str!("k004_list_does_not_open.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let plain = case.flag(&["encrypted", "is_encrypted"]).is_some_and(|(yes, _)| !yes);
    let said = plain || case.says("not-encrypted").is_some();
    if let Some(hit) = case.line("db-closed").filter(|_| said) {
        out.claim_line("db-closed");
        let finding = on(hit.first, "the backup's list does not open, and it is not encrypted");
        let finding = finding.raises(HostPermission, Strong).raises(BackupCorrupt, Moderate);
        return out.add(finding.raises(ToolBug, Weak).lowers(EncryptionPassword, Moderate));
    }
    let Some(hit) = case.line("db-unopenable") else { return };
    // That a backup is not encrypted is a common mistake: only what was looked up counts.
    if plain || case.says("damaged-backup").is_some() {
        return;
    }
    let finding = on(hit.first, "the backup's list does not open, as when it is encrypted");
    out.add(finding.raises(EncryptionPassword, Moderate).lowers(HostPermission, Weak));
}
