//! B009: Manifest.plist lacks what every one has.

use super::kit::*;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B009",
        name: "manifest-plist-incomplete",
        level: Level::Fatal,
        explanation: "Every Manifest.plist names its version, its date, whether the backup is \
            encrypted, and the phone. This one lacks some of that, so it was damaged or made \
            by something else than a phone.",
        repair: "Look for a sound Manifest.plist of the same backup, in the folder Snapshot or \
            in an older copy. If there is none, make a new backup in another place.",
    },
    needs: Needs::Manifest,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    let Ok(manifest) = &survey.manifest else { return };
    let present = [
        ("Version", manifest.version().is_some()),
        ("Date", manifest.date().is_some()),
        ("IsEncrypted", manifest.is_encrypted().is_some()),
        ("Lockdown", manifest.lockdown().is_some()),
    ];
    for (key, _) in present.iter().filter(|(_, present)| !present) {
        out.add(
            || Subject::item("Manifest.plist"),
            || format!("Manifest.plist has no usable {key}."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;

    #[test]
    fn fires_for_each_key() {
        for key in ["Version", "Date", "IsEncrypted", "Lockdown"] {
            let mut built = plain();
            built.edit_manifest(|list| drop(list.entries_mut().insert(key.into(), 1.into())));
            let report = report(&built);
            assert_eq!(report.findings_of("B009").unwrap().total, 1, "{key}");
        }
    }

    #[test]
    fn other_keys_may_be_missing() {
        let mut built = plain();
        built.edit_manifest(|list| drop(list.entries_mut().remove("SystemDomainsVersion")));
        assert_fires(&built, &[]);
    }
}
