//! The figures say that the backup does not fit into iCloud.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S011",
    name: "icloud-too-small-measured",
    blame: Blame::Store,
    page: include_str!("s011_icloud_too_small_measured.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.tool.is_some() && !case.context.is_icloud() {
        return;
    }
    let total = case.amount(Amount::IcloudTotal);
    let used = case.amount(Amount::IcloudUsed).map_or(0.0, |(used, _)| used);
    let rest = total.filter(|_| used > 0.0).map(|(total, place)| ((total - used).max(0.0), place));
    let free = case.amount(Amount::IcloudFree).or(rest);
    let next = case.number(&["next_backup_bytes", "next_backup_size_bytes"]);
    let next = next.or(case.amount(Amount::Needed)).or(case.amount(Amount::DeviceUsed));
    let needed = next.map(|(bytes, _)| bytes);
    match (free, total, needed) {
        (Some((free, place)), _, Some(needed)) if free < needed => {
            let finding = on(place, "the next backup is larger than what is free in iCloud");
            out.add(finding.raises(IcloudStorageFull, Decisive));
        }
        (Some((free, place)), _, Some(needed)) if free > needed * 1.2 => {
            let finding = on(place, "the next backup fits into iCloud");
            out.add(finding.lowers(IcloudStorageFull, Strong));
        }
        (Some((free, place)), ..) if free < 5e8 => {
            let finding = on(place, "hardly anything is free in iCloud");
            out.add(finding.raises(IcloudStorageFull, Strong));
        }
        (None, Some((total, place)), Some(needed)) if needed > total => {
            let finding = on(place, "the backup is larger than the whole plan");
            out.add(finding.raises(IcloudStorageFull, Strong));
        }
        (_, Some((total, place)), _) if total <= 5e9 => {
            let finding = on(place, "the plan is the smallest one");
            out.add(finding.raises(IcloudStorageFull, Moderate));
        }
        (None, None, Some(needed)) if needed >= 4.5e9 && case.context.is_icloud() => {
            if let Some((_, place)) = case.amount(Amount::Needed) {
                let finding = on(place, "the backup is as large as a plan");
                out.add(finding.raises(IcloudStorageFull, Moderate));
            }
        }
        _ => {}
    }
}
