//! The tool gave up while the phone prepared.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T008",
    name: "gave-up-while-phone-prepares",
    blame: Blame::Program,
    page: include_str!("t008_gave_up_while_phone_prepares.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let nothing = case.line("mark-zero").is_some() || case.stage == Stage::Estimating;
    let ended = case.line("ib2-recv-tls").filter(|_| nothing && case.stage != Stage::Restore);
    let Some(hit) = ended.filter(|_| case.context.method != Some(Method::Wifi)) else { return };
    out.claim_line("ib2-recv-tls");
    let names = ["prepare", "seconds_until", "seconds_to", "timeout", "begin"];
    let waited = case.measured(&names, &["minutes"]);
    let long = waited.filter(|(seconds, _)| *seconds >= 25.0);
    let entered = case.says("passcode-entered").is_some()
        || case.flag(&["passcode_entered"]).is_some_and(|(yes, _)| yes);
    let asks = case.context.ios.is_none_or(|ios| ios.major >= 16);
    let finding = on(hit.first, "the tool gave up before the phone sent anything");
    let finding = finding.lowers(CablePortHub, Weak);
    out.add(match (long, entered) {
        (Some(_), _) => finding.raises(ToolBug, Strong).raises(SlowButHealthy, Weak),
        (None, true) => finding.raises(ToolBug, Strong),
        (None, false) if asks => finding
            .raises(DeviceLockedPasscode, Strong)
            .raises(ToolBug, Moderate)
            .raises(Unknown, Weak),
        (None, false) => {
            finding.raises(ToolBug, Moderate).raises(VersionMismatch, Weak).raises(Unknown, Weak)
        }
    });
}
