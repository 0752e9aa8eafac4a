//! What lies under the place for the backup was looked up, and does not suit.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S012",
    name: "unsuitable-place-measured",
    blame: Blame::Store,
    page: include_str!("s012_unsuitable_place_measured.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() {
        return;
    }
    let place = case.fact_place("here.target_format");
    if let (Some(format), Some(place)) = (case.fact_text("here.target_format"), place) {
        let finding = match format.as_str() {
            "vfat" => on(place, "the disk is FAT32, which holds no file above 4 GiB")
                .raises(TargetFilesystem, Strong),
            "exfat" => on(place, "the disk is exFAT, slow with many files and easily damaged")
                .raises(TargetFilesystem, Weak),
            "nfs" | "smb" | "afp" | "afpfs" | "webdav" | "fuse" | "9p" => {
                on(place, "the place is on a network share").raises(TargetFilesystem, Moderate)
            }
            _ => on(place, "the disk has a format that suits").lowers(TargetFilesystem, Weak),
        };
        out.add(finding);
    }
    if let Some(place) = case.fact_place("here.target_synced_by") {
        let finding = on(place, "a cloud service synchronises the place");
        out.add(finding.raises(TargetFilesystem, Strong));
    }
}
