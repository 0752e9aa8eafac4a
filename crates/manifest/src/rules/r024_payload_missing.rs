//! B024: a file whose payload is not there. The rule that matters most.

use super::kit::*;
use crate::RecordKind;
use crate::survey::PayloadState;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B024",
        name: "payload-missing",
        level: Level::File,
        explanation: "The list of files names this file, but its content is not in the backup. \
            It cannot be taken out, and a phone refuses to restore a backup with such a gap \
            (error 205). Deleted by hand, by a cleaning program or by a failing disk.",
        repair: "Run the backup again into the same folder: the phone notices the gap and makes \
            a full backup. Then check again.",
    },
    needs: Needs::RowsAndPayloads,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || each_row(check),
};

fn check(row: &RowFacts<'_>, _: &Survey<'_>, out: &mut Findings) {
    // An empty file may lack its payload: B025.
    let may_lack = row.record().is_some_and(|record| record.content_bytes() == 0);
    let is_file = row.kind == Some(RecordKind::File);
    if is_file && row.payload == PayloadState::Missing && !may_lack {
        out.add(|| row.subject(), || "Its content is not in the backup.".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use crate::report::{Subject, Why};
    use crate::rules::testing::*;
    use crate::verify::Unlock;
    use crate::{Verdict, file_id};

    #[test]
    fn fires_on_a_missing_payload_and_names_it() {
        for mut built in [plain(), encrypted()] {
            built.tree.remove(&sms().payload_path());
            assert_fires(&built, &["B024"]);
            let report = report(&built);
            assert_eq!(report.verdict, Verdict::CompleteWithDamage { files: 1 });
            let finding = &report.findings_of("B024").unwrap().kept[0];
            let subject = Subject::File {
                domain: "HomeDomain".into(),
                relative_path: "Library/SMS/sms.db".into(),
                payload: Some(sms()),
            };
            assert_eq!(finding.subject, subject);
        }
    }

    #[test]
    fn an_empty_file_may_lack_its_payload_and_folders_have_none() {
        let mut built = plain();
        assert!(built.tree.remove(&file_id("HomeDomain", "Library/empty").payload_path()));
        assert_fires(&built, &["B025"]);
    }

    #[test]
    fn something_else_in_its_place_is_not_opened_and_counts_as_missing() {
        let mut built = plain();
        built.tree.put_other(&sms().payload_path());
        assert_fires(&built, &["B024", "B033"]);
    }

    #[test]
    fn without_a_password_nothing_is_claimed() {
        let mut built = encrypted();
        built.tree.remove(&sms().payload_path());
        let report = report_with(&built, UDID, Unlock::Nothing);
        assert!(fired(&report).is_empty());
        assert_eq!(report.verdict, Verdict::Unproven { files: 0 });
        assert_eq!(report.unchecked[0].why, Why::NoPassword);
        assert!(report.unchecked[0].rules.contains(&"B024"));
    }

    #[test]
    fn in_a_folder_that_cannot_be_listed_nothing_is_claimed() {
        let mut built = plain();
        built.tree.break_item("3d");
        let report = report(&built);
        assert!(fired(&report).is_empty());
        assert!(matches!(report.unchecked[0].why, Why::PayloadsUnreadable(1, _)));
    }
}
