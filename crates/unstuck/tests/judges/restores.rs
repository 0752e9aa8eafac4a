//! Other programs restore our versions to our simulated phone, which confirms every byte.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::room::{Room, Said, Simulator};
use crate::tools::{debian, pymobiledevice3};

type Judge = fn(&Simulator, &Room, &Path, Option<&str>) -> Said;

fn idevicebackup2(phone: &Simulator, room: &Room, folder: &Path, password: Option<&str>) -> Said {
    let mut words = vec!["restore", "--system", "--settings", "--remove", "--no-reboot"];
    words.extend(password.into_iter().flat_map(|password| ["--password", password]));
    words.push(folder.to_str().unwrap());
    debian("idevicebackup2", phone, room, &words)
}

fn python(phone: &Simulator, room: &Room, folder: &Path, password: Option<&str>) -> Said {
    let mut words = vec!["backup2", "restore", "--system", "--remove", "--no-reboot"];
    words.extend(password.into_iter().flat_map(|password| ["--password", password]));
    words.push(folder.to_str().unwrap());
    pymobiledevice3(phone, room, &words)
}

/// Every file below a folder with its length: a judge must not have changed our version.
fn listing(folder: &Path) -> BTreeMap<PathBuf, u64> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false => drop(files.insert(entry.path(), entry.metadata().unwrap().len())),
            }
        }
    }
    files
}

/// Makes two versions, lets a judge restore each, and asks the phone about every byte.
fn restores_both(judge: Judge, password: Option<&str>) {
    let room = Room::new();
    let set = password.map(|password| format!("encryption.password={password:?}"));
    let set: Vec<&str> = set.as_deref().into_iter().collect();
    let mut simulator = room.simulator("growing", &set);
    for _ in 0..2 {
        let mut command = simulator.command(&room, &["backup", "--no-encryption"]);
        if let Some(password) = password {
            let file = room.file("password", &format!("{password}\n"));
            command.env("UNSTUCK_PASSWORD_FILE", file);
        }
        let said = crate::room::finish(command.spawn().unwrap());
        assert_eq!(said.code, 0, "{said:?}");
    }
    let versions = room.versions(&room.path("backups"));
    assert_eq!(versions.len(), 2);
    for (generation, version) in versions.iter().enumerate() {
        let folder = version.parent().unwrap();
        let before = listing(folder);
        let said = judge(&simulator, &room, folder, password);
        assert_eq!(said.code, 0, "{said:?}");
        let restored = simulator.restored();
        assert_eq!(restored["as_expected"], true, "{restored}");
        assert_eq!(restored["generation"], generation, "{restored}");
        assert_eq!(restored["encrypted"], password.is_some(), "{restored}");
        assert!(restored["files"].as_u64().unwrap() > 300, "{restored}");
        assert_ne!(restored["apps_bytes"], Value::Null, "{restored}");
        assert!(listing(folder) == before, "the judge changed the version");
    }
}

#[test]
fn idevicebackup2_restores_our_plain_versions() {
    restores_both(idevicebackup2, None);
}

#[test]
fn idevicebackup2_restores_our_encrypted_versions() {
    restores_both(idevicebackup2, Some("a secret"));
}

#[test]
fn pymobiledevice3_restores_our_plain_versions() {
    restores_both(python, None);
}

#[test]
fn pymobiledevice3_restores_our_encrypted_versions() {
    restores_both(python, Some("a secret"));
}

#[test]
fn a_wrong_password_is_refused_to_a_judge_too() {
    let room = Room::new();
    let simulator = room.simulator("healthy", &["encryption.password=\"a secret\""]);
    let said = simulator.run(&room, &["backup"]);
    assert_eq!(said.code, 0, "{said:?}");
    let version = room.versions(&room.path("backups")).pop().unwrap();
    let said = idevicebackup2(&simulator, &room, version.parent().unwrap(), Some("not it"));
    assert_ne!(said.code, 0, "{said:?}");
    assert!(format!("{}{}", said.out, said.err).contains("207"), "{said:?}");
}
