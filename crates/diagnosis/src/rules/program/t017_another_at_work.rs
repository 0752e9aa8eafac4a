//! Another program or run holds the phone.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T017",
    name: "another-at-work",
    blame: Blame::Program,
    page: include_str!("t017_another_at_work.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let twice = case.flag(&["same_device_listed_twice", "other_program_running"]);
    let fact = twice.and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("busy-program")) else { return };
    out.add(on(place, "another program or run uses the phone").raises(BusyDevice, Strong));
}
