//! The computer's service for iPhones is named as the trouble.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "H001",
    name: "service-broken",
    blame: Blame::Host,
    page: include_str!("h001_service_broken.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let driver = case.says("driver-trouble");
    let Some(place) = driver.or(case.says("host-service")) else { return };
    if case.context.is_icloud() {
        return;
    }
    let helped = case.says("service-restart-helps");
    let finding = on(helped.unwrap_or(place), "the computer's service for iPhones is in play");
    out.add(if helped.or(driver).is_some() {
        finding.raises(UsbStack, Strong)
    } else {
        finding.raises(UsbStack, Moderate)
    });
}
