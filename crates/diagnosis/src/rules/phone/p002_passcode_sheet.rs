//! The phone waits for its passcode, or seems to.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P002",
    name: "passcode-sheet",
    blame: Blame::Person,
    page: include_str!("p002_passcode_sheet.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    // A code that is looked for inside a backup is another matter.
    if case.stage == Stage::Verify && case.line("ib2-passcode").is_none() {
        return;
    }
    if let Some(place) = case.says("passcode-ignored") {
        out.add(
            on(place, "nobody answered the passcode sheet").raises(DeviceLockedPasscode, Strong),
        );
    }
    let entered = case
        .says("passcode-entered")
        .or(case.flag(&["passcode_entered"]).and_then(|(yes, place)| yes.then_some(place)));
    if let Some(place) = entered {
        let finding = on(place, "the passcode was typed");
        return out.add(finding.lowers(DeviceLockedPasscode, Moderate));
    }
    if let Some(place) = case.says("passcode-asked") {
        let finding = on(place, "the phone asks for its passcode");
        out.add(finding.raises(DeviceLockedPasscode, Moderate));
    }
    let asks = case.context.ios.is_none_or(|ios| ios.major >= 16) && !case.context.is_icloud();
    let quiet = case.stage == Stage::Estimating && case.codes().is_empty();
    if let Some(mode) = case.line("mark-mode").filter(|_| asks && quiet) {
        let known = case.context.ios.is_some();
        let weight = if known { Moderate } else { Weak };
        let finding = on(mode.last, "nothing came after the start, where iOS 16.1 and later ask");
        out.add(finding.raises(DeviceLockedPasscode, weight));
    }
}
