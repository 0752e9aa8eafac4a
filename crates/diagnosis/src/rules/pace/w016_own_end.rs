//! A backup of Unstuck's own ended, and the run knew why.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W016",
    name: "own-end",
    blame: Blame::Phone,
    page: include_str!("w016_own_end.md"),
    check,
};

const KEY: &str = "here.run_ended_because";

fn check(case: &Reading<'_>, out: &mut Findings) {
    let (Some(id), Some(place)) = (case.fact_text(KEY), case.fact_place(KEY)) else { return };
    let cause = Cause::from_id(&id).filter(|cause| *cause != Unknown);
    let Some(cause) = cause else { return };
    let says = "Unstuck tried a backup itself, and this is what it ended with";
    out.add(on(place, says).raises(cause, Strong).lowers(SlowButHealthy, Strong));
}
