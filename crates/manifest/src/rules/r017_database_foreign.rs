//! B017: Manifest.db has not the tables of a manifest.

use super::kit::*;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B017",
        name: "database-foreign",
        level: Level::Fatal,
        explanation: "Manifest.db is a database, but not built like the list of files in any \
            backup that Unstuck knows. It may come from a newer system or from another program.",
        repair: "Look for a newer Unstuck. Until then keep the folder as it is.",
    },
    needs: Needs::Database,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    let missing = survey.database.facts().and_then(|facts| facts.missing_columns.as_ref());
    for column in missing.into_iter().flatten() {
        out.add(|| Subject::item("Manifest.db"), || format!("The column {column} is missing."));
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, MAIN_DB};

    use crate::build::Built;
    use crate::report::Why;
    use crate::rules::testing::*;

    fn with_schema(sql: &str) -> Built {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("PRAGMA user_version = 2;").unwrap();
        connection.execute_batch(sql).unwrap();
        let mut built = plain();
        built.put_database(&connection.serialize(MAIN_DB).unwrap());
        built
    }

    const PROPERTIES: &str = "CREATE TABLE Properties (key, value);";

    #[test]
    fn fires_on_missing_tables_and_columns() {
        let built = with_schema("CREATE TABLE Other (x);");
        assert_fires(&built, &["B017"]);
        assert_eq!(report(&built).findings_of("B017").unwrap().total, 7);
        let without_flags = "CREATE TABLE Files (fileID, domain, relativePath, file);";
        let built = with_schema(&format!("{without_flags}{PROPERTIES}"));
        assert_fires(&built, &["B017"]);
        assert_eq!(report(&built).unchecked[0].why, Why::ForeignDatabase);
    }

    #[test]
    fn further_columns_are_fine() {
        let files = "CREATE TABLE Files (fileID, domain, relativePath, flags, file, later);";
        let report = report(&with_schema(&format!("{files}{PROPERTIES}")));
        assert!(report.findings_of("B017").is_none());
    }
}
