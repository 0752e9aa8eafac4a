//! The phone was gone in the middle of a good transfer.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C007",
    name: "cut-off-after-good-start",
    blame: Blame::Cable,
    page: include_str!("c007_cut_off_after_good_start.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let gone = case.flag(&["os_device_disconnected", "device_disconnected", "device_gone"]);
    let fact = gone.and_then(|(yes, place)| yes.then_some(place));
    let pulled = case.any_line(&["um-dropped", "lk-disconnect", "um-removed", "ba2-computer-gone"]);
    let wired = case.context.method != Some(Method::Wifi) && !case.context.is_icloud();
    let same = case.says("same-point").is_some();
    let Some(place) = fact.or(pulled.map(|hit| hit.first)).filter(|_| wired && !same) else {
        return;
    };
    let finding = on(place, "the system lost the phone in the middle");
    // What hands the phone's USB on to another system loses it more often than a cable does.
    // A computer that sleeps, or a battery that is empty, lets the phone go as well.
    let weak = case.says_any(&["sleeps", "battery-low"]).is_some()
        || case.any_line(&["os-undervoltage", "os-sleep"]).is_some();
    if weak {
        return out.add(finding.raises(CablePortHub, Weak).raises(Power, Moderate));
    }
    out.add(if case.says_any(&["virtual-usb", "contained"]).is_some() {
        finding.raises(UsbStack, Strong).raises(CablePortHub, Weak)
    } else {
        finding.raises(CablePortHub, Strong).raises(UsbStack, Weak)
    });
}
