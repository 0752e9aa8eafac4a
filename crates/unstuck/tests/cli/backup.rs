//! Backups one after the other, and at the same time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::room::{Room, Running, result};

/// Every file below a folder with its content.
pub(crate) fn files_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => drop(files.insert(path.clone(), std::fs::read(path).unwrap())),
            }
        }
    }
    files
}

#[test]
fn a_second_backup_sends_what_changed_and_leaves_the_first_as_it_was() {
    let room = Room::new();
    let simulator = room.simulator("growing", &[]);
    let place = room.path("backups");
    let first = simulator.run_json(&room, &["backup", "--no-encryption"]);
    assert_eq!(first.0.code, 0, "{:?}", first.0);
    let before = files_below(&place);
    let (said, objects) = simulator.run_json(&room, &["backup", "--no-encryption"]);
    assert_eq!(said.code, 0, "{said:?}");
    let origin = objects.iter().find(|one| one["type"] == "origin").unwrap();
    assert_eq!(origin["origin"], "cloned", "{origin}");
    let files = |objects: &[Value]| result(objects)["files"].as_u64().unwrap();
    assert!(files(&objects) < files(&first.1) / 2, "{} files again", files(&objects));
    let versions = room.versions(&place);
    assert_eq!(versions.len(), 2);
    let after = files_below(&place);
    let kept = before.iter().filter(|(path, _)| path.starts_with(versions[0].parent().unwrap()));
    let mut count = 0;
    for (path, content) in kept {
        assert_eq!(after.get(path), Some(content), "{}", path.display());
        count += 1;
    }
    assert!(count > 100);
    for version in versions {
        assert_eq!(room.run(&["verify", version.to_str().unwrap()]).code, 0);
    }
}

#[test]
fn of_two_backups_of_a_phone_at_once_the_second_says_so() {
    let room = Room::new();
    let simulator = room.simulator("passcode-never", &[]);
    let arguments = ["backup", "--no-encryption"];
    let mut first = Running::start(simulator.command(&room, &arguments));
    first.wait_for(|one| one["phase"] == "waiting-passcode");
    let (said, objects) = simulator.run_json(&room, &arguments);
    let last = result(&objects);
    assert_eq!((said.code, last["cause"].as_str()), (1, Some("busy-device")), "{last}");
    assert!(last["headline"].as_str().unwrap().contains("under way"), "{last}");
    // Into another place it is the phone that is busy.
    let elsewhere = room.path("elsewhere");
    let other = ["backup", "--no-encryption", "--to", elsewhere.to_str().unwrap()];
    let (said, objects) =
        simulator.run_json(&room, &[&other[..], &["--patience", "0.02"]].concat());
    assert_eq!((said.code, result(&objects)["cause"].as_str()), (1, Some("busy-device")));
    interrupt(first);
}

fn interrupt(running: Running) {
    crate::interrupt::interrupt(running.id(), "INT");
    running.finish();
}

#[test]
fn a_wrong_password_for_the_proof_is_code_nine_and_the_backup_is_kept() {
    let room = Room::new();
    let simulator = room.simulator("encrypted", &[]);
    let back_up = |password: &str| {
        let file = room.file("password", password);
        let mut command = simulator.command(&room, &["backup", "--json"]);
        let child = command.env("UNSTUCK_PASSWORD_FILE", file).spawn().unwrap();
        crate::room::objects_of(crate::room::finish(child))
    };
    let (said, objects) = back_up("not the password\n");
    let last = result(&objects);
    assert_eq!((said.code, last["cause"].as_str()), (9, Some("encryption-password")), "{last}");
    assert!(last["version"].is_string(), "{last}");
    let (said, objects) = back_up("simulated\n");
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(result(&objects)["verified"], true);
    // Nobody to ask, no file: kept, and honest about what could not be checked.
    let (said, objects) = simulator.run_json(&room, &["backup"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(result(&objects)["verified"], false);
}

#[test]
fn without_anybody_to_ask_for_a_password_a_person_is_needed() {
    let room = Room::new();
    let simulator = room.simulator("healthy", &[]);
    let (said, objects) = simulator.run_json(&room, &["backup"]);
    assert_eq!((said.code, result(&objects)["exit_code"].as_i64()), (4, Some(4)), "{said:?}");
    assert!(result(&objects)["next"].as_str().unwrap().contains("UNSTUCK_PASSWORD_FILE"));
}

/// The host process dies without a word in the middle of receiving; the versions stand, and the
/// next run takes over what is here.
#[cfg(unix)]
#[test]
fn a_killed_host_harms_nothing_and_the_next_run_goes_on() {
    let room = Room::new();
    let place = room.path("backups");
    let simulator = room.simulator("growing", &[]);
    let arguments = ["backup", "--no-encryption"];
    assert_eq!(simulator.run(&room, &arguments).code, 0);
    let before = room.versions(&place);
    let manifest = std::fs::read(before[0].join("Manifest.db")).unwrap();
    drop(simulator);

    let slow = ["pace.bytes_per_second=400000", "content.changed_permille=900"];
    let simulator = room.simulator("growing", &slow);
    let mut running = Running::start(simulator.command(&room, &["backup", "--no-encryption"]));
    running.wait_for(|one| one["files"].as_u64().is_some_and(|files| files > 10));
    crate::interrupt::interrupt(running.id(), "KILL");
    running.finish();
    assert_eq!(room.versions(&place), before);

    let (said, objects) = simulator.run_json(&room, &arguments);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(result(&objects)["verified"], true);
    assert_eq!(std::fs::read(before[0].join("Manifest.db")).unwrap(), manifest);
    assert_eq!(room.versions(&place).len(), 2);
    let verified = room.run(&["verify", before[0].to_str().unwrap()]);
    assert_eq!(verified.code, 0, "{verified:?}");
}
