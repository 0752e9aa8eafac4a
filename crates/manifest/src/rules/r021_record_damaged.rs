//! B021: a row without a sound record.

use super::kit::*;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B021",
        name: "record-damaged",
        level: Level::File,
        explanation: "Each row of the list of files holds a record: size, times, permissions, \
            key. Here it is missing or damaged, so the file cannot be restored, and in an \
            encrypted backup not be read. An empty record is left by a run that did not end.",
        repair: "Run the backup again into the same folder.",
    },
    needs: Needs::Rows,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || Box::new(RecordDamaged),
};

struct RecordDamaged;

impl Check for RecordDamaged {
    fn row(&mut self, row: &RowFacts<'_>, _: &Survey<'_>, out: &mut Findings) {
        let text = match &row.decoded {
            None => "Its record is empty, as an unfinished run leaves it.".to_owned(),
            Some(Err(fault)) => format!("Its record cannot be read: {fault}."),
            Some(Ok(record)) if record.relative_path != row.row.relative_path => {
                "Its record is that of another path.".to_owned()
            }
            Some(Ok(_)) => return,
        };
        out.add(|| row.subject(), || text);
    }

    fn finish(&mut self, survey: &Survey<'_>, out: &mut Findings) {
        let rows = &survey.rows;
        for bad in &rows.bad_kept {
            out.add(
                || Subject::item("Manifest.db"),
                || format!("Row {} has a {} of the wrong type.", bad.rowid, bad.column),
            );
        }
        out.add_uncounted(rows.bad - rows.bad_kept.len() as u64);
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, MAIN_DB};

    use crate::Verdict;
    use crate::rules::testing::*;

    #[test]
    fn fires_on_empty_damaged_and_foreign_records() {
        assert_fires(&with_sms(|row| row.file = None), &["B021"]);
        assert_fires(&with_sms(|row| row.file = Some(b"junk".to_vec())), &["B021"]);
        let other = |row: &mut crate::build::OwnedRow| {
            row.edit_record(|record| record.relative_path = "Library/SMS".into());
        };
        assert_fires(&with_sms(other), &["B021"]);
        assert_eq!(report(&with_sms(other)).verdict, Verdict::CompleteWithDamage { files: 1 });
    }

    #[test]
    fn fires_on_rows_of_wrong_types() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "PRAGMA user_version = 2;
                 CREATE TABLE Files (fileID, domain, relativePath, flags, file);
                 CREATE TABLE Properties (key, value);
                 INSERT INTO Files VALUES (1, 'D', '', 2, NULL);",
            )
            .unwrap();
        let mut built = plain();
        built.put_database(&connection.serialize(MAIN_DB).unwrap());
        // What stands in such a row is not known, so no payload is called an orphan.
        assert_fires(&built, &["B021"]);
        assert_eq!(report(&built).verdict, Verdict::Unproven { files: 1 });
    }

    #[test]
    fn a_record_with_further_fields_is_fine() {
        let digest = |record: &mut crate::Record<'_>| record.digest = Some([0; 20][..].into());
        assert_fires(&with_sms(|row| row.edit_record(digest)), &[]);
    }
}
