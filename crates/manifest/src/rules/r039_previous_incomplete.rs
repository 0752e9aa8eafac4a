//! B039: a run did not end, and the backup that should still stand here is not whole either.

use super::kit::*;
use crate::RecordKind;
use crate::survey::PayloadState;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B039",
        name: "previous-incomplete",
        level: Level::Fatal,
        explanation: "The last run did not end. In that state a whole backup should stand at \
            the top of the folder, but files of it are missing: it is damaged for another \
            reason than the interruption.",
        repair: "Run the backup again into the same folder: the phone notices what is missing. \
            If the phone is gone, take out what is there.",
    },
    needs: Needs::RowsAndPayloads,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || Box::<PreviousIncomplete>::default(),
};

#[derive(Default)]
struct PreviousIncomplete {
    missing: u64,
}

impl Check for PreviousIncomplete {
    fn row(&mut self, row: &RowFacts<'_>, _: &Survey<'_>, _: &mut Findings) {
        let has_content = row.record().is_none_or(|record| record.content_bytes() > 0);
        let is_file = row.kind == Some(RecordKind::File);
        let missing = is_file && has_content && row.payload == PayloadState::Missing;
        self.missing += u64::from(missing);
    }

    fn finish(&mut self, survey: &Survey<'_>, out: &mut Findings) {
        let whole = survey.interruption().is_some_and(|state| state.promises_whole_backup());
        if whole && self.missing > 0 {
            let text = || format!("{} files of the backup before are missing.", self.missing);
            out.add(|| Subject::Backup, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::plists::SnapshotState;
    use crate::rules::testing::*;
    use crate::{Interruption, Verdict};

    #[test]
    fn fires_when_the_backup_before_has_a_gap() {
        for state in [SnapshotState::Uploading, SnapshotState::Removing] {
            let mut built = plain();
            built.edit_status(|status| status.snapshot_state = state);
            built.tree.remove(&sms().payload_path());
            let report = report(&built);
            assert!(report.findings_of("B039").is_some(), "{report:#?}");
            assert_eq!(report.verdict, Verdict::Damaged);
        }
    }

    #[test]
    fn a_gap_in_a_mixture_is_to_be_expected_and_no_gap_is_none() {
        let mut built = plain();
        built.edit_status(|status| status.snapshot_state = SnapshotState::Moving);
        built.tree.remove(&sms().payload_path());
        assert!(report(&built).findings_of("B039").is_none());
        let mut built = plain();
        built.edit_status(|status| status.snapshot_state = SnapshotState::Uploading);
        let whole = report(&built);
        assert!(whole.findings_of("B039").is_none());
        assert_eq!(whole.verdict, Verdict::Interrupted(Interruption::UploadingNext));
    }
}
