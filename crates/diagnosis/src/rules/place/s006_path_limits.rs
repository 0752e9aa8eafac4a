//! Paths or names are too long or not allowed.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S006",
    name: "path-limits",
    blame: Blame::Store,
    page: include_str!("s006_path_limits.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("path-limits") else { return };
    let finding = on(place, "a path is too long or a name is not allowed");
    out.add(finding.raises(TargetFilesystem, Decisive).lowers(IcloudStorageFull, Weak));
}
