//! The figures show progress.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W007",
    name: "figures-move",
    blame: Blame::Nobody,
    page: include_str!("w007_figures_move.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some((percent, place)) = case.number(&["percent_done", "percent", "progress_percent"])
    else {
        return;
    };
    let minutes = case.number(&["minutes_elapsed", "elapsed_minutes", "minutes_running"]);
    let broke = case.line("mark-ended").is_some() || !case.codes().is_empty();
    let frozen = case.flag(&["folder_changing"]).is_some_and(|(changes, _)| !changes);
    if broke || frozen || minutes.is_none() || percent <= 0.0 || percent >= 100.0 {
        return;
    }
    let finding = on(place, "it has got somewhere in the time it ran");
    out.add(finding.raises(SlowButHealthy, Strong));
}
