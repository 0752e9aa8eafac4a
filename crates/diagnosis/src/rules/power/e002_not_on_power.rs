//! The phone is not charging, which iCloud Backup waits for.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "E002",
    name: "not-on-power",
    blame: Blame::Phone,
    page: include_str!("e002_not_on_power.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("not-powered") else { return };
    // Over Wi-Fi the phone answers for long on the charger only.
    let wireless = case.context.is_icloud() || case.context.method == Some(Method::Wifi);
    let weight = if wireless { Strong } else { Moderate };
    out.add(on(place, "the phone is not on power").raises(Power, weight));
}
