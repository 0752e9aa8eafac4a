//! B020: flags that no finished manifest has.

use super::kit::*;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B020",
        name: "flags-unfinished",
        level: Level::Warn,
        explanation: "The list of files carries marks that the phone only makes while it works \
            on a backup. This list was taken before the phone was done with it.",
        repair: "Run the backup again into the same folder.",
    },
    needs: Needs::Rows,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || each_row(check),
};

fn check(row: &RowFacts<'_>, _: &Survey<'_>, out: &mut Findings) {
    if !matches!(row.row.flags, 1 | 2 | 4) {
        out.add(|| row.subject(), || format!("Its flags are {}, not 1, 2 or 4.", row.row.flags));
    }
}

#[cfg(test)]
mod tests {
    use crate::Verdict;
    use crate::rules::testing::*;

    #[test]
    fn fires_on_working_marks_and_on_no_kind_at_all() {
        for flags in [9, 17, 33, 129, 0, 3, -1] {
            let built = with_sms(|row| row.flags = flags);
            let report = report(&built);
            assert_eq!(report.findings_of("B020").unwrap().total, 1, "{flags}");
        }
    }

    #[test]
    fn a_marked_row_is_still_a_file() {
        let report = report(&with_sms(|row| row.flags = 9));
        assert_eq!(report.totals.files, 3);
        assert_eq!(report.verdict, Verdict::Complete);
    }
}
