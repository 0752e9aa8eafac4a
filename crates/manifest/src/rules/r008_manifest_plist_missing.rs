//! B008: Manifest.plist is missing, empty or damaged.

use super::kit::*;
use crate::survey::FileFault;
use crate::tree::ReadFault;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B008",
        name: "manifest-plist-missing",
        level: Level::Fatal,
        explanation: "Manifest.plist says what the backup is and, if it is encrypted, holds the \
            only copy of its keys. Without it an encrypted backup cannot be opened. Some \
            programs write \"finished\" before they begin, or leave the file empty when they \
            give up.",
        repair: "Do not run another backup into this folder yet. A sound copy may be in the \
            folder Snapshot or in an older copy of this same backup; one of another backup \
            does not fit. If there is none, set this folder aside and make a new backup.",
    },
    needs: Needs::Manifest,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    if survey.nothing_finished() {
        return;
    }
    match &survey.manifest {
        // A disk that refuses is no proof of damage; the report says it could not look.
        Ok(_) | Err(FileFault::Read(ReadFault::Io(_))) => {}
        Err(FileFault::Read(ReadFault::Empty)) => out.add(
            || Subject::item("Manifest.plist"),
            || "Manifest.plist has 0 bytes, as a program leaves it that gave up.".to_owned(),
        ),
        Err(fault) => out.add(
            || Subject::item("Manifest.plist"),
            || format!("Manifest.plist cannot be used: {fault}."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::Verdict;
    use crate::rules::testing::*;

    #[test]
    fn fires_on_a_missing_an_empty_and_a_damaged_file() {
        for content in [None, Some(""), Some("bplist00junk")] {
            let mut built = encrypted();
            built.tree.remove("Manifest.plist");
            if let Some(content) = content {
                built.tree.write("Manifest.plist", content);
            }
            assert_fires(&built, &["B008"]);
            assert_eq!(report(&built).verdict, Verdict::Damaged);
        }
    }

    #[test]
    fn an_xml_one_is_fine() {
        let mut built = plain();
        let list = plist::Value::from_reader(std::io::Cursor::new(
            built.tree.file("Manifest.plist").unwrap(),
        ));
        let mut xml = Vec::new();
        list.unwrap().to_writer_xml(&mut xml).unwrap();
        built.tree.write("Manifest.plist", xml);
        assert_fires(&built, &[]);
    }
}
