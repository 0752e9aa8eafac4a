use proptest::prelude::*;

use super::*;
use crate::report::{FINDINGS_KEPT_MAX, Why};
use crate::rules::testing::*;
use crate::survey::Stage;
use crate::{MemoryTree, Recipe};

#[test]
fn sound_backups_are_complete() {
    for built in [plain(), encrypted()] {
        let report = report(&built);
        assert_eq!(report.verdict, Verdict::Complete, "{report:#?}");
        assert!(report.findings.is_empty() && report.unchecked.is_empty());
        let totals = report.totals;
        assert_eq!((totals.files, totals.links, totals.payloads), (3, 1, 3));
        assert_eq!(totals.content_bytes, 113);
    }
}

#[test]
fn backups_of_old_systems_are_read_too() {
    for built in [plain_recipe().build_old().unwrap(), encrypted_recipe().build_old().unwrap()] {
        let password = Password::from(PASSWORD);
        let unlock = Unlock::Password(&password);
        let report = report_at(&built, UDID, unlock, Depth::Deep);
        assert_eq!(report.verdict, Verdict::Complete, "{report:#?}");
        assert!(report.findings.is_empty(), "{report:#?}");
        assert_eq!((report.totals.files, report.totals.links), (3, 1));

        let mut cut = built.clone();
        let list = cut.tree.file_mut("Manifest.mbdb").unwrap();
        list.truncate(list.len() - 1);
        let report = report_at(&cut, UDID, unlock, Depth::Deep);
        assert!(fired(&report).contains(&"B016"), "{report:#?}");
        assert!(report.totals.rows > 5);
        let mut missing = built.clone();
        missing.tree.remove(&sms().to_string());
        assert_eq!(fired(&report_at(&missing, UDID, unlock, Depth::Deep)), ["B024"]);
    }
}

#[test]
fn a_folder_that_changes_meanwhile_is_not_judged() {
    use std::io;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    use crate::tree::{Item, ReadSeek};

    /// Another program writes Status.plist again and again.
    struct Restless(MemoryTree, AtomicU64);

    impl Tree for Restless {
        fn open(&self, path: &str) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
            self.0.open(path)
        }

        fn look(&self, path: &str) -> io::Result<Option<Item>> {
            self.0.look(path)
        }

        fn list(&self, path: &str) -> io::Result<Vec<Item>> {
            self.0.list(path)
        }

        fn modified(&self, _: &str) -> Option<Duration> {
            Some(Duration::from_secs(self.1.fetch_add(1, Ordering::Relaxed)))
        }
    }

    let mut built = plain();
    built.tree.remove(&sms().payload_path());
    let restless = Restless(built.tree, AtomicU64::new(0));
    let report = verify(&restless, UDID, Options::default(), &mut |_| ControlFlow::Continue(()));
    assert_eq!(report.verdict, Verdict::BeingWritten);
}

#[test]
fn threads_find_the_same_as_one_does_alone() {
    let mut built = encrypted();
    built.tree.file_mut(&sms().payload_path()).unwrap()[111] ^= 1;
    let keys = &built.locks.as_ref().unwrap().class_keys;
    let report = |threads| {
        let options =
            Options { unlock: Unlock::Keys(keys), depth: Depth::Deep, threads, seal: None };
        verify(&built.tree, UDID, options, &mut |_| ControlFlow::Continue(()))
    };
    let alone = report(Threads::ONE);
    assert_eq!(alone, report(Threads::as_many_as_useful()));
    assert_eq!((fired(&alone), alone.totals.inspected), (vec!["B029"], 3));
}

#[test]
fn any_kind_of_key_will_do() {
    let built = encrypted();
    let locks = built.locks.as_ref().unwrap();
    for unlock in [Unlock::Derived(&locks.derived_key), Unlock::Keys(&locks.class_keys)] {
        assert_eq!(report_with(&built, UDID, unlock).verdict, Verdict::Complete);
    }
    let wrong = DerivedKey::new([0; 32]);
    let report = report_with(&built, UDID, Unlock::Derived(&wrong));
    assert_eq!(report.verdict, Verdict::WrongPassword);
}

#[test]
fn folders_without_a_backup_are_called_so() {
    let mut tree = MemoryTree::new();
    let verdict = |tree: &MemoryTree| {
        let report = verify(tree, UDID, Options::default(), &mut |_| ControlFlow::Continue(()));
        (report.verdict, report.findings.len())
    };
    assert_eq!(verdict(&tree), (Verdict::NotABackup, 0));
    tree.write("holiday.jpg", *b"x");
    assert_eq!(verdict(&tree), (Verdict::NotABackup, 0));
    tree.write("Manifest.mbdx", *b"mbdx");
    assert_eq!(verdict(&tree), (Verdict::TooOld, 0));
    tree.remove("Manifest.mbdx");
    tree.write("Info.plist", *b"<plist><dict/></plist>");
    assert_eq!(verdict(&tree).0, Verdict::Interrupted(crate::Interruption::BeforeStatus));
}

#[test]
fn a_stop_at_any_point_is_never_called_complete() {
    for built in [plain(), encrypted()] {
        let mut calls = 0;
        let locks = built.locks.as_ref();
        let unlock = locks.map_or(Unlock::Nothing, |locks| Unlock::Derived(&locks.derived_key));
        let mut stages = Vec::new();
        verify(&built.tree, UDID, Options { unlock, ..Options::default() }, &mut |progress| {
            calls += 1;
            stages.push(progress.stage);
            ControlFlow::Continue(())
        });
        assert!(stages.is_sorted() && stages.contains(&Stage::Listing), "{stages:?}");
        for stop_at in 1..=calls {
            let mut call = 0;
            let report =
                verify(&built.tree, UDID, Options { unlock, ..Options::default() }, &mut |_| {
                    call += 1;
                    if call == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                });
            assert_eq!(report.verdict, Verdict::Unproven { files: 0 }, "{stop_at}: {report:#?}");
            assert!(report.unchecked.iter().all(|gap| gap.why == Why::Stopped));
            assert!(fired(&report).is_empty());
        }
    }
}

#[test]
fn a_flood_of_findings_is_counted_but_not_kept() {
    let mut recipe = Recipe::new(UDID);
    let files = (0..300).map(|n| crate::build::Entry::file("D", &format!("f{n}"), *b"x"));
    recipe.entries = files.collect();
    let mut built = recipe.build().unwrap();
    for row in built.rows().unwrap().iter().filter(|row| row.flags == 1) {
        let id: crate::FileId = row.file_id.parse().unwrap();
        built.tree.remove(&id.payload_path());
    }
    let report = report(&built);
    let missing = report.findings_of("B024").unwrap();
    assert_eq!((missing.total, missing.kept.len()), (300, FINDINGS_KEPT_MAX));
    assert_eq!(report.verdict, Verdict::CompleteWithDamage { files: 300 });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is spoilt, the rules live through it. Lists are left to the tests of the
    /// plist crate, which is what reads them.
    #[test]
    fn spoilt_files_never_panic(
        locked: bool,
        file: prop::sample::Index,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut built = if locked { encrypted() } else { plain() };
        let files = built.tree.files();
        let content = built.tree.file_mut(&files[file.index(files.len())]).unwrap();
        for (at, byte) in &changes {
            if !content.is_empty() {
                let at = at.index(content.len());
                content[at] = *byte;
            }
        }
        if let Some(cut) = cut.filter(|_| !content.is_empty()) {
            content.truncate(cut.index(content.len()));
        }
        let locks = built.locks.as_ref();
        let unlock = locks.map_or(Unlock::Nothing, |locks| Unlock::Derived(&locks.derived_key));
        report_at(&built, UDID, unlock, Depth::Deep);
    }
}
