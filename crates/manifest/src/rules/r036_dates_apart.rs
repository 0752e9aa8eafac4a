//! B036: Status.plist and Manifest.plist were written far apart.

use std::time::{Duration, SystemTime};

use super::kit::*;
use crate::plists::SnapshotState;

/// A large backup over a slow cable takes this long between its first list and its last.
const APART_MAX: Duration = Duration::from_secs(2 * 24 * 60 * 60);

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B036",
        name: "dates-apart",
        level: Level::Warn,
        explanation: "The two lists that a run writes at its end bear dates more than two days \
            apart. They may come from two states of the backup, mixed by copying.",
        repair: "Run the backup again into the same folder.",
    },
    needs: Needs::Manifest,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    let (Ok(status), Ok(manifest)) = (&survey.status, &survey.manifest) else { return };
    // During a run they belong to two states, and 8.2 says so.
    if status.snapshot_state != SnapshotState::Finished {
        return;
    }
    let (Some(status), Some(manifest)) = (status.date, manifest.date()) else { return };
    let apart = apart(status, manifest);
    if apart > APART_MAX {
        let days = apart.as_secs() / (24 * 60 * 60);
        let text = format!("Status.plist and Manifest.plist are {days} days apart.");
        out.add(|| Subject::Backup, || text);
    }
}

fn apart(a: SystemTime, b: SystemTime) -> Duration {
    a.duration_since(b).or_else(|_| b.duration_since(a)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::build::Built;
    use crate::plists::SnapshotState;
    use crate::rules::testing::*;

    fn later(hours: u64) -> Built {
        let mut built = plain();
        built.edit_status(|status| {
            status.date = status.date.map(|date| date + Duration::from_secs(hours * 3600));
        });
        built
    }

    #[test]
    fn fires_after_three_days() {
        assert_fires(&later(72), &["B036"]);
    }

    #[test]
    fn a_day_is_fine_and_an_unfinished_run_is_judged_elsewhere() {
        assert_fires(&later(24), &[]);
        let mut built = later(72);
        built.edit_status(|status| status.snapshot_state = SnapshotState::Uploading);
        assert!(report(&built).findings_of("B036").is_none());
    }
}
