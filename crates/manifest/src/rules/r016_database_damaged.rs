//! B016: SQLite finds damage inside Manifest.db.

use super::kit::*;
use crate::FileId;
use crate::db::{DbFault, Reading};
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

fn check(survey: &Survey<'_>, out: &mut Findings) {
    let name = if survey.root.is_old() { "Manifest.mbdb" } else { "Manifest.db" };
    let subject = || Subject::item(name);
    let facts = match &survey.database {
        Database::Faulty(fault @ DbFault::Damaged(_)) => {
            return out.add(subject, || format!("{fault}."));
        }
        Database::Open(facts) => facts,
        _ => return,
    };
    for complaint in facts.complaints.iter().flatten() {
        out.add(subject, || format!("{}.", clip(complaint)));
    }
    if facts.missing_columns.is_none() {
        out.add(subject, || "Its list of tables cannot be read.".to_owned());
    }
    if let Some(fault @ (DbFault::Damaged(_) | DbFault::OldCutOff { .. })) = &survey.rows.fault {
        out.add(subject, || format!("{fault}."));
    }
    if let Some(reading) = &survey.rows.reading {
        lost(reading, out);
    }
}

/// Rows that are gone, by the names that the indexes repeat.
fn lost(reading: &Reading, out: &mut Findings) {
    for row in &reading.lost_kept {
        let id = row.file_id.as_deref().and_then(|id| id.parse::<FileId>().ok());
        let domain = row.domain.as_deref().unwrap_or("?");
        let path = row.relative_path.as_deref().unwrap_or("?");
        out.add_late_file(
            || Subject::file(domain, path, id),
            || format!("Its row {} in the list is lost.", row.rowid),
        );
    }
    out.add_late_uncounted(reading.lost - reading.lost_kept.len() as u64);
}

#[cfg(test)]
mod tests {
    use crate::Verdict;
    use crate::report::Level;
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
    fn rows_that_are_lost_are_named_and_the_others_are_still_looked_at() {
        let mut recipe = crate::Recipe::new(UDID);
        let file = |n| crate::build::Entry::file("HomeDomain", &format!("f{n:03}"), *b"x");
        recipe.entries = (0..100).map(file).collect();
        let mut built = recipe.build().unwrap();
        let db = built.tree.file_mut("Manifest.db").unwrap();
        let leaf = leaf_of(db, b"f050");
        db[leaf..leaf + 8].fill(0xAB);
        let report = report(&built);
        let findings = report.findings_of("B016").unwrap();
        let lost: Vec<_> = findings.kept.iter().filter(|f| f.level == Level::File).collect();
        assert!((1..20).contains(&lost.len()), "{findings:#?}");
        assert!(lost.iter().any(|finding| finding.subject.to_string().contains("f050")));
        assert_eq!(report.totals.rows, 101 - lost.len() as u64);
        assert_eq!(report.verdict, Verdict::Damaged);
    }

    /// Where the table page begins on which `text` stands.
    fn leaf_of(db: &[u8], text: &[u8]) -> usize {
        let pages = (0..db.len()).step_by(4096);
        let mut leaves = pages.filter(|at| db[*at] == 0x0D);
        leaves
            .find(|at| db[*at..at + 4096].windows(text.len()).any(|window| window == text))
            .unwrap()
    }

    #[test]
    fn bytes_behind_the_last_page_are_fine() {
        let mut built = plain();
        built.tree.file_mut("Manifest.db").unwrap().extend([0; 16]);
        assert_fires(&built, &[]);
    }
}
