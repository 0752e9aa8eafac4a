//! iCloud keeps no backup of a phone that makes none for half a year.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T033",
    name: "cloud-backup-expired",
    blame: Blame::Store,
    page: include_str!("t033_cloud_backup_expired.md"),
    check,
};

/// Days after which Apple removes what nobody renews.
const KEPT_DAYS: f64 = 180.0;

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(gone) = case.says("cloud-backup-gone").filter(|_| case.context.is_icloud()) else {
        return;
    };
    let old = case.number(&["backup_age_days"]).is_some_and(|(days, _)| days >= KEPT_DAYS);
    if !old && case.says("long-unused").is_none() {
        return;
    }
    let finding = on(gone, "iCloud removes backups that were not renewed for 180 days");
    out.add(finding.raises(ToolBug, Strong).lowers_all(&[IcloudStorageFull, DeviceSoftware], Weak));
}
