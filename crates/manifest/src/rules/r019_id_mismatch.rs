//! B019: a row whose name is not the hash of its path.

use super::kit::*;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B019",
        name: "id-mismatch",
        level: Level::File,
        explanation: "The name of a file in the backup is computed from where the file was on \
            the phone. Here name and place do not belong together, so one of them is wrong.",
        repair: "Run the backup again into the same folder. Until then do not rely on this file.",
    },
    needs: Needs::Rows,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || each_row(check),
};

fn check(row: &RowFacts<'_>, _: &Survey<'_>, out: &mut Findings) {
    if row.row.file_id.as_bytes() != row.expected_id.hex() {
        out.add(
            || row.subject(),
            || format!("Its name is {:?}, not {}.", clip(row.row.file_id), row.expected_id),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::Verdict;
    use crate::rules::testing::*;

    #[test]
    fn fires_on_another_name() {
        let built = with_sms(|row| row.file_id = row.file_id.to_uppercase());
        assert_fires(&built, &["B019"]);
        assert_eq!(report(&built).verdict, Verdict::CompleteWithDamage { files: 1 });
        let built = with_sms(|row| row.file_id = "junk".into());
        assert_eq!(report(&built).findings_of("B019").unwrap().total, 1);
    }

    #[test]
    fn letters_beyond_ascii_are_hashed_as_they_stand() {
        // One row of the sample has an umlaut and an emoji in its path.
        assert_fires(&plain(), &[]);
    }
}
