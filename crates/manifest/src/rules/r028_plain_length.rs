//! B028: a plain file of another length than its record says.

use super::kit::*;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B028",
        name: "plain-length-differs",
        level: Level::Warn,
        explanation: "The record of this file names another size than what is stored. Databases \
            and other files in use are often caught so, and are fine. A file that is shorter \
            and was not in use may have been cut off.",
        repair: "Look at the file itself. If it is damaged, set it aside, so that the phone sees \
            it is missing, and run the backup again into the same folder.",
    },
    needs: Needs::RowsAndPayloads,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || each_row(check),
};

fn check(row: &RowFacts<'_>, survey: &Survey<'_>, out: &mut Findings) {
    let (Some(false), Some(record)) = (survey.encrypted(), row.record()) else { return };
    // A file stored as nothing is B034's.
    let Some(found @ 1..) = row.payload_bytes() else { return };
    let expected = record.content_bytes();
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
    use crate::report::Level;
    use crate::rules::testing::*;
    use crate::{Verdict, file_id};

    #[test]
    fn fires_on_a_file_that_is_shorter_or_longer() {
        let id = file_id("AppDomain-com.example.app", "Documents/ä 🦜");
        let cases = [(&b"hello"[..], Level::Warn), (b"hello backup, hello", Level::Info)];
        for (content, level) in cases {
            let mut built = plain();
            built.tree.write(&id.payload_path(), content);
            assert_fires(&built, &["B028"]);
            let report = report(&built);
            assert_eq!(report.findings_of("B028").unwrap().kept[0].level, level);
            assert_eq!(report.verdict, Verdict::Complete);
        }
    }

    #[test]
    fn a_file_whose_content_was_not_on_the_phone_is_empty() {
        let mut built = with_sms(|row| row.edit_record(|record| record.flags = 0x4000_0000));
        built.tree.write(&sms().payload_path(), *b"");
        assert_fires(&built, &[]);
    }
}
