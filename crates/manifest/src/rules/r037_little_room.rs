//! B037: hardly any room is left beside the backup.

use super::kit::*;

/// A phone asks for more than this when it has changed at all.
const ROOM_BYTES_MIN: u64 = 1 << 30;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B037",
        name: "little-room",
        level: Level::Info,
        explanation: "Less than one gigabyte is free on the disk that holds this backup. The \
            backup itself is not touched by that, but the next one will not fit.",
        repair: "Make room on this disk before the next backup, or choose another place for it.",
    },
    needs: Needs::Name,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    if let Some(free) = survey.free_bytes.filter(|free| *free < ROOM_BYTES_MIN) {
        let text = || format!("{} MB are free on this disk.", free / 1_000_000);
        out.add(|| Subject::Backup, text);
    }
}

#[cfg(test)]
mod tests {
    use crate::Verdict;
    use crate::rules::testing::*;

    #[test]
    fn fires_below_a_gigabyte_and_takes_nothing_from_the_verdict() {
        let mut built = plain();
        built.tree.set_free_bytes(500 << 20);
        assert_fires(&built, &["B037"]);
        assert_eq!(report(&built).verdict, Verdict::Complete);
    }

    #[test]
    fn more_is_enough_and_not_knowing_is_no_finding() {
        let mut built = plain();
        assert_fires(&built, &[]);
        built.tree.set_free_bytes(2 << 30);
        assert_fires(&built, &[]);
    }
}
