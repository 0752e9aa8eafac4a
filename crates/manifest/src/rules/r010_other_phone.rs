//! B010: files of two phones in one folder.

use super::kit::*;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B010",
        name: "files-of-another-phone",
        level: Level::Fatal,
        explanation: "The folder, Manifest.plist and Info.plist each name the phone they belong \
            to, and they do not agree. Files of two backups were mixed.",
        repair: "Do not run a backup into this folder. Find out which files belong to which \
            phone, on a copy; the oldest untouched copy of the folder is the best start.",
    },
    needs: Needs::Manifest,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    let lockdown = survey.manifest.as_ref().ok().and_then(|manifest| manifest.lockdown());
    let own = lockdown.as_ref().map(|lockdown| lockdown.unique_device_id.as_str());
    let noted = survey.info.as_ref().ok().and_then(|info| info.target_identifier.as_deref());
    let folder = survey.folder_udid();
    for (names, left, right) in [
        ("Manifest.plist and the name of the folder", own, folder),
        ("Manifest.plist and Info.plist", own, noted),
    ] {
        let differ = left.zip(right).is_some_and(|(left, right)| !left.eq_ignore_ascii_case(right));
        if differ {
            out.add(|| Subject::Backup, || format!("{names} name different phones."));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::verify::Unlock;

    const OTHER: &str = "00008110-0000000000000002";

    #[test]
    fn fires_on_another_phones_manifest_and_info() {
        let report = report_with(&plain(), OTHER, Unlock::Nothing);
        assert_eq!(fired(&report), ["B010"]);
        let mut built = plain();
        let info = String::from_utf8(built.tree.file("Info.plist").unwrap().to_vec()).unwrap();
        built.tree.write("Info.plist", info.replace(UDID, OTHER));
        assert_fires(&built, &["B010"]);
    }

    #[test]
    fn case_does_not_matter_and_info_may_be_missing() {
        let mut built = plain();
        let old = "ABCDEF0123456789ABCDEF0123456789ABCDEF01";
        built.edit_manifest(|list| {
            let lockdown = list.entries_mut().get_mut("Lockdown").unwrap();
            let id = old.to_lowercase().into();
            lockdown.as_dictionary_mut().unwrap().insert("UniqueDeviceID".into(), id);
        });
        built.tree.remove("Info.plist");
        assert_eq!(fired(&report_with(&built, old, Unlock::Nothing)), ["B035"]);
    }
}
