//! The phone says that a restore is still going on.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P027",
    name: "restore-not-over",
    blame: Blame::Phone,
    page: include_str!("p027_restore_not_over.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    // In a restore it is no news.
    let told = case.line("mb-restore-running");
    let Some(hit) = told.filter(|_| case.stage != Stage::Restore) else { return };
    out.claim_code(Family::BackupService, 209);
    out.claim_line("mb-restore-running");
    let finding = on(hit.first, "the phone says that a restore is still going on");
    let stale = case.says_any(&["phone-restarted", "other-tool-fails"]).is_some()
        || case.measured(&["days", "failing"], &[]).is_some();
    out.add(if stale {
        finding.raises(DeviceSoftware, Strong).raises(BusyDevice, Moderate)
    } else {
        finding.raises(BusyDevice, Strong).raises(DeviceSoftware, Moderate)
    });
}
