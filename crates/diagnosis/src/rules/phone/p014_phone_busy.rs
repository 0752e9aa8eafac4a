//! The phone is busy with a sync, a download, an update or its set-up.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P014",
    name: "phone-busy",
    blame: Blame::Phone,
    page: include_str!("p014_phone_busy.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("phone-busy") else { return };
    let finding = on(place, "the phone is busy with something else").raises(BusyDevice, Strong);
    out.add(finding.lowers(Unknown, Weak));
}
