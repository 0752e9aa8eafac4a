//! Functions that run on the phone are used to look into a backup.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P008",
    name: "looks-into-backup-on-phone",
    blame: Blame::Phone,
    page: include_str!("p008_looks_into_backup_on_phone.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.line("mb-password").is_some() {
        out.claim_line("ib2-unpack");
        let Some(place) = case.says("asks-for-info") else {
            // The password stood in the way before the function could fail.
            return;
        };
        // Info and list never pass a password on, so the phone refuses whatever it is.
        let finding = on(place, "info and list ask the phone without a password");
        for line in ["mb-password", "ib2-successful"] {
            out.claim_line(line);
        }
        out.claim_code(Family::BackupService, 207);
        return out.add(finding.raises(DeviceSoftware, Strong).raises(ToolBug, Moderate));
    }
    // They never got as far as that function: a list of phones that fails is another list.
    if case.any_line(&["ib2-version-exchange", "lim-mux-list"]).is_some() {
        return;
    }
    // Up to iOS 9 the phone looks into a backup as it should.
    if case.context.ios.is_some_and(|ios| ios.major <= 9) {
        return;
    }
    let function = case.any_line(&["ib2-unpack", "mb-mbdb-missing"]).map(|hit| hit.first);
    let open = case.context.tool != Some(Tool::Finder) && case.context.tool != Some(Tool::Itunes);
    // Another program that unpacks does it on the computer.
    let own = case.context.tool != Some(Tool::Other);
    let said = case.says("phone-functions").filter(|_| own);
    let Some(place) = function.or(said).filter(|_| open) else { return };
    let finding = on(place, "listing and unpacking run on the phone, and are broken there");
    let damaged = case.says("copy-incomplete").is_some()
        || case.flag(&["other_backup_works"]).is_some_and(|(yes, _)| yes);
    out.add(if damaged {
        finding.raises(DeviceSoftware, Moderate).raises(BackupCorrupt, Moderate)
    } else {
        finding.raises(DeviceSoftware, Strong).lowers(BackupCorrupt, Moderate)
    });
    for number in [4, 205] {
        out.claim_code(Family::BackupService, number);
    }
    for line in ["ib2-not-ready", "ib2-recv-unknown", "ib2-unpack", "ib2-successful"] {
        out.claim_line(line);
    }
}
