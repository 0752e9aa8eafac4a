//! The phone keeps reports of crashes of its backup service.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P021",
    name: "agent-crashed-lately",
    blame: Blame::Phone,
    page: include_str!("p021_agent_crashed_lately.md"),
    check,
};

/// Two in a fortnight are no accident.
const OFTEN: f64 = 2.0;

fn check(case: &Reading<'_>, out: &mut Findings) {
    let crashes = case.number(&["here.phone_agent_crashes"]);
    let Some((times, place)) = crashes.filter(|(times, _)| *times >= 1.0) else { return };
    let days = case.number(&["here.phone_agent_crash_days"]);
    let ago = days.map_or(String::new(), |(days, _)| match days {
        ..1.5 => ", last within a day".to_owned(),
        _ => format!(", last {days:.0} days ago"),
    });
    let says = match times {
        ..1.5 => format!("the iPhone's backup service crashed once in two weeks{ago}"),
        _ => format!("the iPhone's backup service crashed {times:.0} times in two weeks{ago}"),
    };
    let weight = if times >= OFTEN { Strong } else { Moderate };
    out.add(on(place, says).raises(DeviceSoftware, weight));
}
