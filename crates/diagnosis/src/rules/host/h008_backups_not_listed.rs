//! A program shows no backups although there are some.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "H008",
    name: "backups-not-listed",
    blame: Blame::Host,
    page: include_str!("h008_backups_not_listed.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("backups-not-listed") else { return };
    if case.context.is_icloud() {
        return;
    }
    let finding = on(place, "a program sees no backups where there are some")
        .lowers(CablePortHub, Strong)
        .lowers(UsbStack, Strong)
        .lowers(PairingTrust, Moderate);
    // Apple's own programs have the right to look; what they show of it is another matter.
    let linked = case.says_any(&["external-disk", "network-target"]).is_some();
    if case.context.is_apple_host() && linked {
        let finding = finding.raises(TargetFilesystem, Strong).raises(ToolBug, Weak);
        return out.add(finding.raises(HostPermission, Weak));
    }
    if case.context.is_apple_host() {
        let finding = finding.raises(ToolBug, Strong).raises(BackupCorrupt, Weak);
        return out.add(finding.raises(TargetFilesystem, Weak).raises(HostPermission, Weak));
    }
    out.add(match case.context.host {
        Some(Host::Mac) => finding.raises(HostPermission, Strong),
        Some(Host::Windows) => finding.raises(ToolBug, Moderate).raises(HostPermission, Weak),
        _ => finding.raises(HostPermission, Moderate).raises(ToolBug, Moderate),
    });
}
