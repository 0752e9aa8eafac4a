//! The password is known, or nothing is encrypted any more, and a program still cannot read.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "K007",
    name: "reader-at-fault",
    blame: Blame::Program,
    page: include_str!("k007_reader_at_fault.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let refused = case.says("password-wrong").is_some() || case.line("py-wrong-key").is_some();
    if refused || case.stage != Stage::Verify || case.context.is_icloud() {
        return;
    }
    let plain = case.says("already-decrypted");
    let known = case.says("password-known").filter(|_| case.line("pm-traceback").is_some());
    let Some(place) = plain.or(known) else { return };
    let finding = on(place, "the password is not what keeps the program from reading");
    let finding = finding.raises(ToolBug, Moderate).raises(BackupCorrupt, Weak);
    out.add(finding.lowers(EncryptionPassword, Strong));
}
