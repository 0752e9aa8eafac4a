//! The phone says that its own room ran out, not that of the computer or of iCloud.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S018",
    name: "phone-ran-out",
    blame: Blame::Phone,
    page: include_str!("s018_phone_ran_out.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let line = case.any_line(&["ba2-phone-space", "dlg-phone-space", "mb-device-space"]);
    let line = line.map(|hit| hit.first);
    let free = case.amount(Amount::DeviceFree).filter(|(free, _)| *free < 2e9);
    // What a program calls "no space" while the computer or iCloud has plenty is the phone's.
    let roomy = [Amount::HostFree, Amount::IcloudFree].into_iter();
    let roomy = roomy.filter_map(|room| case.amount(room)).any(|(room, _)| room > 20e9);
    let measured = free.filter(|_| roomy).map(|(_, place)| place);
    // A dialog that names the computer knows better than who retells it.
    let told = case.says("phone-own-room").filter(|_| case.line("dlg-space").is_none());
    let Some(place) = line.or(told).or(measured) else { return };
    // The same words of the phone's log, taken for those of the computer.
    for line in ["ib2-no-space", "mb-drive-space", "dlg-space", "bd-quota", "ba2-sqlite"] {
        out.claim_line(line);
    }
    for number in [3, 4, 100, 105] {
        out.claim_code(Family::BackupService, number);
    }
    out.claim_code(Family::Errno, 28);
    let finding = on(place, "it is the phone's own room that ran out")
        .raises(DeviceStorageFull, if line.is_some() { Strong } else { Moderate });
    let finding = finding.lowers_all(&[HostDiskFull, IcloudStorageFull], Strong);
    out.add(finding.remedy("free-device-space"));
}
