//! B006: finished, and yet no backup has ever finished here.

use super::kit::*;
use crate::plists::{BackupState, SnapshotState};

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B006",
        name: "finished-but-empty",
        level: Level::Warn,
        explanation: "Status.plist says that the last run is finished and also that no backup \
            has ever finished here. Both cannot be true.",
        repair: "Run the backup again into the same folder; the phone then writes both anew.",
    },
    needs: Needs::Status,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    let Ok(status) = &survey.status else { return };
    let finished = status.snapshot_state == SnapshotState::Finished;
    if finished && status.backup_state == BackupState::Empty {
        out.add(
            || Subject::item("Status.plist"),
            || "The run is finished, but BackupState is \"empty\".".to_owned(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn fires_when_the_two_disagree() {
        let mut built = plain();
        built.edit_status(|status| status.backup_state = BackupState::Empty);
        assert_fires(&built, &["B006"]);
    }

    #[test]
    fn old_is_as_good_as_new() {
        let mut built = plain();
        built.edit_status(|status| status.backup_state = BackupState::Old);
        assert_fires(&built, &[]);
    }
}
