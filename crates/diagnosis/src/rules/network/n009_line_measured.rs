//! The line was measured: losses, latency at rest and under load.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "N009",
    name: "line-measured",
    blame: Blame::Network,
    page: include_str!("n009_line_measured.md"),
    check,
};

/// Ten questions: one lost is chance, two are not.
const LOST_PERCENT: f64 = 15.0;
/// Far above any line but a satellite's.
const SLOW_MS: f64 = 700.0;
/// A line that is filled by a small upload stands in a queue.
const QUEUE_MS: f64 = 400.0;
const JITTER_MS: f64 = 250.0;

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.method == Some(Method::Usb) {
        return;
    }
    let above = |name: &str, limit: f64| case.number(&[name]).filter(|(value, _)| *value > limit);
    if let Some((lost, place)) = above("here.gateway_lost_percent", LOST_PERCENT) {
        let says = format!("{lost:.0} % is lost on the way to the router, in the house");
        out.add(on(place, says).raises(NetworkWeak, Strong));
    }
    if let Some((lost, place)) = above("here.net_lost_percent", LOST_PERCENT) {
        let says = format!("{lost:.0} % is lost on the way");
        out.add(on(place, says).raises(NetworkWeak, Strong));
    }
    let rest = case.number(&["here.net_ms"]);
    if let Some((ms, place)) = rest.filter(|(ms, _)| *ms > SLOW_MS) {
        let says = format!("a small question takes {ms:.0} ms");
        out.add(on(place, says).raises(NetworkWeak, Moderate));
    }
    if let Some((ms, place)) = above("here.net_jitter_ms", JITTER_MS) {
        let says = format!("answers come {ms:.0} ms apart: something else fills the line");
        out.add(on(place, says).raises(NetworkWeak, Moderate));
    }
    let calm = rest.map_or(0.0, |(ms, _)| ms);
    if let Some((ms, place)) = above("here.net_loaded_ms", calm + QUEUE_MS) {
        let says = format!("while something is sent, a question takes {ms:.0} ms");
        out.add(on(place, says).raises(NetworkWeak, Weak));
    }
    if let Some((hours, place)) = above("here.hours_high", 3.0) {
        let says = format!("at this speed what waits takes up to {hours:.0} hours");
        out.add(on(place, says).raises(SlowButHealthy, Moderate).raises(NetworkWeak, Weak));
    }
}
