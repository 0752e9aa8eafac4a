//! B034: names that differ by case only, and files that lost their content.

use super::kit::*;
use crate::RecordKind;
use crate::survey::{Oddity, PayloadState};

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B034",
        name: "payload-clash-or-empty",
        level: Level::File,
        explanation: "A file has no content though it should have some, or two names differ by \
            case only. Both come from a file system in trouble or from copying between \
            systems.",
        repair: "Check the disk. Then set the empty file aside, so that the phone sees it is \
            missing, and run the backup again into the same folder.",
    },
    needs: Needs::RowsAndPayloads,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || Box::new(NameClash),
};

struct NameClash;

impl Check for NameClash {
    fn row(&mut self, row: &RowFacts<'_>, _: &Survey<'_>, out: &mut Findings) {
        let is_file = row.kind == Some(RecordKind::File);
        let size = row.record().map_or(0, |record| record.content_bytes());
        if is_file && size > 0 && row.payload == (PayloadState::Present { bytes: 0 }) {
            let text = || format!("Its content is empty instead of {size} bytes.");
            out.add(|| row.subject(), text);
        }
    }

    fn finish(&mut self, survey: &Survey<'_>, out: &mut Findings) {
        for (path, oddity) in &survey.payloads.odd_kept {
            if let Oddity::UpperCase(id) = oddity
                && survey.payloads.contains(id)
            {
                let text = || format!("The same name in lower case is there too: {id}.");
                out.add_as(Level::Warn, || Subject::item(path), text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::{Verdict, file_id};

    #[test]
    fn fires_on_lost_content() {
        for mut built in [plain(), encrypted()] {
            built.tree.write(&sms().payload_path(), *b"");
            assert_fires(&built, &["B034"]);
            assert_eq!(report(&built).verdict, Verdict::CompleteWithDamage { files: 1 });
        }
    }

    #[test]
    fn fires_on_names_that_differ_by_case() {
        let mut built = plain();
        built.tree.write(&format!("3d/{}", sms().to_string().to_uppercase()), *b"");
        assert_fires(&built, &["B034"]);
        assert_eq!(report(&built).verdict, Verdict::Complete);
    }

    #[test]
    fn an_empty_file_may_be_stored_as_nothing() {
        let mut built = encrypted();
        built.tree.write(&file_id("HomeDomain", "Library/empty").payload_path(), *b"");
        assert_fires(&built, &[]);
    }
}
