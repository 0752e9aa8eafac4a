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
    let Some(hit) = case.line("db-unopenable") else { return };
    let damaged = case.says("damaged-backup").is_some();
    if damaged {
        return;
    }
    let finding = on(hit.first, "the backup's list does not open, as when it is encrypted");
    out.add(finding.raises(EncryptionPassword, Moderate).lowers(HostPermission, Weak));
}
