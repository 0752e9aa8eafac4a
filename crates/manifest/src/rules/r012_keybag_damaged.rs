//! B012: the keybag is damaged or hostile.

use super::kit::*;
use crate::keybag::KeybagFault;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B012",
        name: "keybag-damaged",
        level: Level::Fatal,
        explanation: "The keybag in Manifest.plist does not hold together: lengths that do not \
            fit, entries that stand there twice, or a count so large that opening it would \
            take for ever. Phones do not write that.",
        repair: "Look for a sound Manifest.plist of the same backup in an older copy. If this \
            backup came from somebody else, do not trust it.",
    },
    needs: Needs::Manifest,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    match &survey.keybag {
        // A bag of another kind is B011's.
        None | Some(Ok(_) | Err(KeybagFault::NotOfABackup { .. })) => {}
        Some(Err(fault)) => out.add(
            || Subject::item("Manifest.plist"),
            || format!("BackupKeyBag cannot be used: {fault}."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use plist::Value;

    use crate::build::Built;
    use crate::rules::testing::*;

    fn with_bag(edit: impl FnOnce(&mut Vec<u8>)) -> Built {
        let mut built = encrypted();
        let mut bag = built.locks.clone().unwrap().keybag.to_bytes();
        edit(&mut bag);
        built.edit_manifest(|list| {
            list.entries_mut().insert("BackupKeyBag".into(), Value::Data(bag));
        });
        built
    }

    fn set_rounds(bag: &mut [u8], rounds: u32) {
        let at = bag.windows(4).position(|tag| tag == b"DPIC").unwrap();
        bag[at + 8..at + 12].copy_from_slice(&rounds.to_be_bytes());
    }

    #[test]
    fn fires_on_a_cut_bag_and_on_endless_rounds() {
        assert_fires(&with_bag(|bag| bag.truncate(bag.len() - 1)), &["B012"]);
        assert_fires(&with_bag(|bag| set_rounds(bag, u32::MAX)), &["B012"]);
    }

    #[test]
    fn tags_we_do_not_know_are_fine() {
        let built = with_bag(|bag| bag.extend(b"TKMT\0\0\0\x04\0\0\0\0"));
        assert_fires(&built, &[]);
    }
}
