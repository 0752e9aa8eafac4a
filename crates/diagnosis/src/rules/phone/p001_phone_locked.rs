//! The phone is locked, by what is said or measured.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P001",
    name: "phone-locked",
    blame: Blame::Person,
    page: include_str!("p001_phone_locked.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let told = case.flag(&["device_locked", "password_protected", "locked"]);
    if let Some((false, place)) = told {
        // Whatever a program says: it took something else for a lock, or the phone has not let go.
        let finding = on(place, "the phone is unlocked").lowers(DeviceLockedPasscode, Strong);
        out.add(finding.raises(DeviceSoftware, Weak));
    } else if let Some(place) = case.denies("phone-locked") {
        out.add(on(place, "the phone is unlocked").lowers(DeviceLockedPasscode, Moderate));
    } else if let Some((true, place)) = told {
        out.add(on(place, "the phone reports itself locked").raises(DeviceLockedPasscode, Strong));
    } else if let Some(place) = case.says("phone-locked") {
        out.add(on(place, "the phone is locked").raises(DeviceLockedPasscode, Moderate));
    }
}
