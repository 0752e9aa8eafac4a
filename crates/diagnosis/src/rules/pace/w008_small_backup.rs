//! The backup is smaller than expected.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W008",
    name: "small-backup",
    blame: Blame::Nobody,
    page: include_str!("w008_small_backup.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let used = case.amount(Amount::DeviceUsed).map(|(bytes, _)| bytes);
    let size = case.amount(Amount::Needed);
    let measured = match (used, size) {
        (Some(used), Some((size, place))) if size < used * 0.1 => Some(place),
        _ => None,
    };
    let Some(place) = measured.or(case.says("backup-small")) else { return };
    if case.context.is_icloud() && measured.is_none() {
        return;
    }
    let finding = on(place, "the backup is smaller than what the phone holds");
    out.add(finding.raises(Unknown, Moderate).raises(ToolBug, Weak).raises(SlowButHealthy, Weak));
}
