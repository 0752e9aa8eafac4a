//! B030: content that is not what its record's digest says.

use super::kit::*;
use crate::inspect::DigestMatch;
use crate::report::FINDINGS_KEPT_MAX;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B030",
        name: "digest-differs",
        level: Level::File,
        explanation: "Some records hold a digest of their file. Here it fits neither what is \
            stored nor what was decrypted. When most digests of a backup fit, this file was \
            altered after it was made: bits rot. When none fits, the phone made them in a way \
            that Unstuck does not know, and nothing follows.",
        repair: "Copy the backup off this disk. Set the damaged file aside, so that the phone \
            sees it is missing, and run the backup again into the same folder.",
    },
    needs: Needs::RowsAndPayloads,
    bearing: Bearing::Damage,
    depth: Depth::Deep,
    check: || Box::<DigestDiffers>::default(),
};

#[derive(Default)]
struct DigestDiffers {
    fits: u64,
    differs: u64,
    /// Those not known to be damaged for another reason.
    fresh: u64,
    kept: Vec<Subject>,
}

impl Check for DigestDiffers {
    fn content(&mut self, facts: &Facts, _: &Survey<'_>, _: &mut Findings) {
        match facts.digest {
            None => {}
            Some(DigestMatch::Stored | DigestMatch::Plain) => self.fits += 1,
            Some(DigestMatch::Neither) => {
                self.differs += 1;
                let known = facts.task.known_damaged || facts.key_fault.is_some();
                self.fresh += u64::from(!known && !matches!(facts.end, Some(Err(_))));
                if self.kept.len() < FINDINGS_KEPT_MAX {
                    self.kept.push(facts.task.subject.clone());
                }
            }
        }
    }

    fn finish(&mut self, _: &Survey<'_>, out: &mut Findings) {
        if self.differs == 0 {
            return;
        }
        if self.fits <= self.differs {
            let text = || {
                format!(
                    "{} digests fit and {} do not: they seem to be made in another way than \
                     known, so nothing follows from them.",
                    self.fits, self.differs
                )
            };
            return out.add_as(Level::Warn, || Subject::Backup, text);
        }
        for subject in self.kept.drain(..) {
            let text = "It is not what its record's digest says.".to_owned();
            out.add(|| subject, || text);
        }
        out.add_uncounted(self.differs.saturating_sub(out.total()));
        out.note_late_files(self.fresh);
    }
}

#[cfg(test)]
mod tests {
    use sha1::{Digest, Sha1};

    use crate::build::Built;
    use crate::report::{Level, Report};
    use crate::rules::testing::*;
    use crate::verify::{Depth, Unlock};
    use crate::{FileId, Verdict};

    /// A backup whose files have the digests that `make` gives them.
    fn with_digests(mut built: Built, make: impl Fn(&[u8]) -> Vec<u8>) -> Built {
        let tree = built.tree.clone();
        built
            .edit_rows(|rows| {
                for row in rows.iter_mut().filter(|row| row.flags == 1) {
                    let id: FileId = row.file_id.parse().unwrap();
                    let digest = make(tree.file(&id.payload_path()).unwrap());
                    row.edit_record(|record| record.digest = Some(digest.into()));
                }
            })
            .unwrap();
        built
    }

    fn sha1(bytes: &[u8]) -> Vec<u8> {
        Sha1::digest(bytes).to_vec()
    }

    fn deep(built: &Built) -> Report {
        let locks = built.locks.as_ref();
        let unlock = locks.map_or(Unlock::Nothing, |locks| Unlock::Keys(&locks.class_keys));
        report_at(built, UDID, unlock, Depth::Deep)
    }

    #[test]
    fn fires_on_rotten_bits_whatever_the_digest_is_of() {
        let mut built = with_digests(encrypted(), sha1);
        assert!(fired(&deep(&built)).is_empty());
        built.tree.file_mut(&sms().payload_path()).unwrap()[20] ^= 1;
        let report = deep(&built);
        assert_eq!(fired(&report), ["B030"]);
        assert_eq!(report.verdict, Verdict::CompleteWithDamage { files: 1 });

        let plain_files = plain();
        let by_content = |built: Built| {
            let contents = plain_files.tree.clone();
            let mut built = built;
            built
                .edit_rows(|rows| {
                    for row in rows.iter_mut().filter(|row| row.flags == 1) {
                        let id: FileId = row.file_id.parse().unwrap();
                        let digest = sha1(contents.file(&id.payload_path()).unwrap());
                        row.edit_record(|record| record.digest = Some(digest.into()));
                    }
                })
                .unwrap();
            built
        };
        let mut built = by_content(encrypted());
        assert!(fired(&deep(&built)).is_empty(), "{:#?}", deep(&built));
        built.tree.file_mut(&sms().payload_path()).unwrap()[20] ^= 1;
        assert_eq!(fired(&deep(&built)), ["B030"]);
    }

    #[test]
    fn digests_that_all_differ_only_warn() {
        let built = with_digests(plain(), |bytes| sha1(&[bytes, b"salt"].concat()));
        let report = deep(&built);
        assert_eq!(report.findings_of("B030").unwrap().kept[0].level, Level::Warn);
        assert_eq!(report.verdict, Verdict::Complete);
    }
}
