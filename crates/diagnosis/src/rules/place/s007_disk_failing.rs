//! The disk for the backup fails or goes away.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S007",
    name: "disk-failing",
    blame: Blame::Store,
    page: include_str!("s007_disk_failing.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    // Before the phone is reached at all, the place for the backup does not matter yet.
    if matches!(case.stage, Stage::Connect | Stage::Pair) {
        return;
    }
    let Some(place) = case.says("failing-disk") else { return };
    out.add(on(place, "the disk for the backup fails").raises(TargetFilesystem, Strong));
}
