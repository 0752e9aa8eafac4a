//! B014: Manifest.db is missing, empty or cut off.

use super::kit::*;
use crate::tree::ItemKind;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B014",
        name: "database-missing",
        level: Level::Fatal,
        explanation: "Manifest.db is the list of everything in the backup. Without it the files \
            are there, but nobody knows which is which.",
        repair: "Run the backup again into the same folder: the phone sends a new list, and \
            perhaps all files. If the phone is gone, look for a Manifest.db of the same backup \
            in an older copy.",
    },
    needs: Needs::Listing,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    if survey.nothing_finished() || survey.root.fault.is_some() {
        return;
    }
    let manifest = survey.manifest.as_ref().ok();
    let encrypted = survey.encrypted() == Some(true)
        && manifest.is_some_and(|manifest| manifest.manifest_key().is_some());
    // Old systems have Manifest.mbdb in its place.
    let text = match survey.root.file("Manifest.db") {
        None if survey.root.is_old() => return,
        None => "Manifest.db is not there.".to_owned(),
        Some(item) if item.kind != ItemKind::Regular => {
            "Manifest.db is not a regular file.".to_owned()
        }
        Some(item) if item.bytes == 0 => "Manifest.db has 0 bytes.".to_owned(),
        Some(item) if encrypted && !item.bytes.is_multiple_of(16) => {
            format!("Manifest.db has {} bytes, so its end is missing.", item.bytes)
        }
        Some(_) => return,
    };
    out.add(|| Subject::item("Manifest.db"), || text);
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::verify::Unlock;

    #[test]
    fn fires_on_a_missing_an_empty_and_a_cut_database() {
        let mut built = encrypted();
        built.tree.file_mut("Manifest.db").unwrap().truncate(1000);
        // Even without the password.
        let report = report_with(&built, UDID, Unlock::Nothing);
        assert_eq!(fired(&report), ["B014"]);
        built.tree.write("Manifest.db", *b"");
        assert_fires(&built, &["B014"]);
        built.tree.put_other("Manifest.db");
        assert_fires(&built, &["B014"]);
        built.tree.remove("Manifest.db");
        assert_fires(&built, &["B014"]);
    }

    #[test]
    fn a_plain_one_may_have_any_length() {
        let mut built = plain();
        built.tree.file_mut("Manifest.db").unwrap().push(0);
        assert!(report(&built).findings_of("B014").is_none());
    }
}
