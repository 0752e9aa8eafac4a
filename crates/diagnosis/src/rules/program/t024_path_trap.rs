//! The program looks for the backup in the wrong folder.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T024",
    name: "path-trap",
    blame: Blame::Program,
    page: include_str!("t024_path_trap.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(hit) = case.line("host-no-manifest") else { return };
    // The phone itself names a file of the backup that it misses.
    let phone = case.code(Family::BackupService, 205).is_some();
    if phone {
        out.claim_line("host-no-manifest");
    }
    if case.context.is_icloud() || phone {
        return;
    }
    let finding = on(hit.first, "the program finds no backup in the folder it was given");
    out.add(
        finding
            .raises(ToolBug, Strong)
            .raises(BackupCorrupt, Weak)
            .lowers(EncryptionPassword, Moderate),
    );
}
