//! It works while the screen is on and stops when the phone locks.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P003",
    name: "stops-when-locked",
    blame: Blame::Person,
    page: include_str!("p003_stops_when_locked.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let facts =
        ["works_with_screen_on", "works_unlocked", "fails_when_locked", "stops_when_locked"];
    let fact = case.flag(&facts).and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("stops-when-locked")) else { return };
    let finding = on(place, "it stops when the phone locks").raises(DeviceLockedPasscode, Strong);
    let wireless = case.context.method == Some(Method::Wifi);
    out.add(if wireless { finding.raises(Power, Moderate) } else { finding });
}
