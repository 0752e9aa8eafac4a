//! What the bus says: speed, hubs, and whether data is let through.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C010",
    name: "bus-measured",
    blame: Blame::Cable,
    page: include_str!("c010_bus_measured.md"),
    check,
};

/// Every iPhone since the first runs at least at this speed over USB.
const MBIT_MIN: f64 = 480.0;

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() {
        return;
    }
    // The bus and the service for iPhones tell the same line; the slower of them is believed.
    let told = ["here.usb_mbit", "here.service_mbit"].map(|name| case.number(&[name]));
    let speed = told.into_iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((mbit, place)) = speed.filter(|(mbit, _)| *mbit < MBIT_MIN) {
        let says = format!("the cable runs at {mbit:.0} Mbit/s, not at 480 or more");
        out.add(on(place, says).raises(CablePortHub, Strong));
    } else if let Some((_, place)) = speed {
        out.add(on(place, "the cable runs at its speed").lowers(CablePortHub, Weak));
    }
    let hubs = case.number(&["here.hubs_between"]).filter(|(hubs, _)| *hubs >= 1.0);
    if let Some((hubs, place)) = hubs {
        let says = format!("{hubs:.0} hub(s) stand between phone and computer");
        let weight = if hubs >= 3.0 { Moderate } else { Weak };
        out.add(on(place, says).raises(CablePortHub, weight));
    }
    let blocked = case.flag(&["here.bus_data"]).filter(|(data, _)| !data);
    if let Some((_, place)) = blocked {
        let finding = on(place, "the phone takes power but lets no data through");
        let finding = finding.raises(PairingTrust, Strong).raises(DeviceLockedPasscode, Moderate);
        out.add(finding.raises(CablePortHub, Weak));
    }
    if let Some((true, place)) = case.flag(&["here.bus_recovery"]) {
        let finding = on(place, "the phone is in recovery mode; no backup can be made there");
        out.add(finding.raises(DeviceSoftware, Decisive));
    }
}
