//! B025: an empty file without a payload.

use super::kit::*;
use crate::RecordKind;
use crate::survey::PayloadState;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B025",
        name: "empty-payload-missing",
        level: Level::Info,
        explanation: "This file is empty, and nothing is stored for it. Some systems leave that \
            out; nothing is lost.",
        repair: "Nothing is to be done.",
    },
    needs: Needs::RowsAndPayloads,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || each_row(check),
};

fn check(row: &RowFacts<'_>, _: &Survey<'_>, out: &mut Findings) {
    let is_empty = row.record().is_some_and(|record| record.content_bytes() == 0);
    let is_file = row.kind == Some(RecordKind::File);
    if is_file && is_empty && row.payload == PayloadState::Missing {
        out.add(|| row.subject(), || "It is empty, and nothing is stored for it.".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::{Verdict, file_id};

    #[test]
    fn fires_on_an_empty_file_with_nothing_stored() {
        for mut built in [plain(), encrypted()] {
            built.tree.remove(&file_id("HomeDomain", "Library/empty").payload_path());
            assert_fires(&built, &["B025"]);
            assert_eq!(report(&built).verdict, Verdict::Complete);
        }
    }

    #[test]
    fn one_that_is_stored_as_nothing_is_stored() {
        let mut built = plain();
        built.tree.write(&file_id("HomeDomain", "Library/empty").payload_path(), *b"");
        assert_fires(&built, &[]);
    }
}
