//! B004: SnapshotState is none of the four words.

use super::kit::*;
use crate::plists::SnapshotState;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B004",
        name: "snapshot-state-unknown",
        level: Level::Fatal,
        explanation: "Status.plist says how far the last run came in one of four words. This \
            one holds another or none, so nobody can tell whether the backup is whole.",
        repair: "Run the backup again into the same folder, and keep the folder until that has \
            worked.",
    },
    needs: Needs::Status,
    bearing: Bearing::Interruption,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    let Ok(status) = &survey.status else { return };
    if let SnapshotState::Unknown(word) = &status.snapshot_state {
        out.add(|| Subject::item("Status.plist"), || format!("SnapshotState is {:?}.", clip(word)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;
    use crate::{Interruption, Verdict};

    #[test]
    fn fires_on_a_strange_word_and_counts_as_interrupted() {
        let mut built = plain();
        let word = SnapshotState::Unknown("pondering".into());
        built.edit_status(|status| status.snapshot_state = word);
        assert_fires(&built, &["B004"]);
        let state = Interruption::Unknown("pondering".into());
        assert_eq!(report(&built).verdict, Verdict::Interrupted(state));
    }

    #[test]
    fn each_of_the_four_words_is_known() {
        for word in ["uploading", "moving", "removing", "finished"] {
            let mut built = plain();
            built.edit_status(|status| status.snapshot_state = SnapshotState::from_word(word));
            assert!(report(&built).findings_of("B004").is_none(), "{word}");
        }
    }
}
