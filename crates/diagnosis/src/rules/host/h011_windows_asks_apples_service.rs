//! On Windows nothing reaches the phone without what Apple brings along.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "H011",
    name: "windows-asks-apples-service",
    blame: Blame::Host,
    page: include_str!("h011_windows_asks_apples_service.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let windows = case.context.host == Some(Host::Windows);
    let wired = case.context.method == Some(Method::Usb) && case.stage == Stage::Connect;
    let trouble = ["tls-library", "ip-not-paired", "ip-dialog", "um-locked", "ib2-lockdown"];
    let answered = case.any_line(&trouble).is_some()
        || [-5, -17, -19, -21].iter().any(|code| case.code(Family::Lockdown, *code).is_some());
    let known = case.says_any(&["trust-trouble", "phone-locked", "cable-suspect"]).is_some();
    if !windows || !wired || answered || known {
        return;
    }
    let Some(place) = case.setting("host_os") else { return };
    let finding = on(place, "on Windows every program needs Apple's service to reach the phone");
    out.add(finding.raises(UsbStack, Strong));
}
