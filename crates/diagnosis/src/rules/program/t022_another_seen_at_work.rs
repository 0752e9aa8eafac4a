//! The list of programs shows another one at the phone.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T022",
    name: "another-seen-at-work",
    blame: Blame::Program,
    page: include_str!("t022_another_seen_at_work.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() {
        return;
    }
    if let Some(place) = case.fact_place("here.phone_held_by") {
        let by = case.fact_text("here.phone_held_by").unwrap_or_default();
        let finding = on(place, format!("{by} holds the phone's USB device"));
        out.add(finding.raises(BusyDevice, Strong).raises(UsbStack, Weak));
    }
    if let Some(place) = case.fact_place("here.backup_made_by") {
        let by = case.fact_text("here.backup_made_by").unwrap_or_default();
        let finding = on(place, format!("{by} is at work just now"));
        out.add(finding.raises(BusyDevice, Moderate).raises(SlowButHealthy, Weak));
    }
    if let Some(place) = case.fact_place("here.could_hold_phone") {
        let by = case.fact_text("here.could_hold_phone").unwrap_or_default();
        // Half of all desktops run one of them without harm.
        let finding = on(place, format!("{by} runs and may reach for the phone"));
        out.add(finding.raises(BusyDevice, Weak));
    }
}
