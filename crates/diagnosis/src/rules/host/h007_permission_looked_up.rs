//! A permission that backups need was looked up and is missing.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "H007",
    name: "permission-looked-up",
    blame: Blame::Host,
    page: include_str!("h007_permission_looked_up.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() {
        return;
    }
    let missing =
        |name: &str| case.flag(&[name]).filter(|(granted, _)| !granted).map(|(_, place)| place);
    if let Some(place) = missing("here.full_disk_access") {
        let finding = on(place, "macOS does not let this program see backups");
        out.add(finding.raises(HostPermission, Moderate));
    }
    if let Some(place) = missing("here.folders_unguarded") {
        let finding = on(place, "Windows guards folders against programs it does not know");
        out.add(finding.raises(HostPermission, Weak));
    }
    let unknown = case.fact_text("here.service").is_some_and(|state| state != "answers");
    if let Some(place) = missing("here.usb_device_readable").filter(|_| unknown) {
        let finding = on(place, "the phone's USB device may not be opened by this user");
        out.add(finding.raises(HostPermission, Moderate));
    }
    if let Some(place) = missing("here.udev_rule_present") {
        let finding = on(place, "nothing starts the service when a phone is plugged in");
        out.add(finding.raises(UsbStack, Moderate));
    }
}
