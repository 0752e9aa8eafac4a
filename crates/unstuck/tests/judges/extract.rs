//! What we take out of a backup is what others take out of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use unstuck_manifest::ManifestWriter;
use unstuck_manifest::build::Entry;

use crate::room::{Room, Said, encrypted, result};
use crate::tools::{python, python_more};

/// Content of every file below a folder, by its path there.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            let kind = path.symlink_metadata().unwrap().file_type();
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, blake3::hash(&fs::read(&path).unwrap()).to_hex().to_string());
            }
        }
    }
    found
}

/// Runs one of our scripts in which a judge opens a backup.
type Script = fn(&Room, &str, &[&str]) -> Said;

/// A judge takes the same files out of a backup as we do, with the same content.
fn agrees_file_by_file(python: Script, script: &str) {
    let room = Room::new();
    let simulator = room.simulator("healthy", &[]);
    let password = room.file("password", "unstuck-test\n");
    let mut command = simulator.command(&room, &["backup"]);
    let made = command.env("UNSTUCK_PASSWORD_FILE", password).spawn().unwrap();
    let said = crate::room::finish(made);
    assert_eq!(said.code, 0, "{said:?}");
    let backup = room.versions(&room.path("backups")).pop().unwrap();
    let (ours, theirs) = (room.path("ours"), room.path("theirs"));
    let arguments = ["files", "extract", backup.to_str().unwrap(), "--to", ours.to_str().unwrap()];
    let (said, objects) = room.run_json_with("unstuck-test", &arguments);
    assert!([0, 3].contains(&said.code), "{said:?}");
    assert!(result(&objects)["files"].as_u64().unwrap() > 300);
    fs::create_dir(&theirs).unwrap();
    let arguments = [backup.to_str().unwrap(), "unstuck-test", theirs.to_str().unwrap()];
    let said = python(&room, script, &arguments);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(contents(&ours), judged(&said.out));
}

/// Content of every file a judge took out, by domain and path.
fn judged(lines: &str) -> BTreeMap<String, String> {
    let file = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| line[key].as_str().unwrap().to_owned();
        let bytes = fs::read(text("file")).unwrap();
        let name = format!("{}/{}", text("domain"), text("path"));
        (name, blake3::hash(&bytes).to_hex().to_string())
    };
    lines.lines().map(file).collect()
}

#[test]
fn iphone_backup_decrypt_takes_out_the_same_files_as_we_do() {
    agrees_file_by_file(python, "open_backup.py");
}

#[test]
fn mvt_takes_out_the_same_files_as_we_do() {
    agrees_file_by_file(python_more, "open_with_mvt.py");
}

#[test]
fn iosbackup_takes_out_the_same_files_as_we_do() {
    agrees_file_by_file(python_more, "open_with_iosbackup.py");
}

#[test]
fn sqlite3_opens_the_databases_we_take_out() {
    let room = Room::new();
    let mut database = ManifestWriter::in_memory().unwrap();
    for number in 0..500 {
        let entry = Entry::file("D", &format!("{number}"), *b"x");
        database.add("D", entry.kind(), &entry.record(number, None)).unwrap();
    }
    let database = database.into_bytes().unwrap();
    let sms = Entry::file("HomeDomain", "Library/SMS/sms.db", database);
    let backup = room.lay_down(&encrypted(vec![sms]).build().unwrap());
    let out = room.path("out");
    let arguments = ["files", "extract", backup.to_str().unwrap(), "--to", out.to_str().unwrap()];
    let (said, _) = room.run_json_with("unstuck-test", &arguments);
    assert_eq!(said.code, 0, "{said:?}");
    let ask = |sql: &str| {
        let mut command = Command::new("sqlite3");
        let output = command.arg(out.join("HomeDomain/Library/SMS/sms.db")).arg(sql).output();
        String::from_utf8(output.unwrap().stdout).unwrap().trim().to_owned()
    };
    assert_eq!(ask("PRAGMA integrity_check"), "ok");
    assert_eq!(ask("SELECT count(*) FROM Files"), "500");
}
