//! The open tools on this computer are older than this iOS.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T023",
    name: "open-tools-too-old",
    blame: Blame::Program,
    page: include_str!("t023_open_tools_too_old.md"),
    check,
};

/// Newest iOS that a release of libimobiledevice was made for: 1.2.0 came in January 2015 and
/// learnt of iOS 9 and 10 by patches only; 1.3.0 of June 2020 serves what came since.
const KNOWN_TO_1_2: u32 = 10;

/// Facts in which people name the release they use.
const TOLD: &[&str] = &["tool_version", "libimobiledevice_version", "idevicebackup2_version"];

fn check(case: &Reading<'_>, out: &mut Findings) {
    use crate::knowledge::versions::Version;
    let early = matches!(case.stage, Stage::Connect | Stage::Pair | Stage::Start);
    if early && case.context.is_open_tool() && case.context.tool != Some(Tool::Pymobiledevice3) {
        for name in TOLD {
            let version = case.fact_text(name).and_then(|told| Version::find(&told));
            let released = |version: &Version| (1, 0) <= (version.major, version.minor);
            let behind = |version: &Version| (version.major, version.minor) < (1, 4);
            if let Some(place) = case.fact_place(name)
                && version.filter(released).is_some_and(|version| behind(&version))
            {
                let finding = on(place, "this release of the open tools is years old");
                return out.add(finding.raises(VersionMismatch, Strong));
            }
        }
    }
    let told = case.fact_text("here.idevicebackup2_version");
    let place = case.fact_place("here.idevicebackup2_version");
    let (Some(told), Some(place), Some(ios)) = (told, place, case.context.ios) else { return };
    let used = case.context.is_open_tool() || case.context.tool.is_none();
    let Some(version) = Version::find(&told).filter(|_| used && !case.context.is_icloud()) else {
        return;
    };
    if (version.major, version.minor) < (1, 3) && ios.major > KNOWN_TO_1_2 {
        let says = format!("idevicebackup2 {told} is older than this iOS wants");
        let own = case.context.is_open_tool();
        let weight = if own { Strong } else { Weak };
        out.add(on(place, says).raises(VersionMismatch, weight));
    }
}
