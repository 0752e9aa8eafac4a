//! B007: Snapshot/ is still there after the run has ended.

use super::kit::*;
use crate::plists::SnapshotState;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B007",
        name: "snapshot-left-over",
        level: Level::Warn,
        explanation: "The folder Snapshot holds files while a run goes on. The run has ended, \
            so these are leftovers. They take up space and do no harm.",
        repair: "Once all other checks have passed, the folder Snapshot may be removed.",
    },
    needs: Needs::Status,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    let Ok(status) = &survey.status else { return };
    let finished = status.snapshot_state == SnapshotState::Finished;
    if let Some(items @ 1..) = survey.root.snapshot_items.filter(|_| finished) {
        out.add(
            || Subject::item("Snapshot"),
            || format!("The folder Snapshot still has {items} items in it."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;

    #[test]
    fn fires_on_leftovers() {
        let mut built = plain();
        built.tree.write("Snapshot/ab/x", *b"");
        assert_fires(&built, &["B007"]);
    }

    #[test]
    fn an_empty_folder_is_fine() {
        let mut built = plain();
        built.tree.make_directory("Snapshot");
        assert_fires(&built, &[]);
    }
}
