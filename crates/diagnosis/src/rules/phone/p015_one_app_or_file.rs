//! One app or one file is named.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P015",
    name: "one-app-or-file",
    blame: Blame::Phone,
    page: include_str!("p015_one_app_or_file.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("one-app") else { return };
    let finding = on(place, "one app or file is in the way");
    if matches!(case.stage, Stage::Verify | Stage::Restore) {
        let finding = finding.raises(ToolBug, Weak).raises(BackupCorrupt, Weak);
        return out.add(finding.raises(DeviceSoftware, Weak));
    }
    // Open tools stumble over a file nearly as often as the phone does.
    let finding = if case.context.is_open_tool() {
        finding.raises(DeviceSoftware, Weak).raises(ToolBug, Weak)
    } else {
        finding.raises(DeviceSoftware, Moderate)
    };
    let place_trouble = case.any_line(&["ib2-unsuitable", "ib2-list-empty"]).is_some()
        || case.says_any(&["path-limits", "bad-filesystem"]).is_some();
    if !place_trouble && !case.context.is_icloud() {
        out.add(finding.lowers_all(&[CablePortHub, NetworkWeak], Weak));
    } else if case.context.is_icloud() && case.says("icloud-full").is_none() {
        out.add(finding);
    }
}
