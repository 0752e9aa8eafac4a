//! B029: an encrypted file that does not open, or whose end is not its end.

use super::kit::*;
use crate::RecordKind;
use crate::content::{TailFault, plain_len};
use crate::survey::{Keys, PayloadState};

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
    depth: Depth::Content,
    check: || each_row(check),
};

fn check(row: &RowFacts<'_>, survey: &Survey, out: &mut Findings) {
    let (Keys::Open(keys), Some(record)) = (&survey.keys, row.record()) else { return };
    // A file stored as nothing has no end; whether it should be empty is B034's.
    let PayloadState::Present { bytes: bytes @ 1.. } = row.payload else { return };
    if row.kind != Some(RecordKind::File) {
        return;
    }
    let Some(wrapped) = record.wrapped_key() else {
        return out.add(|| row.subject(), || "Its record holds no key.".to_owned());
    };
    let key = match wrapped.and_then(|wrapped| keys.unwrap(&wrapped)) {
        Ok(key) => key,
        Err(fault) => {
            return out.add(|| row.subject(), || format!("Its key cannot be used: {fault}."));
        }
    };
    let end = row.open_payload().map_err(TailFault::from);
    if let Err(fault) = end.and_then(|mut file| plain_len(&mut *file, bytes, &key)) {
        out.add(|| row.subject(), || format!("Its content cannot be used: {fault}."));
    }
}

#[cfg(test)]
mod tests {
    use crate::build::Built;
    use crate::report::Report;
    use crate::rules::testing::*;
    use crate::verify::{Depth, Unlock};
    use crate::Record;

    fn deep(built: &Built) -> Report {
        let unlock = Unlock::Keys(&built.locks.as_ref().unwrap().class_keys);
        report_at(built, UDID, unlock, Depth::Content)
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
        for cut in [1, 16] {
            let mut built = encrypted();
            let payload = built.tree.file_mut(&sms().payload_path()).unwrap();
            payload.truncate(payload.len() - cut);
            *payload.last_mut().unwrap() ^= 1;
            assert_eq!(fired(&deep(&built)), ["B029"]);
            // Nobody looks inside unless asked to.
            assert_fires(&built, &[]);
        }
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
        assert!(fired(&deep(&with_record(|record| record.size = 1_000_000))).is_empty());
        let mut built = encrypted();
        built.tree.file_mut(&sms().payload_path()).unwrap()[3] ^= 1;
        assert!(fired(&deep(&built)).is_empty());
    }
}
