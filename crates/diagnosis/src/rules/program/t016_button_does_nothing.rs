//! With Apple's program nothing happens at all.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T016",
    name: "button-does-nothing",
    blame: Blame::Program,
    page: include_str!("t016_button_does_nothing.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if !case.context.is_apple_host() {
        return;
    }
    let Some(place) = case.says("nothing-starts").filter(|_| case.codes().is_empty()) else {
        return;
    };
    // It began with an iOS, or the phone that fails is the newer one.
    let apart = case.says_any(&["since-ios-update", "other-device-works"]).is_some();
    let finding = on(place, "the program does nothing when it is asked to back up");
    out.add(
        finding
            .raises(VersionMismatch, if apart { Moderate } else { Weak })
            .raises(DeviceLockedPasscode, Weak)
            .raises(ToolBug, Weak)
            .raises(BusyDevice, Weak),
    );
}
