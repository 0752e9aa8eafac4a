//! A container or a virtual machine stands between.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "H002",
    name: "contained",
    blame: Blame::Host,
    page: include_str!("h002_contained.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let facts = ["docker", "container", "vm", "virtual_machine", "wsl"];
    let fact = case.flag(&facts).and_then(|(yes, place)| yes.then_some(place));
    let named = case.context.host_os.contains("docker") || case.context.host_os.contains("wsl");
    let setting = named.then(|| case.setting("host_os")).flatten();
    let Some(place) = fact.or(setting).or(case.says("contained")) else { return };
    let connects =
        matches!(case.stage, Stage::Connect | Stage::Start | Stage::Pair | Stage::Unknown);
    // Through a virtual machine or a network the phone's USB is lost while data flows, too.
    let virtual_usb = case.says("virtual-usb").is_some();
    if case.stage == Stage::Transfer && virtual_usb && !case.context.is_icloud() {
        let finding = on(place, "the phone's USB is handed on to another system");
        return out.add(finding.raises(UsbStack, Strong).lowers(CablePortHub, Weak));
    }
    let near = case.stage != Stage::Start || case.says_any(&["not-seen", "host-service"]).is_some();
    if connects && !case.context.is_icloud() {
        let finding = on(place, "a container or virtual machine stands between");
        let full = case.amount(Amount::HostTotal).is_some();
        out.add(finding.raises(UsbStack, if full || !near { Weak } else { Moderate }));
    }
}
