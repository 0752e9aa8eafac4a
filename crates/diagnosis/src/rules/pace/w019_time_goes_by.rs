//! Somebody counts minutes or hours, and nothing has failed.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W019",
    name: "time-goes-by",
    blame: Blame::Nobody,
    page: include_str!("w019_time_goes_by.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let broke = case.line("mark-ended").is_some() || !case.codes().is_empty();
    let told = case.says("failed").filter(|_| case.says("no-error").is_none());
    let told = told.or(case.says_any(&["not-seen", "nothing-starts", "disconnected"]));
    let waits = ["passcode-asked", "phone-locked", "stops-when-locked", "sleeps", "not-powered"];
    let waits = case.says_any(&waits);
    let still = case.flag(&["folder_changing"]).is_some_and(|(changes, _)| !changes);
    // What is not even connected is not slow.
    let apart = matches!(case.stage, Stage::Connect | Stage::Pair)
        || case.stage == Stage::Start && case.context.is_open_tool();
    if apart || broke || told.or(waits).is_some() || still {
        return;
    }
    let fact = case.number(&["minutes_elapsed", "hours_elapsed", "minutes_running"]);
    let Some(place) = fact.map(|(_, place)| place).or(case.says("time-told")) else { return };
    let asks = case.case.text("report").is_some_and(|report| report.trim_end().ends_with('?'));
    let finding = on(place, "time goes by, and nothing has failed");
    // A backup that is looked into is told of with dates, and so is one that came back wrong.
    let looks = matches!(case.stage, Stage::Verify | Stage::Restore);
    out.add(finding.raises(
        SlowButHealthy,
        match (asks, looks) {
            (true, _) => Strong,
            (false, false) => Moderate,
            (false, true) => Weak,
        },
    ));
}
