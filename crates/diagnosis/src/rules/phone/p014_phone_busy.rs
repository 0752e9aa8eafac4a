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
    // Who looks into a finished backup does not mind what the phone does.
    let looks = case.stage == Stage::Verify;
    let Some(place) = case.says("phone-busy").filter(|_| !looks) else { return };
    let finding = on(place, "the phone is busy with something else").raises(BusyDevice, Strong);
    out.add(finding.lowers(Unknown, Weak));
}
