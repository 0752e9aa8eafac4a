//! What is done with backups that are kept.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use unstuck_manifest::build::Entry;
use unstuck_manifest::plists::{BackupState, SnapshotState};
use unstuck_manifest::{Recipe, file_id};

use crate::room::{Room, encrypted, result};

fn plain(entries: Vec<Entry>) -> Recipe {
    let mut recipe = encrypted(entries);
    recipe.encryption = None;
    recipe
}

/// A backup with these files, taken in; the name of its version.
fn adopted(room: &Room, recipe: &Recipe) -> String {
    let folder = room.lay_down(&recipe.build().unwrap());
    let (said, objects) = room.run_json(&["versions", "adopt", folder.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{said:?}");
    fs::remove_dir_all(folder).unwrap();
    result(&objects)["version"].as_str().unwrap().into()
}

fn later(recipe: &Recipe, days: u64) -> Recipe {
    let mut recipe = recipe.clone();
    recipe.date += std::time::Duration::from_secs(days * 86_400);
    recipe
}

fn of_type<'a>(objects: &'a [Value], kind: &str) -> Vec<&'a Value> {
    objects.iter().filter(|object| object["type"] == kind).collect()
}

fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push((path.clone(), fs::read(&path).unwrap())),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_backup_of_another_program_becomes_a_version_and_is_not_touched() {
    let room = Room::new();
    let recipe = plain(vec![Entry::file("HomeDomain", "a", *b"one")]);
    let folder = room.lay_down(&recipe.build().unwrap());
    let before = everything(&folder);
    let (said, objects) = room.run_json(&["versions", "adopt", folder.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(everything(&folder), before);
    let version = result(&objects)["version"].as_str().unwrap();
    assert_eq!(version, "2023-11-14T22-13-20Z");
    let (_, objects) = room.run_json(&["versions", "list"]);
    let listed = of_type(&objects, "version");
    assert_eq!((listed.len(), listed[0]["soundness"].as_str()), (1, Some("proven")));
    // By its name alone it is found by every command.
    let (said, objects) = room.run_json(&["verify", version, "--deep"]);
    assert_eq!((said.code, result(&objects)["verified"].as_bool()), (0, Some(true)), "{said:?}");
    let (said, _) = room.run_json(&["versions", "show", "latest"]);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn a_damaged_backup_is_not_taken_in() {
    let room = Room::new();
    let mut built = plain(vec![Entry::file("HomeDomain", "a", *b"one")]).build().unwrap();
    built.tree.remove(&file_id("HomeDomain", "a").payload_path());
    let folder = room.lay_down(&built);
    let (said, _) = room.run_json(&["versions", "adopt", folder.to_str().unwrap()]);
    assert_eq!(said.code, 8, "{said:?}");
    assert!(room.versions(&room.path("backups")).is_empty());
}

#[test]
fn two_versions_are_compared_by_what_changed() {
    let room = Room::new();
    let file = |path: &str, content: &[u8]| Entry::file("HomeDomain", path, content);
    let old = plain(vec![file("gone", b"x"), file("same", b"x"), file("grown", b"x")]);
    let mut new = later(&old, 1);
    new.entries = vec![file("same", b"x"), file("grown", b"xyz"), file("new", b"12345")];
    let (a, b) = (adopted(&room, &old), adopted(&room, &new));
    let (said, objects) = room.run_json(&["versions", "compare", &a, &b, "--files"]);
    assert_eq!(said.code, 0, "{said:?}");
    let mut changes: Vec<(&str, &str)> = of_type(&objects, "change")
        .iter()
        .map(|change| (change["change"].as_str().unwrap(), change["path"].as_str().unwrap()))
        .collect();
    changes.sort();
    assert_eq!(changes, [("added", "new"), ("changed", "grown"), ("removed", "gone")]);
    assert_eq!(result(&objects)["bytes"], 8);
}

#[test]
fn old_versions_go_only_when_agreed_and_the_last_good_one_never() {
    let room = Room::new();
    let recipe = plain(vec![Entry::file("HomeDomain", "a", *b"one")]);
    let names: Vec<String> = (0..4).map(|day| adopted(&room, &later(&recipe, day))).collect();
    let prune = |more: &[&str]| {
        let arguments = ["versions", "prune", "--keep-last", "1", "--keep-daily", "0"];
        let rest = ["--keep-weekly", "0", "--keep-monthly", "0"];
        room.run_json(&[&arguments[..], &rest, more].concat())
    };
    let kept = || room.versions(&room.path("backups")).len();
    let (said, objects) = prune(&[]);
    assert_eq!((said.code, kept()), (0, 4), "{said:?}");
    assert_eq!(result(&objects)["done"], false);
    // The two newest are damaged: the third is the last good one.
    for name in &names[2..] {
        let phone = room.path("backups/00008110-0000000000000001");
        let backup = phone.join("versions").join(name).join("00008110-0000000000000001");
        fs::write(backup.join(file_id("HomeDomain", "a").payload_path()), b"two").unwrap();
    }
    let (said, objects) = room.run_json(&["versions", "scrub"]);
    assert_eq!((said.code, of_type(&objects, "damaged").len()), (8, 2), "{said:?}");
    let damaged = of_type(&objects, "damaged")[0];
    assert!(names[..2].iter().any(|name| damaged["good_in"] == name.as_str()), "{damaged}");
    let (said, objects) = prune(&["--yes"]);
    assert_eq!((said.code, kept()), (0, 1), "{said:?}");
    assert_eq!(result(&objects)["removed"], 3);
    let (said, _) = room.run_json(&["verify", &names[1], "--deep"]);
    assert_eq!(said.code, 0);
}

#[test]
fn a_scrub_with_a_budget_goes_on_where_it_ended() {
    let room = Room::new();
    let files = (0..1500).map(|n| Entry::file("HomeDomain", &format!("{n}"), vec![1; 1000]));
    adopted(&room, &plain(files.collect()));
    let (said, objects) = room.run_json(&["versions", "scrub", "--bytes", "100KB"]);
    let first = result(&objects).clone();
    assert_eq!((said.code, first["finished"].as_bool()), (0, Some(false)), "{said:?}");
    let (_, objects) = room.run_json(&["versions", "scrub"]);
    let second = result(&objects);
    assert_eq!(second["finished"], true);
    let files = |object: &Value| object["files"].as_u64().unwrap();
    assert_eq!(files(&first) + files(second), 1504);
    assert!(files(&first) > 0 && files(second) > 0);
}

#[test]
fn a_version_is_given_to_other_programs_whole_and_never_over_another() {
    let room = Room::new();
    let recipe = plain(vec![Entry::file("HomeDomain", "a", *b"one")]);
    let version = adopted(&room, &recipe);
    let to = room.path("MobileSync");
    let export = |program: &str| {
        let arguments = ["versions", "export", "--for", program, "--to", to.to_str().unwrap()];
        room.run_json(&arguments)
    };
    let (said, _) = export("idevicebackup2");
    assert_eq!(said.code, 0, "{said:?}");
    let folder = to.join("00008110-0000000000000001");
    assert_eq!(room.run(&["verify", folder.to_str().unwrap()]).code, 0);
    assert_eq!(export("idevicebackup2").0.code, 7);
    // Finder shows a second one under its date.
    assert_eq!(export("finder").0.code, 0);
    assert!(to.join("00008110-0000000000000001-20231114-221320").is_dir());
    assert_eq!(fs::read_dir(&to).unwrap().count(), 2);
    // The folder may also stand at the end, behind the version.
    let elsewhere = room.path("elsewhere");
    let by_place = ["versions", "export", "--for", "itunes", "latest", elsewhere.to_str().unwrap()];
    assert_eq!(room.run(&by_place).code, 0);
    assert_eq!(room.run(&by_place[..4]).code, 2);
    assert!(elsewhere.join("00008110-0000000000000001/Manifest.plist").is_file());
    // What is damaged is not given away.
    let phone = room.path("backups/00008110-0000000000000001/versions").join(version);
    let payload = file_id("HomeDomain", "a").payload_path();
    fs::write(phone.join("00008110-0000000000000001").join(payload), b"two").unwrap();
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(export("idevicebackup2").0.code, 8);
    assert!(!folder.exists());
}

#[test]
fn a_backup_cut_off_while_moving_is_finished_on_a_copy() {
    let room = Room::new();
    let file = |path: &str, content: &[u8]| Entry::file("HomeDomain", path, content);
    let old = encrypted(vec![file("gone", b"old"), file("same", b"same"), file("both", b"old")]);
    let mut new = later(&old, 1);
    new.entries = vec![file("same", b"same"), file("both", b"newer"), file("new", b"new")];
    let (mut backup, newer) = (old.build().unwrap(), new.build().unwrap());
    backup.edit_status(|status| {
        status.backup_state = BackupState::New;
        status.snapshot_state = SnapshotState::Moving;
    });
    // One of the two payloads was moved already, one waits with the manifests.
    let (moved, waits) = (file_id("HomeDomain", "both"), file_id("HomeDomain", "new"));
    for (path, at) in [
        (moved.payload_path(), moved.payload_path()),
        (waits.payload_path(), format!("Snapshot/{}", waits.payload_path())),
        ("Manifest.plist".into(), "Snapshot/Manifest.plist".into()),
        ("Manifest.db".into(), "Snapshot/Manifest.db".into()),
    ] {
        backup.tree.write(&at, newer.tree.file(&path).unwrap());
    }
    let folder = room.lay_down(&backup);
    let before = everything(&folder);
    let source = folder.to_str().unwrap();
    let (said, objects) = room.run_json_with("unstuck-test", &["verify", source]);
    assert_eq!((said.code, &result(&objects)["interruption"]), (8, &Value::from("moving")));
    assert_eq!(result(&objects)["can_be_finished"], true);

    let to = room.path("done/00008110-0000000000000001");
    fs::create_dir(room.path("done")).unwrap();
    let finish = |more: &[&str]| {
        let arguments = ["versions", "finish", source, "--to", to.to_str().unwrap()];
        room.run_json_with("unstuck-test", &[&arguments[..], more].concat())
    };
    let (said, objects) = finish(&[]);
    assert_eq!((said.code, to.exists()), (0, false), "{said:?}");
    assert_eq!(of_type(&objects, "plan")[0]["to_move"], 1);
    let (said, objects) = finish(&["--yes"]);
    assert_eq!((said.code, &result(&objects)["outcome"]), (0, &Value::from("complete")));
    let last = result(&objects);
    assert_eq!((&last["moved"], &last["removed"]), (&Value::from(1), &Value::from(1)), "{said:?}");
    let (said, _) = room.run_json_with("unstuck-test", &["verify", to.to_str().unwrap(), "--deep"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(everything(&folder), before);

    // A sound one is not to be finished.
    let sound = to.to_str().unwrap();
    assert_eq!(room.run(&["versions", "finish", sound]).code, 2);
}
