//! Checking a backup of any program's.

use std::fs;
use std::path::{Path, PathBuf};

use crate::room::{Room, Said, encrypted, finish, objects_of, result};

/// A backup made of a scenario.
fn made(room: &Room, scenario: &str) -> PathBuf {
    let simulator = room.simulator(scenario, &[]);
    let said = simulator.run(room, &["backup", "--no-encryption"]);
    assert_eq!(said.code, 0, "{said:?}");
    room.versions(&room.path("backups")).pop().unwrap()
}

fn verify(room: &Room, backup: &Path, password: Option<&str>) -> (Said, serde_json::Value) {
    let mut command = room.command(&["verify", backup.to_str().unwrap(), "--json"]);
    if let Some(password) = password {
        command.env("UNSTUCK_PASSWORD_FILE", room.file("password", password));
    }
    let (said, objects) = objects_of(finish(command.spawn().unwrap()));
    let last = result(&objects).clone();
    assert_eq!(last["exit_code"], said.code);
    (said, last)
}

/// Any payload: a file in one of the folders `00` to `ff`.
fn payload(backup: &Path) -> PathBuf {
    let folders = (0..=255u8).map(|byte| backup.join(format!("{byte:02x}")));
    let mut files = folders.flat_map(|folder| fs::read_dir(folder).into_iter().flatten());
    files.next().unwrap().unwrap().path()
}

#[test]
fn a_sound_backup_is_found_from_any_folder_above_it() {
    let room = Room::new();
    let backup = made(&room, "healthy");
    let version = backup.parent().unwrap();
    let phone = version.parent().unwrap().parent().unwrap();
    for folder in [&backup, version, phone] {
        let (said, last) = verify(&room, folder, None);
        assert_eq!((said.code, last["outcome"].as_str()), (0, Some("complete")));
        assert_eq!(last["verified"], true);
    }
}

#[test]
fn a_missing_file_is_damage_and_is_named() {
    let room = Room::new();
    let backup = made(&room, "healthy");
    let payload = payload(&backup);
    fs::remove_file(&payload).unwrap();
    let (said, _) = verify(&room, &backup, None);
    assert_eq!(said.code, 8);
    assert!(said.out.contains(payload.file_name().unwrap().to_str().unwrap()), "{said:?}");
}

#[test]
fn an_interrupted_backup_says_what_to_do() {
    let room = Room::new();
    let backup = made(&room, "healthy");
    fs::create_dir_all(backup.join("Snapshot/aa")).unwrap();
    fs::rename(backup.join("Manifest.db"), backup.join("Snapshot/Manifest.db")).unwrap();
    let said = room.run(&["verify", backup.to_str().unwrap()]);
    assert_eq!(said.code, 8, "{said:?}");
    assert!(said.out.contains("Next"), "{said:?}");
}

#[test]
fn the_password_opens_or_does_not() {
    let room = Room::new();
    let backup = made(&room, "encrypted");
    assert_eq!(verify(&room, &backup, Some("simulated\n")).0.code, 0);
    assert_eq!(verify(&room, &backup, Some("not it\n")).0.code, 9);
    let (said, last) = verify(&room, &backup, None);
    assert_eq!(last["verified"], false, "{said:?}");
}

#[test]
fn what_is_no_backup_is_wrong_use() {
    let room = Room::new();
    let folder = room.path("empty");
    fs::create_dir(&folder).unwrap();
    assert_eq!(verify(&room, &folder, None).0.code, 2);
    assert_eq!(verify(&room, &room.path("missing"), None).0.code, 2);
}

#[test]
fn everything_is_read_when_asked_to_and_held_against_the_seal() {
    let room = Room::new();
    let backup = made(&room, "healthy");
    let deep = |room: &Room| {
        let command = room.command(&["verify", backup.to_str().unwrap(), "--deep", "--json"]);
        let (said, objects) = objects_of(finish({ command }.spawn().unwrap()));
        (said.code, objects)
    };
    let (code, objects) = deep(&room);
    assert_eq!((code, result(&objects)["deep"].as_bool()), (0, Some(true)), "{objects:?}");
    // A bit that rots is seen by nothing but the seal.
    let payload = largest(&backup);
    let mut bytes = fs::read(&payload).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&payload, bytes).unwrap();
    assert_eq!(verify(&room, &backup, None).0.code, 0);
    let (code, objects) = deep(&room);
    assert_eq!(code, 8);
    let found = objects.iter().find(|object| object["rule"] == "B040").unwrap();
    let name = payload.file_name().unwrap().to_str().unwrap();
    assert!(found["payload"].as_str().unwrap().ends_with(name), "{found}");
}

fn largest(backup: &Path) -> PathBuf {
    let folders = (0..=255u8).map(|byte| backup.join(format!("{byte:02x}")));
    let files = folders.flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
    files.map(|file| file.path()).max_by_key(|path| fs::metadata(path).unwrap().len()).unwrap()
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_link_in_a_payloads_place_is_named_and_waited_for_by_nobody() {
    let room = Room::new();
    for put in [
        |path: &Path| {
            let made = std::process::Command::new("mkfifo").arg(path).status();
            assert!(made.unwrap().success());
        },
        |path: &Path| std::os::unix::fs::symlink("/dev/zero", path).unwrap(),
    ] {
        let backup = made(&room, "healthy");
        let payload = payload(&backup);
        fs::remove_file(&payload).unwrap();
        put(&payload);
        for depth in ["--verbose", "--deep"] {
            let said = room.run(&["verify", backup.to_str().unwrap(), depth]);
            assert_eq!(said.code, 8, "{said:?}");
            assert!(said.out.contains(payload.file_name().unwrap().to_str().unwrap()));
        }
        fs::remove_dir_all(room.path("backups")).unwrap();
    }
}

#[test]
fn rounds_beyond_all_reason_are_refused_at_once() {
    let room = Room::new();
    let mut built = encrypted(vec![]).build().unwrap();
    built.edit_manifest(|manifest| {
        let bag = manifest.keybag().unwrap().to_vec();
        let at = bag.windows(4).position(|tag| tag == b"DPIC").unwrap();
        let mut bag = bag;
        bag[at + 8..at + 12].fill(0xFF);
        manifest.entries_mut().insert("BackupKeyBag".into(), plist::Value::Data(bag));
    });
    let backup = room.lay_down(&built);
    let (said, last) = verify(&room, &backup, Some("unstuck-test"));
    assert_eq!((said.code, last["outcome"].as_str()), (8, Some("damaged")));
    assert!(said.out.contains("B012") && said.out.contains("4294967295"), "{said:?}");
}
