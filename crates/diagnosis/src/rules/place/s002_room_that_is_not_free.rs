//! Space that is shown as free is not free.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S002",
    name: "room-that-is-not-free",
    blame: Blame::Store,
    page: include_str!("s002_room_that_is_not_free.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let claimed =
        case.number(&["os_reported_free_bytes", "claimed_free_bytes", "shown_free_bytes"]);
    let real = case.amount(Amount::HostFree);
    if let (Some((claimed, place)), Some((real, _))) = (claimed, real)
        && claimed > real * 2.0
    {
        let finding = on(place, "most of the space shown as free is not");
        return out.add(finding.raises(HostDiskFull, Strong));
    }
    let full = case.code(Family::BackupService, 105).is_some()
        || case.any_line(&["mb-drive-space", "dlg-space"]).is_some()
        || case.says_any(&["space-short", "host-full"]).is_some();
    let Some(place) = case.says_any(&["host-purgeable", "host-roomy"]).filter(|_| full) else {
        return;
    };
    let finding = on(place, "the space shown as free is not free yet");
    let phone = case.says_any(&["phone-full", "phone-own-room"]).is_some();
    let finding = finding.raises(HostDiskFull, Moderate);
    out.add(if phone { finding } else { finding.lowers(DeviceStorageFull, Moderate) });
}
