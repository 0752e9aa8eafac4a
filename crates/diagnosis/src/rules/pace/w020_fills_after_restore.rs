//! After a restore the phone loads its apps and pictures by and by.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W020",
    name: "fills-after-restore",
    blame: Blame::Nobody,
    page: include_str!("w020_fills_after_restore.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.stage != Stage::Restore || !case.codes().is_empty() {
        return;
    }
    let Some(place) = case.says("fills-after-restore") else { return };
    let finding = on(place, "after a restore apps and pictures are loaded one by one");
    let finding = finding.raises(SlowButHealthy, Moderate).raises(NetworkWeak, Weak);
    let finding = finding.raises(BusyDevice, Weak).raises(DeviceSoftware, Weak);
    out.add(finding.lowers_all(&[EncryptionPassword, BackupCorrupt], Moderate));
}
