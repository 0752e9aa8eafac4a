//! Folders that grow, as they are seen.

use std::fs;
use std::path::Path;

use unstuck_diagnosis::pulse::{Glimpse, SnapshotStage};
use unstuck_manifest::StatusPlist;
use unstuck_manifest::plists::{BackupState, SnapshotState};

use super::folder::Looker;

fn status(folder: &Path, state: SnapshotState) {
    let status = StatusPlist {
        version: "3.3".into(),
        uuid: "0".into(),
        date: None,
        backup_state: BackupState::New,
        snapshot_state: state,
        is_full_backup: false,
    };
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("Status.plist"), status.to_bytes()).unwrap();
}

/// The name of a file that belongs into the folder `byte`.
fn name(byte: u8, number: u64) -> String {
    format!("{byte:02x}{number:038x}")
}

fn put(folder: &Path, byte: u8, number: u64, bytes: usize) {
    let place = folder.join(format!("{byte:02x}"));
    fs::create_dir_all(&place).unwrap();
    fs::write(place.join(name(byte, number)), vec![7; bytes]).unwrap();
}

/// As many looks as it takes to come round on the slowest disk.
fn around(looker: &mut Looker) -> Glimpse {
    let looks: Vec<Glimpse> = (0..20).map(|_| looker.look()).collect();
    let changed = looks.iter().any(|seen| seen.changed);
    Glimpse { changed, ..looks[19] }
}

#[test]
fn what_comes_is_counted_once_and_moving_it_is_no_growth() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    status(folder, SnapshotState::Uploading);
    put(folder, 0, 1, 1000);
    let mut looker = Looker::new(folder);
    let first = looker.look();
    assert_eq!((first.stage, first.changed), (Some(SnapshotStage::Uploading), false));
    assert_eq!((first.grown_files, first.grown_bytes), (0, 0));
    assert!(first.age.unwrap().as_secs() < 60);
    let snapshot = folder.join("Snapshot");
    put(&snapshot, 0, 2, 500);
    put(&snapshot, 255, 3, 70);
    let second = around(&mut looker);
    assert_eq!((second.changed, second.grown_files, second.grown_bytes), (true, 2, 570));
    // Moved to where it stays.
    fs::rename(snapshot.join("00").join(name(0, 2)), folder.join("00").join(name(0, 2))).unwrap();
    status(folder, SnapshotState::Moving);
    let third = around(&mut looker);
    assert_eq!((third.changed, third.stage), (true, Some(SnapshotStage::Moving)));
    assert_eq!((third.grown_files, third.grown_bytes), (2, 570));
    fs::remove_file(folder.join("00").join(name(0, 1))).unwrap();
    assert!(around(&mut looker).changed);
    assert!(!around(&mut looker).changed);
}

#[test]
fn a_whole_look_has_counted_everything() {
    let home = tempfile::tempdir().unwrap();
    status(home.path(), SnapshotState::Uploading);
    let mut looker = Looker::new(home.path());
    looker.look();
    let before = looker.look().grown_files;
    for byte in 0..=255 {
        for number in 0..8 {
            put(home.path(), byte, number, 10);
        }
    }
    status(home.path(), SnapshotState::Finished);
    let last = looker.look_whole();
    assert_eq!((before, last.stage), (0, Some(SnapshotStage::Finished)));
    assert_eq!((last.grown_files, last.grown_bytes), (2048, 20_480));
}

#[test]
fn a_large_file_is_seen_growing() {
    let home = tempfile::tempdir().unwrap();
    status(home.path(), SnapshotState::Uploading);
    let mut looker = Looker::new(home.path());
    looker.look();
    let snapshot = home.path().join("Snapshot");
    put(&snapshot, 9, 1, 1000);
    assert_eq!(around(&mut looker).grown_bytes, 1000);
    for bytes in [5000, 90_000] {
        put(&snapshot, 9, 1, bytes);
        let seen = around(&mut looker);
        assert_eq!((seen.changed, seen.grown_bytes), (true, bytes as u64));
    }
    assert!(!around(&mut looker).changed);
}

#[test]
fn what_is_sent_again_is_a_sign_of_life_and_nothing_new() {
    let home = tempfile::tempdir().unwrap();
    status(home.path(), SnapshotState::Uploading);
    let mut looker = Looker::new(home.path());
    looker.look();
    let snapshot = home.path().join("Snapshot");
    put(&snapshot, 9, 1, 1000);
    assert_eq!(around(&mut looker).grown_bytes, 1000);
    fs::remove_file(snapshot.join("09").join(name(9, 1))).unwrap();
    assert!(around(&mut looker).changed);
    put(&snapshot, 9, 1, 1000);
    let seen = around(&mut looker);
    assert_eq!((seen.changed, seen.grown_files, seen.grown_bytes), (true, 1, 1000));
}

#[test]
fn a_file_on_its_way_under_another_name_is_a_sign_of_life_and_not_counted_twice() {
    let home = tempfile::tempdir().unwrap();
    status(home.path(), SnapshotState::Uploading);
    let mut looker = Looker::new(home.path());
    looker.look();
    let place = home.path().join("Snapshot/0a");
    fs::create_dir_all(&place).unwrap();
    fs::write(place.join("0a.new"), vec![1; 400]).unwrap();
    let seen = around(&mut looker);
    assert_eq!((seen.changed, seen.grown_files), (true, 0));
    fs::rename(place.join("0a.new"), place.join(name(10, 1))).unwrap();
    let seen = around(&mut looker);
    assert_eq!((seen.changed, seen.grown_files, seen.grown_bytes), (true, 1, 400));
}

#[test]
fn a_folder_that_appears_is_new_as_a_whole_and_one_that_goes_is_told() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("backup");
    status(&folder, SnapshotState::Finished);
    put(&folder, 1, 1, 10);
    let mut looker = Looker::appeared(&folder);
    let seen = around(&mut looker);
    assert_eq!((seen.changed, seen.grown_files, seen.grown_bytes), (true, 1, 10));
    fs::remove_dir_all(&folder).unwrap();
    let seen = around(&mut looker);
    assert_eq!((seen.changed, seen.stage), (true, None));
}

#[test]
fn a_list_that_is_no_list_and_a_folder_that_is_not_there_are_no_stage() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("Status.plist"), "torn").unwrap();
    assert_eq!(Looker::new(home.path()).look().stage, None);
    let mut nowhere = Looker::new(&home.path().join("nowhere"));
    assert_eq!((nowhere.look().age, nowhere.look().changed), (None, false));
}
