//! A working tree from its clone to a published version.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use std::fs;
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use unstuck_vault::{
    Disk, Layout, Origin, RealDisk, Threads, TreePath, WorkingTree, hash_and_seal, lock, publish,
    version,
};

const ID: &str = "3d0d7e5fb2ce288813306e4d4636395e047a3d28";

struct Room {
    _folder: tempfile::TempDir,
    disk: Arc<dyn Disk>,
    layout: Layout,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path(), "U");
        Self { _folder: folder, disk: Arc::new(RealDisk), layout }
    }

    fn prepare(&self, full: bool) -> (WorkingTree, Origin) {
        let go_on = &mut |_| ControlFlow::Continue(());
        WorkingTree::prepare(&self.disk, &self.layout, full, 1_790_000_000, go_on).unwrap()
    }

    fn publish(&self, mut tree: WorkingTree) -> String {
        let report = hash_and_seal(&mut tree, &[], Threads::as_many_as_useful(), &mut |_| {
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(report.changed_count, 0);
        publish(tree, 1_790_000_000).unwrap()
    }

    fn seal_lines(&self, version: &str) -> Vec<String> {
        let mut reader = version::open_seal(&*self.disk, &self.layout.seal(version)).unwrap();
        let mut lines = Vec::new();
        while let Some(entry) = reader.next_entry().unwrap() {
            lines.push(format!("{} {}", entry.path, entry.bytes));
        }
        lines
    }
}

fn path(text: &str) -> TreePath {
    TreePath::new(text).unwrap()
}

fn receive(tree: &mut WorkingTree, at: &str, bytes: &[u8]) {
    tree.begin_file(path(at));
    tree.write(bytes);
    tree.end_file();
}

/// What a phone does in a small first backup.
fn first_backup(tree: &mut WorkingTree) {
    tree.create_dir(&path("U/Snapshot/3d")).unwrap();
    receive(tree, "U/Status.plist", b"uploading");
    receive(tree, &format!("U/Snapshot/3d/{ID}"), b"hello");
    receive(tree, "U/Snapshot/Manifest.db", b"db");
    assert_eq!(tree.finish_batch().unwrap().files, 3);
    tree.move_item(&path(&format!("U/Snapshot/3d/{ID}")), &path(&format!("U/3d/{ID}"))).unwrap();
    tree.move_item(&path("U/Snapshot/Manifest.db"), &path("U/Manifest.db")).unwrap();
    tree.remove_item(&path("U/Snapshot")).unwrap();
    receive(tree, "U/Status.plist", b"finished");
    tree.finish_batch().unwrap();
}

#[test]
fn a_first_backup_is_published_whole_and_a_second_shares_what_did_not_change() {
    let room = Room::new();
    let (mut tree, origin) = room.prepare(false);
    assert_eq!(origin, Origin::Empty);
    first_backup(&mut tree);
    let first = room.publish(tree);
    let expected = [format!("3d/{ID} 5"), "Manifest.db 2".into(), "Status.plist 8".into()];
    assert_eq!(room.seal_lines(&first), expected);
    let latest = fs::read_dir(room.layout.latest()).unwrap();
    assert_eq!(latest.count(), 2, "latest points at the version");

    let (mut tree, origin) = room.prepare(false);
    let Origin::Cloned { version, report } = origin else { panic!("{origin:?}") };
    assert_eq!((version, report.files), (first.clone(), 3));
    receive(&mut tree, "U/Manifest.db", b"db2");
    tree.finish_batch().unwrap();
    let go_on = &mut |_| ControlFlow::Continue(());
    let report = hash_and_seal(&mut tree, &[], Threads::ONE, go_on).unwrap();
    assert_eq!((report.read_back, report.carried_over, report.read_bytes), (1, 2, 3));
    let second = publish(tree, 1_790_000_000).unwrap();
    assert_ne!(first, second);
    let old = room.layout.version(&first).join("U/Manifest.db");
    assert_eq!(fs::read(old).unwrap(), b"db", "the first version is untouched");
}

#[test]
fn an_interrupted_tree_is_kept_and_what_is_not_whole_is_dropped() {
    let room = Room::new();
    let (mut tree, _) = room.prepare(false);
    receive(&mut tree, &format!("U/Snapshot/3d/{ID}"), b"hello");
    receive(&mut tree, "U/Snapshot/Manifest.plist", b"whole");
    tree.finish_batch().unwrap();
    tree.begin_file(path("U/Snapshot/ff/half"));
    tree.write(b"half");
    tree.pause().unwrap();
    drop(tree);
    // Something tears a file behind our back, and another one appears.
    let snapshot = room.layout.working().join("U/Snapshot");
    fs::write(snapshot.join("3d").join(ID), b"hell").unwrap();
    fs::write(snapshot.join("3d/stranger"), b"x").unwrap();

    let (mut tree, origin) = room.prepare(false);
    let Origin::Interrupted(report) = origin else { panic!("{origin:?}") };
    assert_eq!((report.files, report.dropped, report.was_unclean), (1, 2, false));
    let names: Vec<_> = tree.list(&path("U/Snapshot")).unwrap();
    assert_eq!(names.len(), 2);
    assert!(tree.list(&path("U/Snapshot/3d")).unwrap().is_empty());
    assert_eq!(fs::read_dir(room.layout.incoming()).unwrap().count(), 0);
}

#[test]
fn after_a_crash_contents_are_compared_and_not_only_lengths() {
    let room = Room::new();
    let (mut tree, _) = room.prepare(false);
    receive(&mut tree, &format!("U/Snapshot/3d/{ID}"), b"hello");
    tree.finish_batch().unwrap();
    drop(tree);
    let file = room.layout.working().join("U/Snapshot/3d").join(ID);
    fs::write(&file, b"\0\0\0\0\0").unwrap();
    let (_, origin) = room.prepare(false);
    let Origin::Interrupted(report) = origin else { panic!("{origin:?}") };
    assert_eq!((report.files, report.dropped, report.was_unclean), (0, 1, true));
}

#[test]
fn damage_between_receiving_and_proof_is_found() {
    let room = Room::new();
    let (mut tree, _) = room.prepare(false);
    first_backup(&mut tree);
    fs::write(room.layout.working().join("U/3d").join(ID), b"hellO").unwrap();
    let report = hash_and_seal(&mut tree, &[], Threads::as_many_as_useful(), &mut |_| {
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!((report.changed_count, report.changed), (1, vec![format!("3d/{ID}")]));
}

#[test]
fn a_full_backup_sets_the_old_tree_aside_and_begins_empty() {
    let room = Room::new();
    let (mut tree, _) = room.prepare(false);
    receive(&mut tree, "U/Snapshot/x", b"x");
    tree.pause().unwrap();
    drop(tree);
    let (mut tree, origin) = room.prepare(true);
    assert_eq!(origin, Origin::Empty);
    assert!(tree.list(&path("U")).unwrap().is_empty());
    let aside = fs::read_dir(room.layout.aside()).unwrap().next().unwrap().unwrap();
    assert!(aside.path().join("U/Snapshot/x").is_file());
}

#[test]
fn a_sealed_tree_that_lost_its_last_rename_is_published_at_the_next_start() {
    let room = Room::new();
    let (mut tree, _) = room.prepare(false);
    first_backup(&mut tree);
    let name = room.publish(tree);
    fs::rename(room.layout.version(&name), room.layout.working()).unwrap();
    let (_, origin) = room.prepare(false);
    assert!(matches!(origin, Origin::Cloned { .. }), "{origin:?}");
    assert_eq!(version::list(&*room.disk, &room.layout).unwrap().len(), 1);
}

#[test]
fn moves_replace_files_and_folders_and_keep_the_target_when_the_source_is_missing() {
    let room = Room::new();
    let (mut tree, _) = room.prepare(false);
    receive(&mut tree, "U/a", b"a");
    receive(&mut tree, "U/folder/b", b"b");
    let missing = tree.move_item(&path("U/nothing"), &path("U/a")).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
    tree.move_item(&path("U/a"), &path("U/folder")).unwrap();
    assert_eq!(tree.list(&path("U")).unwrap().len(), 1);
    tree.open(&path("U/folder")).unwrap();
    assert_eq!(tree.read(100).unwrap(), b"a");
    tree.remove_item(&path("U/never")).unwrap();
    receive(&mut tree, "U/d/x", b"x");
    tree.copy_item(&path("U/d"), &path("U/e")).unwrap();
    tree.open(&path("U/e/x")).unwrap();
    assert!(tree.copy_item(&path("U/d"), &path("U/d/inside")).is_err());
}

#[cfg(unix)]
#[test]
fn no_verb_leads_through_a_link() {
    let room = Room::new();
    let (mut tree, _) = room.prepare(false);
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("x"), b"secret").unwrap();
    let link = room.layout.working().join("U/link");
    std::os::unix::fs::symlink(outside.path(), link).unwrap();
    let through = path("U/link/x");
    assert!(tree.open(&through).is_err());
    assert!(tree.list(&path("U/link")).is_err());
    assert!(tree.create_dir(&path("U/link/new")).is_err());
    assert!(tree.move_item(&through, &path("U/x")).is_err());
    assert!(tree.move_item(&path("U/link"), &path("U/x")).is_err());
    assert!(tree.remove_item(&through).is_err());
    assert!(tree.copy_item(&through, &path("U/x")).is_err());
    receive(&mut tree, "U/link/y", b"y");
    let report = tree.finish_batch().unwrap();
    assert_eq!(report.failed_count, 1);
    let left: Vec<_> = fs::read_dir(outside.path()).unwrap().collect();
    assert_eq!(left.len(), 1);
    assert_eq!(fs::read(Path::new(outside.path()).join("x")).unwrap(), b"secret");
}

#[test]
fn a_second_run_for_the_same_phone_is_told() {
    let room = Room::new();
    let held = lock(&*room.disk, &room.layout).unwrap();
    assert!(held.is_some());
    assert!(lock(&*room.disk, &room.layout).unwrap().is_none());
}

#[test]
fn a_phone_that_moves_and_removes_without_end_does_not_fill_our_memory_with_receipts() {
    let room = Room::new();
    let (mut tree, _) = room.prepare(false);
    let (a, b) = (path("U/a"), path("U/b"));
    receive(&mut tree, "U/a", b"hello");
    tree.finish_batch().unwrap();
    let written = || fs::read_to_string(room.layout.journal()).unwrap().lines().count();
    for _ in 0..5_000 {
        tree.move_item(&a, &b).unwrap();
        tree.move_item(&b, &a).unwrap();
    }
    assert!(written() > 5_000, "{} lines of 10,000 moves are written", written());
    let before = written();
    let long = path(&format!("U/{}", "long".repeat(60)));
    for _ in 0..6_000 {
        receive(&mut tree, long.as_str(), b"");
        tree.remove_item(&long).unwrap();
    }
    assert!(written() > before + 6_000, "{} lines of 6,000 removals", written() - before);
}
