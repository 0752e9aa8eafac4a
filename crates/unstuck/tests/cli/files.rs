//! Looking into backups and taking files out.

use std::fs;

use serde_json::Value;
use unstuck_manifest::build::Entry;

use crate::room::{Room, encrypted, finish, objects_of, result};

fn entries() -> Vec<Entry> {
    vec![
        Entry::file("HomeDomain", "Library/SMS/sms.db", b"texts".to_vec()),
        Entry::file("CameraRollDomain", "Media/DCIM/100APPLE/IMG_0001.HEIC", vec![1; 200_000]),
        Entry::file("AppDomain-com.example.app", "Documents/ä.txt", b"hello".to_vec()),
        Entry::link("HomeDomain", "Library/link", "SMS/sms.db"),
        Entry::link("HomeDomain", "Library/out", "/etc"),
    ]
}

fn paths(objects: &[Value]) -> Vec<&str> {
    let files = objects.iter().filter(|object| object["type"] == "file");
    files.map(|object| object["path"].as_str().unwrap()).collect()
}

#[test]
fn what_is_in_a_backup_is_listed_and_found() {
    let room = Room::new();
    let backup = room.lay_down(&encrypted(entries()).build().unwrap());
    let backup = backup.to_str().unwrap();
    let list = |more: &[&str]| {
        let arguments = [&["files", "list", backup], more].concat();
        room.run_json_with("unstuck-test", &arguments)
    };
    let (said, objects) = list(&[]);
    assert_eq!((said.code, result(&objects)["files"].as_u64()), (0, Some(3)), "{said:?}");
    let found = [
        (&["--kind", "messages"][..], "Library/SMS/sms.db"),
        (&["--app", "Example"], "Documents/ä.txt"),
        (&["--path", "*.heic"], "Media/DCIM/100APPLE/IMG_0001.HEIC"),
        (&["--larger", "100KB"], "Media/DCIM/100APPLE/IMG_0001.HEIC"),
    ];
    for (arguments, path) in found {
        let (_, objects) = list(arguments);
        assert!(paths(&objects).contains(&path), "{arguments:?}");
        assert!(paths(&objects).len() <= 3, "{arguments:?}");
    }
    let (said, objects) = room.run_json_with("unstuck-test", &["files", "find", backup, "IMG_"]);
    assert_eq!((said.code, paths(&objects).len()), (0, 1));
    assert_eq!(room.run(&["files", "find", backup]).code, 2);
}

#[test]
fn a_wrong_password_and_none_are_told_apart() {
    let room = Room::new();
    let backup = room.lay_down(&encrypted(entries()).build().unwrap());
    let backup = backup.to_str().unwrap();
    let (said, _) = room.run_json_with("not it", &["files", "list", backup]);
    assert_eq!(said.code, 9);
    assert_eq!(room.run(&["files", "list", backup]).code, 4);
}

#[test]
fn everything_is_taken_out_and_a_second_time_nothing_is_done() {
    let room = Room::new();
    let backup = room.lay_down(&encrypted(entries()).build().unwrap());
    let out = room.path("out");
    let extract = || {
        let arguments =
            ["files", "extract", backup.to_str().unwrap(), "--to", out.to_str().unwrap()];
        room.run_json_with("unstuck-test", &arguments)
    };
    let (said, objects) = extract();
    // A link that leads out is named, and the rest is there.
    assert_eq!(said.code, 3, "{said:?}");
    assert!(objects.iter().any(|o| o["type"] == "file_error" && o["path"] == "Library/out"));
    let last = result(&objects);
    assert_eq!((last["files"].as_u64(), last["problems"].as_u64()), (Some(3), Some(1)));
    let photo = "CameraRollDomain/Media/DCIM/100APPLE/IMG_0001.HEIC";
    assert_eq!(fs::read(out.join(photo)).unwrap(), vec![1; 200_000]);
    assert_eq!(fs::read(out.join("HomeDomain/Library/link")).unwrap(), b"texts");
    let (_, objects) = extract();
    assert_eq!(result(&objects)["already"].as_u64(), Some(3));
}

#[test]
fn photos_come_out_as_from_a_camera() {
    let room = Room::new();
    let backup = room.lay_down(&encrypted(entries()).build().unwrap());
    let out = room.path("photos");
    let arguments = ["files", "extract", backup.to_str().unwrap(), "--kind", "photos", "--to"];
    let arguments = [&arguments[..], &[out.to_str().unwrap()]].concat();
    let (said, _) = room.run_json_with("unstuck-test", &arguments);
    assert_eq!(said.code, 0, "{said:?}");
    let photo = out.join("DCIM/100APPLE/IMG_0001.HEIC");
    let modified = fs::metadata(&photo).unwrap().modified().unwrap();
    let seconds = modified.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert_eq!(seconds, 1_600_000_000);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
}

#[test]
fn nothing_is_written_into_a_backup() {
    let room = Room::new();
    let backup = room.lay_down(&encrypted(entries()).build().unwrap());
    let inside = backup.join("out");
    let arguments =
        ["files", "extract", backup.to_str().unwrap(), "--to", inside.to_str().unwrap()];
    assert_eq!(room.run_json_with("unstuck-test", &arguments).0.code, 2);
    assert!(!inside.exists());
}

#[test]
fn a_list_with_a_spoilt_page_gives_what_is_left_and_names_the_loss() {
    let room = Room::new();
    let files = (0..400).map(|n| Entry::file("HomeDomain", &format!("f{n:03}"), *b"x"));
    let mut recipe = encrypted(files.collect());
    recipe.encryption = None;
    let mut built = recipe.build().unwrap();
    let db = built.tree.file_mut("Manifest.db").unwrap();
    let leaf = (0..db.len()).step_by(4096).filter(|at| db[*at] == 0x0D).nth(5).unwrap();
    db[leaf..leaf + 8].fill(0xAB);
    let backup = room.lay_down(&built);
    let command = room.command(&["files", "list", backup.to_str().unwrap(), "--json"]).spawn();
    let (said, objects) = objects_of(finish(command.unwrap()));
    assert_eq!(said.code, 3, "{said:?}");
    let (found, last) = (paths(&objects).len() as u64, result(&objects));
    assert!(found > 300 && last["lost"].as_u64().unwrap() > 0, "{last}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_ends_the_list_quietly() {
    use std::io::{BufRead, BufReader};

    let room = Room::new();
    let files = (0..5000).map(|n| Entry::file("HomeDomain", &format!("{n:0200}"), *b"x"));
    let mut recipe = encrypted(files.collect());
    recipe.encryption = None;
    let backup = room.lay_down(&recipe.build().unwrap());
    let mut child = room.command(&["files", "list", backup.to_str().unwrap()]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let said = finish(child);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}
