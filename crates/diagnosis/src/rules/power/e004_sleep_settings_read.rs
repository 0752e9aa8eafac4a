//! The computer is set to sleep before a backup is done.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "E004",
    name: "sleep-settings-read",
    blame: Blame::Host,
    page: include_str!("e004_sleep_settings_read.md"),
    check,
};

/// A first backup takes an hour and more.
const MINUTES: f64 = 60.0;

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() {
        return;
    }
    let sleeps = case.number(&["here.sleeps_after_minutes"]);
    if let Some((minutes, place)) = sleeps.filter(|(minutes, _)| *minutes < MINUTES) {
        let says = format!("this computer goes to sleep after {minutes:.0} minutes without input");
        let unplugged = case.flag(&["here.computer_unplugged"]).is_some_and(|(yes, _)| yes);
        let weight = if unplugged { Moderate } else { Weak };
        out.add(on(place, says).raises(Power, weight));
    }
}
