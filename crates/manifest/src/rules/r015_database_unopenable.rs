//! B015: Manifest.db is no database, or its end is not that of an encrypted file.

use super::kit::*;
use crate::db::DbFault;
use crate::survey::Database;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B015",
        name: "database-unopenable",
        level: Level::Fatal,
        explanation: "Manifest.db, the list of everything in the backup, is not what it should \
            be at its beginning or its end. It was cut off, overwritten, or does not belong to \
            this Manifest.plist.",
        repair: "Run the backup again into the same folder. If the phone is gone, look for \
            Manifest.db and Manifest.plist of the same backup in an older copy; take both.",
    },
    needs: Needs::Database,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    let subject = || Subject::item("Manifest.db");
    match &survey.database {
        Database::Faulty(fault @ (DbFault::NotADatabase | DbFault::BadPadding)) => {
            return out.add(subject, || format!("{fault}."));
        }
        Database::Faulty(fault @ DbFault::NotAnOldList) => {
            return out.add(|| Subject::item("Manifest.mbdb"), || format!("{fault}."));
        }
        _ => {}
    }
    if survey.database.manifest_db().is_some_and(|db| db.is_unpadded()) {
        out.add_as(Level::Info, subject, || {
            "Manifest.db was stored without padding, as some tools do. It is whole.".to_owned()
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::Verdict;
    use crate::rules::testing::*;

    #[test]
    fn fires_on_a_spoilt_beginning_and_end() {
        for encrypted_one in [true, false] {
            let mut built = if encrypted_one { encrypted() } else { plain() };
            built.tree.file_mut("Manifest.db").unwrap()[3] ^= 1;
            assert_fires(&built, &["B015"]);
            assert_eq!(report(&built).verdict, Verdict::Damaged);
        }
        let mut built = encrypted();
        let stored = built.tree.file_mut("Manifest.db").unwrap();
        stored.truncate(stored.len() - 32);
        assert_fires(&built, &["B015"]);
    }

    #[test]
    fn a_database_without_padding_is_only_noted() {
        let mut built = encrypted();
        let stored = built.tree.file_mut("Manifest.db").unwrap();
        stored.truncate(stored.len() - 16);
        assert_fires(&built, &["B015"]);
        assert_eq!(report(&built).verdict, Verdict::Complete);
    }
}
