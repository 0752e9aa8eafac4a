//! The service or kernel was updated just before.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "H003",
    name: "service-changed",
    blame: Blame::Host,
    page: include_str!("h003_service_changed.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("since-host-update") else { return };
    let names = ["usbmuxd", "daemon", "kernel", "driver", "windows update", "macos"];
    let report = case.case.text("report").unwrap_or_default().to_lowercase();
    let fact = case.fact_text("updated_recently").unwrap_or_default();
    let service = names.iter().any(|name| report.contains(name) || fact.contains(name));
    let finding = on(place, "something on the computer was updated just before");
    out.add(if service {
        finding.raises(UsbStack, Strong).lowers(CablePortHub, Weak)
    } else {
        finding.raises(ToolBug, Weak).raises(VersionMismatch, Weak)
    });
}
