//! A fresh folder was tried without success.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S009",
    name: "fresh-folder-tried",
    blame: Blame::Store,
    page: include_str!("s009_fresh_folder_tried.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if let Some(place) = case.says("new-folder-cured") {
        let finding = on(place, "into a fresh folder it works");
        return out.add(finding.raises(BackupCorrupt, Strong).remedy("move-aside-backup"));
    }
    let fact = case.flag(&["new_folder_tried", "empty_folder_tried", "fresh_folder_tried"]);
    let fact = fact.and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("new-folder-tried")) else { return };
    out.add(on(place, "a fresh folder changed nothing").lowers(BackupCorrupt, Moderate));
}
