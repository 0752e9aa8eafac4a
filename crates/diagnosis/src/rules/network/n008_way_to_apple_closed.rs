//! The ways to Apple were walked, and some are closed.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "N008",
    name: "way-to-apple-closed",
    blame: Blame::Network,
    page: include_str!("n008_way_to_apple_closed.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.method == Some(Method::Usb) {
        return;
    }
    let named = |name: &str| Some((case.fact_text(name)?, case.fact_place(name)?));
    let is = |name: &str| case.flag(&[name]).filter(|(yes, _)| *yes).map(|(_, place)| place);
    if let Some(place) = is("here.net_sign_in_page") {
        let finding = on(place, "a sign-in page of the network answers in Apple's place");
        return out.add(finding.raises(NetworkBlocked, Decisive));
    }
    let asked = case.number(&["here.net_asked"]).map_or(0.0, |(count, _)| count);
    let reached = case.number(&["here.net_reached"]);
    let nothing = reached.filter(|(count, _)| *count == 0.0 && asked > 0.0);
    let alone = case.flag(&["here.net_default_route"]).filter(|(there, _)| !there);
    if let (Some(_), Some((_, place))) = (nothing, alone) {
        // Nothing is blocked where nothing leads out; and it says nothing about the phone.
        let finding = on(place, "this computer is on no network that leads out");
        return out.add(finding.raises(NetworkWeak, Weak));
    }
    if let Some((_, place)) = nothing {
        let finding = on(place, "none of Apple's servers can be reached from this network");
        out.add(finding.raises(NetworkBlocked, Strong).raises(NetworkWeak, Moderate));
    }
    let closed = [
        ("here.net_names_refused", "the network refuses to tell the address of"),
        ("here.net_names_lie", "the network tells a false address for"),
        ("here.net_names_silent", "nobody tells the address of"),
        ("here.net_ports_blocked", "closed from this network:"),
        ("here.net_inspected_by", "TLS is opened on the way by"),
        ("here.net_tls_silent", "small packets come through, large ones do not:"),
    ];
    for (name, says) in closed {
        if let Some((hosts, place)) = named(name) {
            let finding = on(place, format!("{says} {hosts}"));
            out.add(finding.raises(NetworkBlocked, Strong));
        }
    }
    if let Some((kind, place)) = named("here.net_tunnel") {
        let finding = on(place, format!("everything goes through a tunnel ({kind})"));
        out.add(finding.raises(NetworkBlocked, Moderate));
    }
    if let Some((bytes, place)) = case.number(&["here.net_mtu_bytes"]) {
        let says = format!("this computer may send packets of {bytes:.0} bytes only");
        out.add(on(place, says).raises(NetworkBlocked, Weak).raises(NetworkWeak, Weak));
    }
    if let Some(place) = is("here.net_proxy") {
        out.add(on(place, "a proxy is set").raises(NetworkBlocked, Weak));
    }
    if let Some((_, place)) = reached.filter(|(count, _)| *count >= asked && asked > 0.0) {
        let finding = on(place, "all of Apple's servers can be reached from this network");
        out.add(finding.lowers(NetworkBlocked, Moderate));
    }
}
