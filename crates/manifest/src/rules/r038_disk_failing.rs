//! B038: the disk does not give up a file, or gives it differently each time.

use std::io::ErrorKind;

use super::kit::*;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B038",
        name: "disk-failing",
        level: Level::Fatal,
        explanation: "The disk could not read this file, or read it twice with different \
            results. Disks, cables and card readers do that when they fail, and what else is \
            on them is in danger.",
        repair: "Copy everything off this disk at once, beginning with what you have nowhere \
            else. Then try another cable or port, and check the disk.",
    },
    needs: Needs::RowsAndPayloads,
    bearing: Bearing::Damage,
    depth: Depth::Ends,
    check: || each_payload(check),
};

fn check(facts: &Facts, _: &Survey<'_>, out: &mut Findings) {
    let subject = || facts.task.subject.clone();
    if facts.unstable {
        out.add(subject, || "Read twice, it was not the same both times.".to_owned());
    }
    match &facts.unreadable {
        None => {}
        // A missing permission says nothing about the disk; B024 looks at what is not there.
        Some(error) if error.kind() == ErrorKind::PermissionDenied => {
            out.add_as(Level::File, subject, || {
                "This computer does not let Unstuck read it; a permission is missing.".to_owned()
            });
        }
        Some(error) => {
            out.add_as(Level::File, subject, || format!("It cannot be read: {error}."));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io;
    use std::ops::ControlFlow;
    use std::sync::Mutex;

    use crate::rules::testing::*;
    use crate::tree::{Item, ReadSeek};
    use crate::verify::{Depth, Options, Unlock, verify};
    use crate::{MemoryTree, Tree, Verdict};

    fn deep(tree: &dyn Tree) -> crate::Report {
        let options = Options { depth: Depth::Deep, ..Options::default() };
        verify(tree, UDID, options, &mut |_| ControlFlow::Continue(()))
    }

    #[test]
    fn fires_on_a_file_that_cannot_be_read_and_names_it() {
        let mut built = plain();
        built.tree.fail_reading(&sms().payload_path());
        let report = report_at(&built, UDID, Unlock::Nothing, Depth::Deep);
        assert_eq!(fired(&report), ["B038"]);
        assert_eq!(report.verdict, Verdict::CompleteWithDamage { files: 1 });
        assert!(report.findings[0].kept[0].subject.to_string().contains("sms.db"));
    }

    /// Gives every file a different last byte each time.
    struct Flickering(MemoryTree, Mutex<Cell<u8>>);

    impl Tree for Flickering {
        fn open(&self, path: &str) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
            let mut bytes = self.0.file(path).ok_or(io::ErrorKind::NotFound)?.to_vec();
            if path.contains('/') {
                let count = self.1.lock().unwrap();
                count.set(count.get().wrapping_add(1));
                bytes.iter_mut().last().into_iter().for_each(|byte| *byte = count.get());
            }
            Ok(Box::new(io::Cursor::new(bytes)))
        }

        fn look(&self, path: &str) -> io::Result<Option<Item>> {
            self.0.look(path)
        }

        fn list(&self, path: &str) -> io::Result<Vec<Item>> {
            self.0.list(path)
        }
    }

    #[test]
    fn fires_on_a_file_that_is_never_the_same_twice() {
        // One in 64 is read twice, so there must be that many.
        let mut recipe = crate::Recipe::new(UDID);
        let file = |n| crate::build::Entry::file("HomeDomain", &format!("{n}"), *b"content");
        recipe.entries = (0..70).map(file).collect();
        let built = recipe.build().unwrap();
        let report = deep(&Flickering(built.tree.clone(), Mutex::default()));
        assert_eq!(fired(&report), ["B038"]);
        assert_eq!(report.verdict, Verdict::Damaged);
        assert!(fired(&deep(&built.tree)).is_empty());
    }
}
