//! Places that do not serve are told before anything is started: exit 7, nothing written.

use crate::room::{Room, result};

fn back_up_to(room: &Room, place: &str) -> (i32, String) {
    let simulated = ["backup", "--simulated", "--no-encryption", "--to", place];
    let (said, objects) = room.run_json(&simulated);
    let last = result(&objects);
    assert_eq!(objects.len(), 1, "nothing was started: {objects:?}");
    assert!(last["next"].is_string(), "{last}");
    (said.code, last["cause"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_place_that_is_not_there_is_not_made_out_of_nothing() {
    let room = Room::new();
    let missing = room.path("no/such/disk");
    assert_eq!(back_up_to(&room, missing.to_str().unwrap()), (7, "target-filesystem".into()));
    assert!(!room.path("no").exists());
}

#[test]
fn a_file_in_the_place_of_the_folder_is_told_and_left_alone() {
    let room = Room::new();
    let file = room.file("letters.txt", "dear diary");
    assert_eq!(back_up_to(&room, file.to_str().unwrap()).0, 7);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "dear diary");
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_nobody_can_write_to_is_told() {
    let room = Room::new();
    assert_eq!(back_up_to(&room, "/proc").0, 7);
    assert_eq!(back_up_to(&room, "/sys/kernel").0, 7);
}

#[test]
fn a_new_folder_in_an_existing_one_is_made() {
    let room = Room::new();
    let place = room.path("my backups");
    let said =
        room.run(&["backup", "--simulated", "--no-encryption", "--to", place.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(room.versions(&place).len(), 1);
}
