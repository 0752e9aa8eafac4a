//! B026: an encrypted file that was cut off within a block.

use super::kit::*;
use crate::content::BLOCK_BYTES;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B026",
        name: "payload-cut",
        level: Level::File,
        explanation: "Encrypted files are stored in whole blocks of 16 bytes. This one ends \
            within a block: its end is missing, and the phone may not notice that by itself.",
        repair: "Set the damaged file aside, so that the phone sees it is missing, and run the \
            backup again into the same folder: it then makes a full backup.",
    },
    needs: Needs::Payloads,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || Box::new(PayloadCut),
};

struct PayloadCut;

fn text(bytes: u64) -> String {
    format!("It has {bytes} bytes, which no encrypted file has.")
}

fn is_cut(bytes: u64) -> bool {
    !bytes.is_multiple_of(BLOCK_BYTES as u64)
}

impl Check for PayloadCut {
    fn row(&mut self, row: &RowFacts<'_>, survey: &Survey<'_>, out: &mut Findings) {
        let bytes = row.payload_bytes().filter(|bytes| is_cut(*bytes));
        if let Some(bytes) = bytes.filter(|_| survey.encrypted() == Some(true)) {
            out.add(|| row.subject(), || text(bytes));
        }
    }

    /// Lengths can be seen without the list, too.
    fn finish(&mut self, survey: &Survey<'_>, out: &mut Findings) {
        if survey.encrypted() != Some(true) || survey.database.facts().is_some() {
            return;
        }
        for (id, bytes) in survey.payloads.all().filter(|(_, bytes)| is_cut(*bytes)) {
            out.add_late_file(|| Subject::item(&survey.payloads.path(&id)), || text(bytes));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Verdict;
    use crate::build::Built;
    use crate::rules::testing::*;
    use crate::verify::Unlock;

    fn cut(bytes: usize) -> Built {
        let mut built = encrypted();
        let payload = built.tree.file_mut(&sms().payload_path()).unwrap();
        payload.truncate(payload.len() - bytes);
        built
    }

    #[test]
    fn fires_on_a_file_cut_within_a_block_with_the_password_and_without() {
        let built = cut(3);
        assert_eq!(fired(&report(&built)), ["B026", "B027"]);
        let report = report_with(&built, UDID, Unlock::Nothing);
        assert_eq!(fired(&report), ["B026"]);
        assert_eq!(report.verdict, Verdict::Unproven { files: 1 });
    }

    #[test]
    fn whole_blocks_and_plain_files_are_not_its_business() {
        assert!(report(&cut(16)).findings_of("B026").is_none());
        assert_fires(&plain(), &[]);
    }
}
