//! The trial at the place for the backup failed, or the place is not there.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S013",
    name: "place-refuses-measured",
    blame: Blame::Store,
    page: include_str!("s013_place_refuses_measured.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() {
        return;
    }
    let is = |name: &str, wanted: bool| {
        case.flag(&[name]).filter(|(flag, _)| *flag == wanted).map(|(_, place)| place)
    };
    let links = ["here.target_link_broken", "here.apple_place_link_broken"];
    if let Some(place) = links.iter().find_map(|name| is(name, true)) {
        let finding = on(place, "the folder is a link to a disk that is not there");
        out.add(finding.raises(TargetFilesystem, Decisive));
    }
    if let Some(place) = is("here.target_no_folder", true) {
        out.add(on(place, "the place is no folder").raises(TargetFilesystem, Decisive));
    }
    if let Some(place) = is("here.target_mounted_ro", true) {
        let finding = on(place, "the disk is mounted so that nothing can be written");
        out.add(finding.raises(TargetFilesystem, Decisive));
    }
    if let Some(place) = is("here.target_entered", false) {
        out.add(on(place, "the folder may not be entered").raises(HostPermission, Decisive));
    }
    if let Some(place) = is("here.apple_place_readable", false) {
        let finding = on(place, "the folder of Apple's backups may not be read");
        out.add(finding.raises(HostPermission, Moderate));
    }
    trial(case, out);
}

fn trial(case: &Reading<'_>, out: &mut Findings) {
    let fault = case.fact_text("here.trial_fault");
    let place = case.fact_place("here.trial_fault");
    let (Some(fault), Some(place)) = (fault, place) else {
        if let Some(place) = case.fact_place("here.trial_files_a_second") {
            let finding = on(place, "files could be written, renamed and removed there");
            out.add(finding.lowers(HostPermission, Weak));
        }
        return;
    };
    let guarded = case.flag(&["here.folders_unguarded"]).is_some_and(|(free, _)| !free);
    out.add(match fault.as_str() {
        "refused" if guarded => {
            on(place, "Windows guards the folder against programs").raises(HostPermission, Decisive)
        }
        "refused" => on(place, "the trial file was refused").raises(HostPermission, Decisive),
        "full" => on(place, "the trial file found no room").raises(HostDiskFull, Decisive),
        "limits" => on(place, "the disk takes no ordinary names").raises(TargetFilesystem, Strong),
        _ => on(place, "the trial file could not be written").raises(TargetFilesystem, Decisive),
    });
}
