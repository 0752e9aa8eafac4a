//! B029: an encrypted file that does not open, or whose end is not its end.

use super::kit::*;
use crate::content::ContentFault;
use crate::survey::Keys;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B029",
        name: "content-end-damaged",
        level: Level::File,
        explanation: "The key of this file does not open, or its content does not end as \
            encrypted content does: it was cut off or altered. Only the end is looked at, so \
            damage in the middle is not seen by this.",
        repair: "Set the damaged file aside, so that the phone sees it is missing, and run the \
            backup again into the same folder: it then makes a full backup.",
    },
    needs: Needs::RowsAndPayloads,
    bearing: Bearing::Damage,
    depth: Depth::Ends,
    check: || each_payload(check),
};

fn check(facts: &Facts, survey: &Survey<'_>, out: &mut Findings) {
    // A file stored as nothing has no end; whether it should be empty is B034's.
    if !matches!(survey.keys, Keys::Open(_)) || facts.task.stored == 0 {
        return;
    }
    let subject = || facts.task.subject.clone();
    if let Some(fault) = &facts.key_fault {
        return out.add(subject, || format!("Its key cannot be used: {fault}."));
    }
    // One cut within a block is B026's.
    if let Some(Err(fault @ ContentFault::BadPadding)) = &facts.end {
        out.add(subject, || format!("Its content cannot be used: {fault}."));
    }
}

#[cfg(test)]
mod tests {
    use crate::Record;
    use crate::build::Built;
    use crate::report::Report;
    use crate::rules::testing::*;
    use crate::verify::{Depth, Unlock};

    fn deep(built: &Built) -> Report {
        let unlock = Unlock::Keys(&built.locks.as_ref().unwrap().class_keys);
        report_at(built, UDID, unlock, Depth::Ends)
    }

    fn with_record(edit: impl FnOnce(&mut Record<'_>)) -> Built {
        let mut built = encrypted();
        built
            .edit_rows(|rows| {
                let row = rows.iter_mut().find(|row| row.relative_path.ends_with("sms.db"));
                row.unwrap().edit_record(edit);
            })
            .unwrap();
        built
    }

    #[test]
    fn fires_on_an_altered_or_missing_end() {
        let mut built = encrypted();
        let payload = built.tree.file_mut(&sms().payload_path()).unwrap();
        *payload.last_mut().unwrap() ^= 1;
        assert_eq!(fired(&deep(&built)), ["B029"]);
        // Nobody looks inside unless asked to.
        assert_fires(&built, &[]);
        let mut built = encrypted();
        let payload = built.tree.file_mut(&sms().payload_path()).unwrap();
        payload.truncate(payload.len() - 16);
        *payload.last_mut().unwrap() ^= 1;
        assert_eq!(fired(&deep(&built)), ["B027", "B029"]);
    }

    #[test]
    fn fires_on_a_key_that_is_missing_damaged_or_of_no_class() {
        let altered = [vec![3, 0, 0, 0], vec![0; 40]].concat();
        for key in [None, Some(vec![3; 43]), Some(vec![3; 44]), Some(altered)] {
            let built = with_record(|record| record.encryption_key = key.map(Into::into));
            assert_eq!(fired(&deep(&built)), ["B029"]);
        }
    }

    #[test]
    fn a_size_that_differs_and_a_change_in_the_middle_are_not_its_business() {
        assert_eq!(fired(&deep(&with_record(|record| record.size = 1_000_000))), ["B027"]);
        let mut built = encrypted();
        built.tree.file_mut(&sms().payload_path()).unwrap()[3] ^= 1;
        assert!(fired(&deep(&built)).is_empty());
    }
}
