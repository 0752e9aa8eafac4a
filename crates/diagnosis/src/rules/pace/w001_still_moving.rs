//! Something still moves.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W001",
    name: "still-moving",
    blame: Blame::Nobody,
    page: include_str!("w001_still_moving.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let moves = [
        "folder_changing",
        "still_moving",
        "bytes_moving",
        "heartbeat_ok",
        "folder_growing",
        "disk_active",
    ];
    let fact = case.flag(&moves);
    if let Some((false, place)) = fact {
        return out.add(on(place, "nothing changes any more").lowers(SlowButHealthy, Strong));
    }
    if case.any_line(&["net-sleepy"]).is_some() {
        return;
    }
    let fact = fact.and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("moving")) else { return };
    out.add(on(place, "something still moves").raises(SlowButHealthy, Strong));
}
