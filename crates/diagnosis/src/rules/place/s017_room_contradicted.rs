//! It says there is too little room, though there is more than the phone could ever send.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S017",
    name: "room-contradicted",
    blame: Blame::Program,
    page: include_str!("s017_room_contradicted.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    // Apple's own programs show space as free that is not (S002); open tools show what is.
    if case.context.is_icloud() || case.context.is_apple_host() || case.stage == Stage::Restore {
        return;
    }
    // The phone speaks of its own room then.
    if case.any_line(&["mb-device-space", "ba2-phone-space"]).is_some() {
        return;
    }
    let lines = ["mb-drive-space", "ib2-no-space", "ba2-purge", "pm-no-space", "pm-purge"];
    let told = case.code(Family::BackupService, 105).is_some()
        || lines.iter().any(|line| case.line(line).is_some())
        || case.says("space-short").is_some();
    let Some((free, place)) = case.amount(Amount::HostFree).filter(|_| told) else { return };
    let total = case.number(&["device_total_bytes", "phone_total_bytes"]);
    let holds = total.or(case.amount(Amount::DeviceUsed));
    let enough = match holds {
        Some((bytes, _)) => free > bytes * 1.1,
        None => free > 500e9,
    };
    if !enough {
        return;
    }
    for line in lines {
        out.claim_line(line);
    }
    out.claim_code(Family::BackupService, 105);
    let finding = on(place, "more is free than the phone can send, and yet it is said to be full");
    let finding = finding.raises(ToolBug, Strong).raises(VersionMismatch, Weak);
    out.add(finding.lowers_all(&[HostDiskFull, DeviceStorageFull], Strong));
}
