//! B005: the last run did not end.

use super::kit::*;
use crate::Interruption;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B005",
        name: "run-not-finished",
        level: Level::Fatal,
        explanation: "Status.plist says that the last run did not end. What that leaves behind \
            depends on how far it came; the finding says which it is.",
        repair: "Run the backup again with the same phone: it picks the run up where it \
            stopped. Do not delete the folder Snapshot before that.",
    },
    needs: Needs::Status,
    bearing: Bearing::Interruption,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    let Some(state) = survey.interruption() else { return };
    // A state without a known word is B004's, no status at all B002's.
    if matches!(state, Interruption::BeforeStatus | Interruption::Unknown(_)) {
        return;
    }
    let level = if state.promises_whole_backup() { Level::Warn } else { Level::Fatal };
    out.add_as(level, || Subject::Backup, || format!("{} {}", state.meaning(), state.advice()));
}

#[cfg(test)]
mod tests {
    use crate::plists::{BackupState, SnapshotState};
    use crate::rules::testing::*;
    use crate::{Interruption, Verdict};

    #[test]
    fn each_row_of_the_table_is_told_apart() {
        use BackupState::{Empty, New};
        use Interruption::{Moving, Removing, UploadingFirst, UploadingNext};
        for (snapshot, backup, state) in [
            (SnapshotState::Uploading, Empty, UploadingFirst),
            (SnapshotState::Uploading, New, UploadingNext),
            (SnapshotState::Moving, New, Moving),
            (SnapshotState::Removing, New, Removing),
        ] {
            let mut built = plain();
            built.edit_status(|status| {
                status.snapshot_state = snapshot;
                status.backup_state = backup;
            });
            built.tree.write("Snapshot/3d/x", *b"");
            assert_fires(&built, &["B005"]);
            let report = report(&built);
            assert_eq!(report.verdict, Verdict::Interrupted(state));
        }
    }

    #[test]
    fn a_first_run_without_a_manifest_is_no_damage() {
        let mut built = plain();
        built.edit_status(|status| {
            status.snapshot_state = SnapshotState::Uploading;
            status.backup_state = BackupState::Empty;
        });
        built.tree.remove("Manifest.plist");
        built.tree.remove("Manifest.db");
        assert_fires(&built, &["B005"]);
    }

    #[test]
    fn damage_beside_an_interruption_is_damage() {
        let mut built = plain();
        built.edit_status(|status| status.snapshot_state = SnapshotState::Uploading);
        built.tree.remove("Manifest.db");
        let report = report(&built);
        assert_eq!(report.verdict, Verdict::Damaged);
        assert_eq!(report.interruption, Some(Interruption::UploadingNext));
    }

    #[test]
    fn a_finished_run_is_fine() {
        assert!(report(&plain()).findings_of("B005").is_none());
    }
}
