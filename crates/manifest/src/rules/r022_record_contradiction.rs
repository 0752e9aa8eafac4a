//! B022: a record that contradicts its row or itself.

use super::kit::*;
use crate::RecordKind;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B022",
        name: "record-contradiction",
        level: Level::File,
        explanation: "The row and its record disagree on whether this is a file, a folder or a \
            link, or the record claims what cannot be, such as a folder with a size. The phone \
            refuses such records with error 11.",
        repair: "Run the backup again into the same folder.",
    },
    needs: Needs::Rows,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || each_row(check),
};

fn check(row: &RowFacts<'_>, _: &Survey<'_>, out: &mut Findings) {
    // Without a kind or a record, other rules have spoken.
    let (Some(kind), Some(record)) = (row.kind, row.record()) else { return };
    let text = if record.kind() != Some(kind) {
        "Row and record disagree on what it is."
    } else if kind != RecordKind::File && record.size != 0 {
        "Only files have a size, and this is none."
    } else if kind == RecordKind::Link && record.target.as_ref().is_none_or(|to| to.is_empty()) {
        "It is a link that leads nowhere."
    } else {
        return;
    };
    out.add(|| row.subject(), || text.to_owned());
}

#[cfg(test)]
mod tests {
    use crate::build::Built;
    use crate::rules::testing::*;

    fn with_record(path: &str, edit: impl FnOnce(&mut crate::Record<'_>)) -> Built {
        let mut built = plain();
        built
            .edit_rows(|rows| {
                let row = rows.iter_mut().find(|row| row.relative_path == path);
                row.unwrap().edit_record(edit);
            })
            .unwrap();
        built
    }

    #[test]
    fn fires_on_each_contradiction() {
        for built in [
            with_record("Library/SMS/sms.db", |record| record.mode = 0o040_755),
            with_record("Library/SMS/sms.db", |record| record.mode = 0o644),
            with_record("Media/DCIM", |record| record.size = 1),
            with_record("Library/link", |record| record.target = None),
            with_record("Library/link", |record| record.target = Some("".into())),
        ] {
            assert_fires(&built, &["B022"]);
        }
    }

    #[test]
    fn permissions_do_not_matter() {
        let built = with_record("Library/SMS/sms.db", |record| record.mode = 0o106_000);
        assert_fires(&built, &[]);
    }
}
