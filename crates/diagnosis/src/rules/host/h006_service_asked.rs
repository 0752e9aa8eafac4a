//! The service for iPhones was asked, and held against the bus.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "H006",
    name: "service-asked",
    blame: Blame::Host,
    page: include_str!("h006_service_asked.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() {
        return;
    }
    if let Some(place) = case.fact_place("here.driver_says") {
        let finding = on(place, "the system's driver for the phone does not work");
        out.add(finding.raises(UsbStack, Decisive));
    }
    let late = case.fact_text("probe_service").filter(|says| says.contains("did not answer"));
    if let (Some(_), Some(place)) = (late, case.fact_place("probe_service")) {
        return out.add(on(place, "the service for iPhones hangs").raises(UsbStack, Decisive));
    }
    let state = case.fact_text("here.service");
    let (Some(state), Some(place)) = (state, case.fact_place("here.service")) else { return };
    let on_bus = case.number(&["here.bus_phones"]).map(|(phones, _)| phones);
    let seen = on_bus.is_some_and(|phones| phones >= 1.0);
    match state.as_str() {
        "silent" | "confused" => {
            let finding = on(place, "the service for iPhones is there and does not answer");
            out.add(finding.raises(UsbStack, Decisive));
        }
        "refused" => {
            let finding = on(place, "the service for iPhones may not be used by this user");
            out.add(finding.raises(HostPermission, Decisive));
        }
        "absent" | "unreachable" if seen => {
            let finding = on(place, "a phone is on the bus, the service for iPhones does not run");
            out.add(finding.raises(UsbStack, Decisive));
        }
        // On Linux it is started by the plug; elsewhere it runs always.
        "absent" | "unreachable" => {
            let always = matches!(case.context.host, Some(Host::Mac | Host::Windows));
            let contained = case.fact_place("here.runs_in").is_some();
            if always || contained {
                let finding = on(place, "the service for iPhones is not in reach");
                out.add(finding.raises(UsbStack, Strong));
            }
        }
        _ => answered(case, place, on_bus, out),
    }
}

fn answered(case: &Reading<'_>, place: Place, on_bus: Option<f64>, out: &mut Findings) {
    let known = case.number(&["here.service_phones"]).map_or(0.0, |(phones, _)| phones);
    let wireless = case.number(&["here.service_phones_wifi"]).map_or(0.0, |(phones, _)| phones);
    if known > 0.0 {
        let finding = on(place, "the service for iPhones answers and knows the phone");
        return out.add(finding.lowers(UsbStack, Moderate));
    }
    match on_bus {
        Some(phones) if phones >= 1.0 => {
            let says = "a phone is on the bus that the service for iPhones does not know";
            let blocked = case.flag(&["here.bus_data"]).is_some_and(|(data, _)| !data);
            let weight = if blocked { Weak } else { Strong };
            out.add(on(place, says).raises(UsbStack, weight).raises(PairingTrust, Weak));
        }
        Some(_) if wireless == 0.0 => {
            let finding = on(place, "no phone is on the bus of this computer");
            out.add(finding.raises(CablePortHub, Weak));
        }
        _ => {}
    }
}
