//! B001: the folder is not named after a phone.

use super::kit::*;
use crate::FolderName;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B001",
        name: "folder-not-named-after-a-phone",
        level: Level::Warn,
        explanation: "A backup folder bears the identifier of its phone, perhaps with a date \
            behind it. The phone looks for exactly that name, so a renamed folder is not found \
            and the next backup starts from nothing beside it.",
        repair: "Give the folder its old name back: the identifier stands in its Manifest.plist.",
    },
    needs: Needs::Name,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    if FolderName::parse(&survey.folder_name).is_none() {
        out.add(
            || Subject::Backup,
            || "The name of the folder is not the identifier of a phone.".to_owned(),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::verify::Unlock;

    #[test]
    fn fires_on_a_renamed_folder() {
        let report = report_with(&plain(), "Old phone", Unlock::Nothing);
        assert_eq!(fired(&report), ["B001"]);
    }

    #[test]
    fn a_date_behind_the_identifier_is_fine() {
        let name = format!("{UDID}-20240131-094500");
        assert!(fired(&report_with(&plain(), &name, Unlock::Nothing)).is_empty());
    }
}
