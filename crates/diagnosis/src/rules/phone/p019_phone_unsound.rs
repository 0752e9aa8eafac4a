//! The phone itself is unsound: it crashes, restarts by itself, was changed by a jailbreak.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P019",
    name: "phone-unsound",
    blame: Blame::Phone,
    page: include_str!("p019_phone_unsound.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if let Some(place) = case.says("phone-damaged") {
        out.add(on(place, "the phone itself is unwell").raises(DeviceSoftware, Strong));
    }
    if let Some(place) = case.says("jailbroken") {
        out.add(on(place, "the phone was changed by a jailbreak").raises(DeviceSoftware, Weak));
    }
}
