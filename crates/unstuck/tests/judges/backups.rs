//! Other programs make backups of our simulated phone; the same files end up in ours.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::room::{Room, Simulator};
use crate::tools::{debian, pymobiledevice3};

fn idevicebackup2(simulator: &Simulator, room: &Room, arguments: &[&str]) -> PathBuf {
    let folder = room.path("judge");
    fs::create_dir_all(&folder).unwrap();
    let all = [arguments, &[folder.to_str().unwrap()]].concat();
    let said = debian("idevicebackup2", simulator, room, &all);
    assert_eq!(said.code, 0, "{said:?}");
    folder.join(&simulator.phones[0])
}

fn assert_verifies(room: &Room, backup: &Path, password: Option<&str>) {
    let mut command = room.command(&["verify", backup.to_str().unwrap()]);
    if let Some(password) = password {
        command.env("UNSTUCK_PASSWORD_FILE", room.file("password", password));
    }
    let said = crate::room::finish(command.spawn().unwrap());
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn idevicebackup2_makes_a_full_and_an_incremental_backup() {
    let room = Room::new();
    let simulator = room.simulator("growing", &[]);
    let backup = idevicebackup2(&simulator, &room, &["backup", "--full"]);
    assert_verifies(&room, &backup, None);
    let before = fs::metadata(backup.join("Manifest.db")).unwrap().modified().unwrap();
    idevicebackup2(&simulator, &room, &["backup"]);
    assert_verifies(&room, &backup, None);
    assert!(fs::metadata(backup.join("Manifest.db")).unwrap().modified().unwrap() > before);
}

#[test]
fn idevicebackup2_turns_encryption_on_and_makes_an_encrypted_backup() {
    let room = Room::new();
    let simulator = room.simulator("healthy", &[]);
    idevicebackup2(&simulator, &room, &["encryption", "on", "a secret"]);
    let backup = idevicebackup2(&simulator, &room, &["backup", "--full"]);
    assert_verifies(&room, &backup, Some("a secret\n"));
}

#[test]
fn pymobiledevice3_makes_a_full_backup() {
    let room = Room::new();
    let simulator = room.simulator("healthy", &[]);
    let folder = room.path("judge");
    fs::create_dir_all(&folder).unwrap();
    let arguments = ["backup2", "backup", "--full", folder.to_str().unwrap()];
    let said = pymobiledevice3(&simulator, &room, &arguments);
    assert_eq!(said.code, 0, "{said:?}");
    assert_verifies(&room, &folder.join(&simulator.phones[0]), None);
}

/// Every file of a backup but those a host writes as it likes, or that hold dates.
fn files(backup: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![backup.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|extension| extension != "plist") {
                let name = path.strip_prefix(backup).unwrap().to_path_buf();
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

#[test]
fn idevicebackup2_and_unstuck_save_the_same_files_of_the_same_phone() {
    let room = Room::new();
    // The first backup of each, and the one after its owner went on using the phone.
    let (theirs, ours) = (room.simulator("growing", &[]), room.simulator("growing", &[]));
    assert_eq!(theirs.phones, ours.phones);
    for _ in 0..2 {
        let their_backup = idevicebackup2(&theirs, &room, &["backup"]);
        let said = ours.run(&room, &["backup", "--no-encryption"]);
        assert_eq!(said.code, 0, "{said:?}");
        let our_backup = room.versions(&room.path("backups")).pop().unwrap();
        let (their_files, our_files) = (files(&their_backup), files(&our_backup));
        let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&their_files), names(&our_files));
        assert!(their_files.len() > 300);
        let differing = their_files.iter().filter(|(name, bytes)| our_files[*name] != **bytes);
        assert_eq!(differing.map(|(name, _)| name).collect::<Vec<_>>(), [] as [&PathBuf; 0]);
    }
}
