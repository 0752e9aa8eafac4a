//! It began with an iOS update, with a tool that is not Apple's.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T005",
    name: "after-ios-update",
    blame: Blame::Program,
    page: include_str!("t005_after_ios_update.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.says_any(&["since-host-update", "backup-newer"]).is_some() {
        return;
    }
    if !case.context.is_open_tool() {
        return;
    }
    let fact = case.flag(&["worked_before_update"]).and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("since-ios-update")) else { return };
    let looks = case.says_any(&["phone-functions", "asks-for-info"]).is_some();
    let verify = case.stage == Stage::Verify && looks;
    let finding = on(place, "it began with an iOS update");
    out.add(if verify {
        finding.raises(DeviceSoftware, Moderate)
    } else {
        let early = matches!(case.stage, Stage::Connect | Stage::Pair | Stage::Start);
        let early = early && case.says("other-tool-fails").is_none();
        finding.raises(VersionMismatch, if early { Strong } else { Moderate })
    });
}
