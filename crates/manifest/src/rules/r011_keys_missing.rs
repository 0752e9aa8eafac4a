//! B011: an encrypted backup without the keys to open it.

use super::kit::*;
use crate::content::WrappedKey;
use crate::keybag::KeybagFault;
use crate::survey::Keys;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B011",
        name: "keys-missing",
        level: Level::Fatal,
        explanation: "The backup is encrypted, and a key that is needed to open it is missing \
            or damaged. The right password does not help against that.",
        repair: "Look for a sound Manifest.plist of the same backup, in the folder Snapshot or \
            in an older copy. Otherwise set this folder aside and make a new backup.",
    },
    needs: Needs::Manifest,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    if survey.encrypted() != Some(true) {
        return;
    }
    let mut report = |text: String| out.add(|| Subject::item("Manifest.plist"), || text);
    match &survey.keybag {
        None => report("BackupKeyBag is missing.".to_owned()),
        Some(Err(fault @ KeybagFault::NotOfABackup { .. })) => {
            report(format!("BackupKeyBag cannot be used: {fault}."));
        }
        Some(Ok(bag)) if !bag.opens_with_password() => {
            report("BackupKeyBag has no key that a password opens.".to_owned());
        }
        // Other faults of the bag are B012's.
        Some(_) => {}
    }
    if let Some(text) = manifest_key_fault(survey) {
        report(text);
    }
    if let Keys::Open(keys) = &survey.keys {
        for class in keys.damaged() {
            report(format!("The key of protection class {class} in BackupKeyBag is damaged."));
        }
    }
}

fn manifest_key_fault(survey: &Survey) -> Option<String> {
    let manifest = survey.manifest.as_ref().ok()?;
    let Some(bytes) = manifest.manifest_key() else {
        return manifest.wants_manifest_key().then(|| "ManifestKey is missing.".to_owned());
    };
    let key = WrappedKey::parse(bytes);
    let opened = match (&key, &survey.keys) {
        (Ok(key), Keys::Open(keys)) => keys.unwrap(key).map(drop),
        _ => key.map(drop),
    };
    opened.err().map(|fault| format!("ManifestKey cannot be used: {fault}."))
}

#[cfg(test)]
mod tests {
    use plist::Value;

    use crate::rules::testing::*;

    #[test]
    fn fires_on_each_missing_or_damaged_key() {
        let bag_of_type_2 = {
            let built = encrypted();
            let mut bag = built.locks.unwrap().keybag.to_bytes();
            bag[23] = 2;
            bag
        };
        for (key, value) in [
            ("BackupKeyBag", None),
            ("BackupKeyBag", Some(bag_of_type_2)),
            ("ManifestKey", None),
            ("ManifestKey", Some(vec![0; 43])),
            ("ManifestKey", Some(vec![4, 0, 0, 0].into_iter().chain([9; 40]).collect())),
        ] {
            let mut built = encrypted();
            built.edit_manifest(|list| {
                list.entries_mut().remove(key);
                if let Some(value) = value {
                    list.entries_mut().insert(key.into(), Value::Data(value));
                }
            });
            assert_fires(&built, &["B011"]);
        }
    }

    #[test]
    fn fires_on_a_bag_that_no_password_opens_and_on_one_damaged_class() {
        let spoil = |edit: fn(&mut crate::Keybag)| {
            let mut built = encrypted();
            let mut bag = built.locks.clone().unwrap().keybag;
            edit(&mut bag);
            built.edit_manifest(|list| {
                list.entries_mut().insert("BackupKeyBag".into(), Value::Data(bag.to_bytes()));
            });
            built
        };
        let closed = spoil(|bag| bag.classes.iter_mut().for_each(|entry| entry.wrap = 3));
        assert_fires(&closed, &["B011"]);
        let class_1 = spoil(|bag| bag.classes[0].wrapped_key = Some([0; 40]));
        assert_fires(&class_1, &["B011"]);
    }

    #[test]
    fn a_plain_backup_and_one_before_ten_two_need_no_manifest_key() {
        assert_fires(&plain(), &[]);
        let mut built = encrypted();
        built.edit_manifest(|list| {
            list.entries_mut().remove("ManifestKey");
            let lockdown = list.entries_mut().get_mut("Lockdown").unwrap();
            let old = "10.1.1".into();
            lockdown.as_dictionary_mut().unwrap().insert("ProductVersion".into(), old);
        });
        assert!(report(&built).findings_of("B011").is_none());
    }
}
