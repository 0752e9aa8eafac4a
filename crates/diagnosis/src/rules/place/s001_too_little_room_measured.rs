//! The figures say that the backup does not fit.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S001",
    name: "too-little-room-measured",
    blame: Blame::Store,
    page: include_str!("s001_too_little_room_measured.md"),
    check,
};

/// Bytes free below which a restore may lack room on the computer.
const SCARCE: f64 = 10e9;

fn check(case: &Reading<'_>, out: &mut Findings) {
    let needed = case.amount(Amount::Needed).or(case.amount(Amount::DeviceUsed));
    let told = case.any_line(&["mb-drive-space", "dlg-space", "ib2-no-space"]).is_some();
    let told = told || case.code(Family::BackupService, 105).is_some();
    if case.context.is_icloud() {
        return;
    }
    if case.stage == Stage::Restore {
        // Unlocking and sending a backup wants room of its own for lists and copies.
        let scarce = case.amount(Amount::HostFree).filter(|(room, _)| *room < SCARCE);
        if let Some((_, place)) = scarce {
            let finding = on(place, "hardly anything is free on the disk");
            let finding = finding.raises(HostDiskFull, Strong);
            out.add(finding.lowers(DeviceStorageFull, Moderate));
        }
        return;
    }
    let total = case.amount(Amount::HostTotal);
    let Some((room, place)) = case.amount(Amount::HostFree).or(total) else { return };
    match needed {
        Some((needed, _)) if room < needed => {
            let finding = on(place, "the disk has less room than the phone holds");
            out.add(finding.raises(HostDiskFull, Decisive).raises(SlowButHealthy, Weak));
        }
        Some((needed, _)) if room > needed * 1.3 && !told && total.is_none() => {
            let finding = on(place, "the disk has room for what the phone holds");
            out.add(finding.lowers(HostDiskFull, Strong));
        }
        None if room < 5e9 => {
            let finding = on(place, "hardly anything is free on the disk");
            out.add(finding.raises(HostDiskFull, Strong));
        }
        None if room > 100e9 && !told && total.is_none() => {
            out.add(on(place, "much is free on the disk").lowers(HostDiskFull, Moderate));
        }
        _ => {}
    }
}
