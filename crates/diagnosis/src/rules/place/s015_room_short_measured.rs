//! Room that is lent, or too few files that still fit.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S015",
    name: "room-short-measured",
    blame: Blame::Store,
    page: include_str!("s015_room_short_measured.md"),
    check,
};

/// A backup of an ordinary phone has this many files.
const FILES_MIN: f64 = 50_000.0;

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() {
        return;
    }
    let files = case.number(&["here.target_files_left"]);
    if let Some((left, place)) = files.filter(|(left, _)| *left < FILES_MIN) {
        let says = format!("the disk takes only {left:.0} more files, however small");
        out.add(on(place, says).raises(HostDiskFull, Strong));
    }
    let lent = case.number(&["here.target_lent_bytes"]);
    let free = case.number(&["here.target_free_bytes"]);
    if let (Some((lent, place)), Some((free, _))) = (lent, free)
        && lent > free
    {
        let finding = on(place, "most of the space shown as free is only lent");
        out.add(finding.raises(HostDiskFull, Moderate));
    }
}
