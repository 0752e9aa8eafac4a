//! B031: a database of the phone that is damaged where databases begin.

use super::kit::*;
use crate::inspect::SqliteHead;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B031",
        name: "database-inside-damaged",
        level: Level::File,
        explanation: "This file of the phone is a database. Its first page contradicts itself, \
            or names more pages than the file has: messages, notes or whatever it holds may \
            not open.",
        repair: "Take the file out and try to open it. Set it aside, so that the phone sees it \
            is missing, and run the backup again into the same folder.",
    },
    needs: Needs::RowsAndPayloads,
    bearing: Bearing::Damage,
    depth: Depth::Deep,
    check: || each_payload(check),
};

fn check(facts: &Facts, _: &Survey<'_>, out: &mut Findings) {
    // Where the content itself could not be read, its beginning tells nothing.
    let Some(Ok(found)) = facts.end else { return };
    let subject = || facts.task.subject.clone();
    match facts.sqlite {
        Some(SqliteHead::Broken) => {
            out.add(subject, || "Its first page makes no sense.".to_owned());
        }
        Some(SqliteHead::Sound { bytes: Some(expected) }) if expected > found => {
            out.add(subject, || format!("It has {found} bytes instead of {expected}."));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::ManifestWriter;
    use crate::build::{Built, Entry};
    use crate::rules::testing::*;
    use crate::verify::{Depth, Unlock};

    fn with_database(edit: impl FnOnce(&mut Vec<u8>)) -> Built {
        let mut database = ManifestWriter::in_memory().unwrap().into_bytes().unwrap();
        edit(&mut database);
        let mut recipe = crate::Recipe::new(UDID);
        recipe.entries = vec![Entry::file("HomeDomain", "Library/Notes/notes.sqlite", database)];
        recipe.build().unwrap()
    }

    fn found(edit: impl FnOnce(&mut Vec<u8>)) -> Vec<&'static str> {
        let built = with_database(edit);
        let quick = report_at(&built, UDID, Unlock::Nothing, Depth::Ends);
        assert!(fired(&quick).is_empty());
        fired(&report_at(&built, UDID, Unlock::Nothing, Depth::Deep))
    }

    #[test]
    fn fires_on_a_cut_database_and_on_a_broken_first_page() {
        assert_eq!(found(|database| database.truncate(database.len() - 4096)), ["B031"]);
        assert_eq!(found(|database| database[16] = 0x33), ["B031"]);
    }

    #[test]
    fn sound_ones_longer_ones_and_other_files_are_fine() {
        assert!(found(|_| ()).is_empty());
        assert!(found(|database| database.extend([0; 4096])).is_empty());
        assert!(found(|database| *database = b"SQLite format 4".to_vec()).is_empty());
    }
}
