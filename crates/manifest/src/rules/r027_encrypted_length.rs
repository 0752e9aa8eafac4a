//! B027: an encrypted file of another length than its record says.

use super::kit::*;
use crate::content::stored_len;
use crate::survey::Keys;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B027",
        name: "encrypted-length-differs",
        level: Level::Warn,
        explanation: "The record of this file names another size than what is stored. Databases \
            and other files in use are often caught so, and are fine. A file that is shorter \
            and was not in use may have been cut off.",
        repair: "Check the backup with its password: that looks at the end of each file. What \
            passes that is whole.",
    },
    needs: Needs::RowsAndPayloads,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || each_row(check),
};

fn check(row: &RowFacts<'_>, survey: &Survey<'_>, out: &mut Findings) {
    let (Keys::Open(_), Some(record)) = (&survey.keys, row.record()) else { return };
    // A file stored as nothing is B034's.
    let Some(found @ 1..) = row.payload_bytes() else { return };
    let expected = stored_len(record.content_bytes());
    if found != expected {
        let harmless = found > expected || is_live(row.row.relative_path);
        out.add_as(
            if harmless { Level::Info } else { Level::Warn },
            || row.subject(),
            || format!("{found} bytes are stored, and {expected} were to be expected."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::build::{Built, OwnedRow};
    use crate::report::Level;
    use crate::rules::testing::*;

    fn with_size(path: &str, size: u64) -> Built {
        let mut built = encrypted();
        let edit = |rows: &mut Vec<OwnedRow>| {
            let row = rows.iter_mut().find(|row| row.relative_path == path).unwrap();
            row.edit_record(|record| record.size = size);
        };
        built.edit_rows(edit).unwrap();
        built
    }

    fn level(built: &Built) -> Option<Level> {
        report(built).findings_of("B027").map(|findings| findings.kept[0].level)
    }

    #[test]
    fn fires_loudly_on_a_short_file_and_softly_on_a_live_or_longer_one() {
        assert_eq!(level(&with_size("Documents/ä 🦜", 1000)), Some(Level::Warn));
        assert_eq!(level(&with_size("Library/SMS/sms.db", 1000)), Some(Level::Info));
        assert_eq!(level(&with_size("Library/SMS/sms.db", 0)), Some(Level::Info));
    }

    #[test]
    fn any_size_that_fills_the_same_blocks_is_fine() {
        // 100 bytes are stored as 112, and so are 96 to 111.
        for size in [96, 111] {
            assert_eq!(level(&with_size("Library/SMS/sms.db", size)), None);
        }
    }
}
