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
    tree.write("Manifest.mbdb", *b"mbdb\x05\x00");
    assert_eq!(verdict(&tree), (Verdict::TooOld, 0));
    tree.remove("Manifest.mbdb");
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
        report_at(&built, UDID, unlock, Depth::Content);
    }
}
