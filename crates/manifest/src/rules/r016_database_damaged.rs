//! B016: SQLite finds damage inside Manifest.db.

use super::kit::*;
use crate::db::DbFault;
use crate::survey::Database;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B016",
        name: "database-damaged",
        level: Level::Fatal,
        explanation: "Pages of Manifest.db, the list of everything in the backup, are damaged. \
            The files on those pages cannot be found through it; the others can.",
        repair: "Run the backup again into the same folder: the phone sends a new list. If the \
            phone is gone, most files can still be taken out one by one.",
    },
    needs: Needs::Database,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey, out: &mut Findings) {
    let subject = || Subject::item("Manifest.db");
    let facts = match &survey.database {
        Database::Faulty(fault @ DbFault::Damaged(_)) => {
            return out.add(subject, || format!("{fault}."));
        }
        Database::Open(facts) => facts,
        _ => return,
    };
    match &facts.complaints {
        Ok(complaints) => {
            for complaint in complaints {
                out.add(subject, || format!("SQLite says: {}.", clip(complaint)));
            }
            if !complaints.is_empty() {
                return;
            }
            if facts.missing_columns.is_none() {
                out.add(subject, || "Its list of tables cannot be read.".to_owned());
            }
            // What the check passed over, the rows may still stumble upon.
            if let Some(fault @ DbFault::Damaged(_)) = &survey.rows.fault {
                out.add(subject, || format!("{fault}."));
            }
        }
        Err(fault @ (DbFault::Damaged(_) | DbFault::NotADatabase)) => {
            out.add(subject, || format!("{fault}."));
        }
        // A failure outside of the database is no finding about it.
        Err(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::Verdict;
    use crate::rules::testing::*;

    #[test]
    fn fires_on_a_spoilt_page() {
        let mut built = plain();
        // The page of the first table.
        built.tree.file_mut("Manifest.db").unwrap()[4096..5096].fill(0xAB);
        let report = report(&built);
        assert!(fired(&report).contains(&"B016"), "{report:#?}");
        assert_eq!(report.verdict, Verdict::Damaged);
    }

    #[test]
    fn bytes_behind_the_last_page_are_fine() {
        let mut built = plain();
        built.tree.file_mut("Manifest.db").unwrap().extend([0; 16]);
        assert_fires(&built, &[]);
    }
}
