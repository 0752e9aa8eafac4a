//! Another program opens what we encrypted, and finds what the phone holds.

use std::collections::BTreeMap;
use std::fs;

use crate::room::Room;
use crate::tools::python;

#[test]
fn iphone_backup_decrypt_opens_our_backup_and_every_file_is_what_the_phone_holds() {
    let room = Room::new();
    let simulator = room.simulator("healthy", &[]);
    let password = room.file("password", "our secret\n");
    let mut command = simulator.command(&room, &["backup"]);
    let made = command.env("UNSTUCK_PASSWORD_FILE", password).spawn().unwrap();
    let said = crate::room::finish(made);
    assert_eq!(said.code, 0, "{said:?}");
    let backup = room.versions(&room.path("backups")).pop().unwrap();
    let out = room.path("opened");
    fs::create_dir(&out).unwrap();
    let arguments = [backup.to_str().unwrap(), "our secret", out.to_str().unwrap()];
    let said = python(&room, "open_backup.py", &arguments);
    assert_eq!(said.code, 0, "{said:?}");

    let parse = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let mut found = BTreeMap::new();
    for line in said.out.lines().map(parse) {
        let bytes = fs::read(line["file"].as_str().unwrap()).unwrap();
        let name = (line["domain"].to_string(), line["path"].to_string());
        found.insert(name, blake3::hash(&bytes).to_hex().to_string());
    }
    let mut held = BTreeMap::new();
    let contents = ["simulate", "--contents", "--scenario", "healthy"];
    for one in room.run_json(&contents).1 {
        if one["kind"] == "file" {
            let name = (one["domain"].to_string(), one["path"].to_string());
            held.insert(name, one["blake3"].as_str().unwrap().to_owned());
        }
    }
    assert!(held.len() > 300);
    assert_eq!(found, held);

    let arguments = [backup.to_str().unwrap(), "another secret", out.to_str().unwrap()];
    let said = python(&room, "open_backup.py", &arguments);
    assert_ne!(said.code, 0, "a wrong password must be refused");
    assert!(said.err.contains("ailed to decrypt keys"), "{said:?}");
}
