//! B018: a version of Manifest.db that the phone throws away.

use super::kit::*;

/// Below this the phone makes its list anew (docs/backup-format.md 5).
const USER_VERSION_MIN: i64 = 2;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B018",
        name: "database-version-old",
        level: Level::Warn,
        explanation: "Manifest.db carries a version below the one phones write. The phone \
            would not go on from it and would make a full backup instead. Restoring is not \
            affected.",
        repair: "Nothing needs to be done. The next backup takes longer than usual.",
    },
    needs: Needs::Database,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    let Some(version) = survey.database.manifest_db().map(|db| db.user_version()) else {
        return;
    };
    if version < USER_VERSION_MIN {
        out.add(
            || Subject::item("Manifest.db"),
            || format!("Manifest.db has the version {version}; phones write {USER_VERSION_MIN}."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::ManifestWriter;
    use crate::build::Built;
    use crate::rules::testing::*;

    fn with_version(version: i64) -> Built {
        let mut writer = ManifestWriter::in_memory().unwrap();
        writer.set_user_version(version).unwrap();
        let mut built = plain();
        built.put_database(&writer.into_bytes().unwrap());
        built
    }

    #[test]
    fn fires_below_two() {
        assert!(report(&with_version(1)).findings_of("B018").is_some());
    }

    #[test]
    fn two_and_three_are_fine() {
        for version in [2, 3] {
            assert!(report(&with_version(version)).findings_of("B018").is_none());
        }
    }
}
