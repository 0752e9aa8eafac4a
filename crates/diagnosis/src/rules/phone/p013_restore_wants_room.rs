//! A restore is refused for lack of room on the phone.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P013",
    name: "restore-wants-room",
    blame: Blame::Phone,
    page: include_str!("p013_restore_wants_room.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.line("mb-device-space").is_some() {
        // 105 means the computer's disk, except here.
        out.claim_code(Family::BackupService, 105);
        out.claim_line("mb-drive-space");
        return;
    }
    let short = case.says_any(&["space-short", "phone-full"]);
    let code = case.code(Family::BackupService, 105).or(case.code(Family::BackupService, 106));
    let Some(place) = short.or(code).filter(|_| case.stage == Stage::Restore) else { return };
    let finding = on(place, "what a restore lacks is mostly room on the phone");
    out.add(finding.raises(DeviceStorageFull, Strong).remedy("free-device-space"));
}
