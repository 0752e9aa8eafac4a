//! Trust does not hold, and the tool is older than this iOS.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "R008",
    name: "trust-beyond-the-tool",
    blame: Blame::Program,
    page: include_str!("r008_trust_beyond_the_tool.md"),
    check,
};

/// Facts that tell how old the open tools are.
const TOOLS: &[&str] =
    &["tool_version", "libimobiledevice_version", "library_version", "usbmuxd_version"];

fn check(case: &Reading<'_>, out: &mut Findings) {
    use crate::knowledge::versions::{Version, newest_ios_known_to, open_tools_too_old};
    let wired = case.context.method != Some(Method::Wifi) && case.context.is_open_tool();
    let lines = ["ip-not-paired", "ip-dialog"];
    let lost = case.any_line(&lines).map(|hit| hit.first);
    let lost = lost.or(case.code(Family::Lockdown, -21)).or(case.says("trust-trouble"));
    let other = case
        .says_any(&["record-foreign", "managed", "since-host-update", "program-changed"])
        .is_some()
        || case.line("host-record-denied").is_some();
    let Some(place) = lost.filter(|_| wired && !other) else { return };
    let own = case.context.tool != Some(Tool::Pymobiledevice3);
    let old = own
        && case.context.ios.is_some_and(|ios| {
            let told = TOOLS.iter().find_map(|name| Version::find(&case.fact_text(name)?));
            let known = newest_ios_known_to(&case.context.host_os);
            told.is_some_and(|tools| tools.major < 2 && open_tools_too_old(tools, ios))
                || known.is_some_and(|known| known < ios.major)
        });
    let update = case.says("since-ios-update").is_some()
        || case.flag(&["worked_before_update"]).is_some_and(|(yes, _)| yes);
    if old || update {
        let finding = on(place, "a tool older than this iOS does not get hold of trust");
        out.add(finding.raises(VersionMismatch, Strong).lowers(PairingTrust, Moderate));
    }
}
