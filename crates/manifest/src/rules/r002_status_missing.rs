//! B002: Status.plist is missing or unreadable as a list.

use super::kit::*;
use crate::survey::FileFault;
use crate::tree::ReadFault;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B002",
        name: "status-missing",
        level: Level::Fatal,
        explanation: "The phone writes Status.plist to say how far a backup has come. Without \
            it nothing says that the backup was ever finished: the run stopped early, or the \
            file was lost.",
        repair: "Run the backup again into the same folder. If the phone is gone, the file can \
            be made anew once everything else has been checked.",
    },
    needs: Needs::Status,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    match &survey.status {
        // A disk that refuses is no proof of damage; the report says it could not look.
        Ok(_) | Err(FileFault::Read(ReadFault::Io(_))) => {}
        Err(fault) => out.add(
            || Subject::item("Status.plist"),
            || format!("Status.plist cannot be used: {fault}."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::Verdict;
    use crate::rules::testing::*;

    #[test]
    fn fires_on_a_missing_an_empty_and_an_endless_file() {
        for content in [None, Some(Vec::new()), Some(b"junk".to_vec()), Some(vec![b' '; 70_000])] {
            let mut built = plain();
            built.tree.remove("Status.plist");
            if let Some(content) = content {
                built.tree.write("Status.plist", content);
            }
            assert_fires(&built, &["B002"]);
            assert_eq!(report(&built).verdict, Verdict::Damaged);
        }
    }

    #[test]
    fn a_disk_that_refuses_is_told_apart_from_damage() {
        let mut built = plain();
        built.tree.break_item("Status.plist");
        let report = report(&built);
        assert!(fired(&report).is_empty());
        assert_eq!(report.verdict, Verdict::Unproven { files: 0 });
    }
}
