//! The phone has too little room, by what is said or measured.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P012",
    name: "phone-full",
    blame: Blame::Phone,
    page: include_str!("p012_phone_full.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let restoring = case.stage == Stage::Restore;
    let needed = case.amount(Amount::Needed).map(|(bytes, _)| bytes).filter(|_| restoring);
    let whole = case.number(&["device_total_bytes", "phone_total_bytes"]);
    if let (Some(needed), Some((whole, place))) = (needed, whole)
        && needed > whole * 0.85
    {
        // iOS itself takes some 15 percent of a small phone.
        let finding = on(place, "the backup is as large as the whole phone");
        return out.add(finding.raises(DeviceStorageFull, Decisive).remedy("free-device-space"));
    }
    if let Some((free, place)) = case.amount(Amount::DeviceFree) {
        if needed.is_some_and(|needed| free < needed) {
            let finding = on(place, "the backup is larger than what is free on the phone");
            return out
                .add(finding.raises(DeviceStorageFull, Decisive).remedy("free-device-space"));
        }
        if free < 1e9 {
            let finding = on(place, "hardly anything is free on the phone");
            return out.add(finding.raises(DeviceStorageFull, Decisive));
        }
        if free > 5e9 && needed.is_none() {
            let finding = on(place, "there is room on the phone").lowers(DeviceStorageFull, Strong);
            return out.add(finding);
        }
    }
    // "C: 0 bytes free" is not about the phone.
    let host_short = case.amount(Amount::HostFree).is_some_and(|(free, _)| free < 1e9);
    if let Some(place) = case.denies("phone-full").or(case.says("phone-roomy")) {
        out.add(on(place, "there is room on the phone").lowers(DeviceStorageFull, Moderate));
    } else if let Some(place) = case.says("phone-full").filter(|_| !host_short) {
        out.add(on(place, "the phone is nearly full").raises(DeviceStorageFull, Strong));
    }
}
