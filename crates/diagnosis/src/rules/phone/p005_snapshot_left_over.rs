//! An interrupted attempt left its snapshot on the phone.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P005",
    name: "snapshot-left-over",
    blame: Blame::Phone,
    page: include_str!("p005_snapshot_left_over.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if let Some(place) = case.says("snapshot-left") {
        let finding = on(place, "an earlier attempt left something on the phone");
        out.add(
            finding
                .raises(DeviceSoftware, Strong)
                .raises(DeviceStorageFull, Moderate)
                .remedy("normal-restart"),
        );
    }
    if case.line("mb-snapshot-exists").is_some() {
        // The code says the same as the line.
        out.claim_code(Family::BackupService, 3);
    }
}
