//! The software on the computer is older than the iOS.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T006",
    name: "software-too-old",
    blame: Blame::Program,
    page: include_str!("t006_software_too_old.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    use crate::knowledge::versions::{Version, itunes_too_old, newest_ios_known_to};
    if case.context.is_icloud() {
        return;
    }
    let names = ["itunes_version", "here.itunes_version"];
    let itunes = names.iter().find_map(|name| Version::find(&case.fact_text(name)?));
    if let (Some(itunes), Some(ios)) = (itunes, case.context.ios)
        && itunes_too_old(itunes, ios)
    {
        let place = names.iter().find_map(|name| case.fact_place(name));
        let Some(place) = place else { return };
        let finding = on(place, "this iTunes is older than this iOS wants");
        return out.add(finding.raises(VersionMismatch, Decisive));
    }
    let known = newest_ios_known_to(&case.context.host_os);
    if let (Some(known), Some(ios)) = (known, case.context.ios)
        && ios.major > known
        && let Some(place) = case.setting("host_os")
    {
        let finding = on(place, "this system is older than this iOS");
        // Two and more years apart it hardly ever works with what Apple brings along; on Linux
        // the tools may be newer than the system.
        let brings = case.context.host != Some(Host::Linux);
        // What was served for a while is no question of age there.
        let late = [Stage::Estimating, Stage::Transfer, Stage::Verify, Stage::Restore];
        if !brings && late.contains(&case.stage) {
            return;
        }
        let weight = if ios.major > known + 1 && brings { Strong } else { Moderate };
        out.add(finding.raises(VersionMismatch, weight));
    }
    if case.context.is_open_tool()
        && case.case.text("report").is_none_or(|report| !report.to_lowercase().contains("version"))
    {
        return;
    }
    let Some(place) = case.says("old-software") else { return };
    // What reads or brings back an old backup is talked of with years and versions, too.
    let looks = matches!(case.stage, Stage::Verify | Stage::Restore);
    let weight = if looks { Weak } else { Moderate };
    let finding = on(place, "the software on the computer is old");
    let finding = finding.raises(VersionMismatch, weight);
    out.add(if case.context.is_open_tool() { finding.raises(ToolBug, Weak) } else { finding });
}
