//! A restart of the phone helped, for a while; or it did not.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P010",
    name: "restart-helped",
    blame: Blame::Phone,
    page: include_str!("p010_restart_helped.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let restarted = case.flag(&["device_restarted", "phone_restarted", "restarted_phone"]);
    if let Some(place) = case.says("restart-helped") {
        let finding = on(place, "a restart helped for a while").raises(DeviceSoftware, Strong);
        return out.add(finding.remedy("normal-restart"));
    }
    let fact = restarted.and_then(|(yes, place)| yes.then_some(place));
    if let Some(place) = fact.or(case.says("phone-restarted")) {
        // A restart ends what else the phone was busy with, and often not what ails it.
        out.add(on(place, "the phone was restarted already").lowers(BusyDevice, Weak));
    }
}
