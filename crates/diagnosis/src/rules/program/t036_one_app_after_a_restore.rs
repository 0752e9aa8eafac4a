//! A phone was set up from a backup, and one app of it has lost something.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T036",
    name: "one-app-after-a-restore",
    blame: Blame::Program,
    page: include_str!("t036_one_app_after_a_restore.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("app-after-restore") else { return };
    // The vocabulary makes no difference between an app, apps and programs.
    let report = case.case.text("report").unwrap_or_default().to_lowercase();
    let one = report.split(|c: char| !c.is_alphanumeric()).any(|word| word == "app");
    let many = report.split(|c: char| !c.is_alphanumeric()).any(|word| word == "apps");
    let failed = case.line("mark-ended").is_some() || !case.codes().is_empty();
    // Of what apps keep secret another rule knows more.
    let other = case.says_any(&["secrets-gone", "secret-app"]).is_some();
    if case.stage != Stage::Restore || failed || other || many || !one {
        return;
    }
    let finding = on(place, "the restore is over, and one app has lost something by it");
    let finding = finding.raises(ToolBug, Strong);
    let others = [BusyDevice, SlowButHealthy, DeviceLockedPasscode, IcloudStorageFull];
    out.add(finding.lowers_all(&others, Moderate).lowers(DeviceSoftware, Weak));
}
