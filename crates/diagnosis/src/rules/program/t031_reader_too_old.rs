//! The program that reads backups is older than the backup.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T031",
    name: "reader-too-old",
    blame: Blame::Program,
    page: include_str!("t031_reader_too_old.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let reads = case.stage == Stage::Verify && !case.context.is_icloud();
    let looks = reads || case.stage == Stage::Restore && case.context.is_open_tool();
    let Some(place) = case.says("reader-old").filter(|_| looks) else { return };
    let finding = on(place, "the program that reads is older than the backup");
    out.add(finding.raises(VersionMismatch, Moderate).lowers(EncryptionPassword, Weak));
}
