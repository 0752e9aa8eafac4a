//! The computer or the phone goes to sleep in the middle.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "E003",
    name: "goes-to-sleep",
    blame: Blame::Host,
    page: include_str!("e003_goes_to_sleep.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("sleeps") else { return };
    // That the phone left is what follows from it.
    for line in ["lk-disconnect", "dlg-disconnected", "um-removed", "mac-detached"] {
        out.claim_line(line);
    }
    out.add(on(place, "something goes to sleep in the middle").raises(Power, Strong));
}
