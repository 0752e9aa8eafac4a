//! B040: a version is not what it was when it was sealed.

use super::kit::*;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B040",
        name: "seal-broken",
        level: Level::File,
        explanation: "When this version was made and proven, Unstuck noted every name, length \
            and hash in it. This is different now: it was changed, cut off, removed or added \
            since, by a program, a person or the disk.",
        repair: "Look for the file in another version: unstuck versions scrub names one that \
            still has it. Do not build upon this version.",
    },
    needs: Needs::Payloads,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || Box::new(SealBroken),
};

struct SealBroken;

impl Check for SealBroken {
    fn content(&mut self, facts: &Facts, _: &Survey<'_>, out: &mut Findings) {
        if facts.as_sealed == Some(false) {
            let text = || "Its content is not what was proven.".to_owned();
            out.add(|| facts.task.subject.clone(), text);
        }
    }

    fn finish(&mut self, survey: &Survey<'_>, out: &mut Findings) {
        let Some(seal) = &survey.seal else { return };
        if let Some(fault) = &seal.fault {
            let text = || format!("The seal itself cannot be trusted: {fault}.");
            out.add_as(Level::Warn, || Subject::item("seal"), text);
        }
        for (path, text) in &seal.kept {
            out.add_late_file(|| Subject::item(path), || (*text).to_owned());
        }
        out.add_late_uncounted(seal.count - seal.kept.len() as u64);
        if let Some(first) = &seal.first_unknown {
            let text = || format!("{} files were added since, this is the first.", seal.unknown);
            out.add_as(Level::Warn, || Subject::item(first), text);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use crate::build::Built;
    use crate::rules::testing::*;
    use crate::seal_book::{SealBook, SealLine};
    use crate::verify::{Depth, Options, Unlock, verify};
    use crate::{MemoryTree, Report, Verdict};

    /// What a tree held at a time.
    #[derive(Debug)]
    struct Noted(MemoryTree);

    impl SealBook for Noted {
        fn read(&self, visit: &mut dyn FnMut(SealLine<'_>)) -> Result<(), String> {
            for path in self.0.files() {
                let content = self.0.file(&path).unwrap();
                let hash = *blake3::hash(content).as_bytes();
                visit(SealLine { path: &path, bytes: content.len() as u64, hash });
            }
            Ok(())
        }
    }

    fn compare(before: &Built, now: &Built, depth: Depth) -> Report {
        let noted = Noted(before.tree.clone());
        let keys = now.locks.as_ref();
        let unlock = keys.map_or(Unlock::Nothing, |locks| Unlock::Keys(&locks.class_keys));
        let options = Options { unlock, depth, seal: Some(&noted), ..Options::default() };
        verify(&now.tree, UDID, options, &mut |_| ControlFlow::Continue(()))
    }

    #[test]
    fn fires_on_every_kind_of_change() {
        let sealed = encrypted();
        let mut now = encrypted();
        now.tree.file_mut(&sms().payload_path()).unwrap()[0] ^= 1;
        assert!(fired(&compare(&sealed, &now, Depth::Ends)).is_empty());
        let report = compare(&sealed, &now, Depth::Deep);
        assert_eq!(fired(&report), ["B040"]);
        assert_eq!(report.verdict, Verdict::CompleteWithDamage { files: 1 });

        let mut now = plain();
        now.tree.file_mut("Info.plist").unwrap().extend(*b"\n");
        now.tree.write("Status.plist", now.tree.file("Status.plist").unwrap().to_vec());
        now.tree.write(&crate::file_id("D", "new").payload_path(), *b"new");
        let report = compare(&plain(), &now, Depth::Structure);
        assert_eq!(fired(&report), ["B032", "B040"]);
        assert_eq!(report.findings_of("B040").unwrap().total, 2);
    }

    #[test]
    fn what_is_as_it_was_and_what_was_never_sealed_is_fine() {
        for built in [plain(), encrypted()] {
            assert!(fired(&compare(&built, &built, Depth::Deep)).is_empty());
        }
    }
}
