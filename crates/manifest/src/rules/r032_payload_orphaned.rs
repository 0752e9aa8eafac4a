//! B032: a payload that no row names.

use super::kit::*;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B032",
        name: "payload-orphaned",
        level: Level::Info,
        explanation: "The backup holds files that its list does not name: leftovers of a run \
            that stopped while it was clearing up. They take up space and do no harm.",
        repair: "Once all other checks have passed they may be removed. The next backup may do \
            that by itself.",
    },
    needs: Needs::RowsAndPayloads,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    // Only a list read to its end tells what it does not name.
    if !survey.rows.done || survey.rows.bad > 0 {
        return;
    }
    for (id, bytes) in survey.payloads.unclaimed() {
        out.add(
            || Subject::item(&id.payload_path()),
            || format!("No file in the list has this content of {bytes} bytes."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::verify::Unlock;
    use crate::{Verdict, file_id};

    #[test]
    fn fires_on_a_leftover() {
        for mut built in [plain(), encrypted()] {
            built.tree.write(&file_id("HomeDomain", "gone").payload_path(), vec![0; 16]);
            assert_fires(&built, &["B032"]);
            assert_eq!(report(&built).verdict, Verdict::Complete);
        }
    }

    #[test]
    fn a_list_that_was_not_read_calls_nothing_an_orphan() {
        let report = report_with(&encrypted(), UDID, Unlock::Nothing);
        assert!(report.findings_of("B032").is_none());
    }
}
