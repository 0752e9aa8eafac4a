//! The backup is written to a network share or a synced folder.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S005",
    name: "network-place",
    blame: Blame::Store,
    page: include_str!("s005_network_place.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    // Before the phone is reached at all, the place for the backup does not matter yet.
    if matches!(case.stage, Stage::Connect | Stage::Pair) {
        return;
    }
    if case.context.is_icloud() {
        return;
    }
    let Some(place) = case.says("network-target") else { return };
    let slow = case.says_any(&["slow", "stuck"]).is_some();
    let finding = on(place, "the place is a network share or a synced folder");
    // What comes back from a share may have been damaged on the way to it.
    if matches!(case.stage, Stage::Verify | Stage::Restore) && !slow {
        return out.add(finding.raises(TargetFilesystem, Weak).raises(BackupCorrupt, Weak));
    }
    let finding = finding.raises(TargetFilesystem, if slow { Strong } else { Moderate });
    out.add(finding.lowers(SlowButHealthy, Weak));
}
