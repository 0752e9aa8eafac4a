//! Newer iOS announces itself with a private Wi-Fi address.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "R004",
    name: "private-address",
    blame: Blame::Program,
    page: include_str!("r004_private_address.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let recent = case.context.ios.is_some_and(|ios| (ios.major, ios.minor) >= (26, 4));
    let wireless = case.context.method == Some(Method::Wifi);
    let connects = matches!(case.stage, Stage::Connect | Stage::Start | Stage::Unknown);
    let Some(place) = case.setting("ios_version").filter(|_| recent && wireless && connects) else {
        return;
    };
    let finding = on(place, "this iOS announces itself with a private Wi-Fi address");
    out.add(finding.raises(VersionMismatch, Strong).raises(PairingTrust, Weak));
}
