//! The format of the disk does not suit.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S004",
    name: "unsuitable-format",
    blame: Blame::Store,
    page: include_str!("s004_unsuitable_format.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    // Before the phone is reached at all, the place for the backup does not matter yet.
    if matches!(case.stage, Stage::Connect | Stage::Pair) {
        return;
    }
    let Some(place) = case.says("bad-filesystem").filter(|_| !case.context.is_icloud()) else {
        return;
    };
    out.add(on(place, "the disk has a format with limits").raises(TargetFilesystem, Strong));
}
