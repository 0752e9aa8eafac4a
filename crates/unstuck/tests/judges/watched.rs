//! We look on while other programs make a backup.

use std::process::Child;

use serde_json::Value;

use crate::room::{Room, Running, Simulator, result};
use crate::tools::{debian_begins, pymobiledevice3_begins};

/// All that is said while `idevicebackup2` backs a phone up, and the exit code.
fn watched(scenario: &str, set: &[&str], patience: &str) -> (i32, Vec<Value>) {
    watched_while(scenario, set, patience, |simulator, room, place| {
        let arguments = ["backup", "--full", place];
        debian_begins("idevicebackup2", simulator, room, &arguments)
    })
}

/// The same while `maker` makes it.
fn watched_while(
    scenario: &str,
    set: &[&str],
    patience: &str,
    maker: impl FnOnce(&Simulator, &Room, &str) -> Child,
) -> (i32, Vec<Value>) {
    let room = Room::new();
    let folder = room.path("judge");
    std::fs::create_dir_all(&folder).unwrap();
    let place = folder.to_str().unwrap();
    let simulator = room.simulator(scenario, set);
    let arguments = ["watch", place, "--patience", patience];
    let mut watching = Running::start(simulator.command(&room, &arguments));
    watching.wait_for(|one| one["type"] == "watching" && one["udid"].is_string());
    let mut maker = maker(&simulator, &room, place);
    let (status, objects) = watching.rest();
    let _ = maker.kill();
    let _ = maker.wait();
    (status.code().unwrap(), objects)
}

#[test]
fn idevicebackup2_is_followed_to_its_end() {
    assert_followed(watched("healthy", &["pace.bytes_per_second=2000000"], "1"));
}

#[test]
fn pymobiledevice3_is_followed_to_its_end() {
    let set = ["pace.bytes_per_second=2000000"];
    assert_followed(watched_while("healthy", &set, "1", |simulator, room, place| {
        pymobiledevice3_begins(simulator, room, &["backup2", "backup", "--full", place])
    }));
}

fn assert_followed((code, objects): (i32, Vec<Value>)) {
    let last = result(&objects);
    assert_eq!((code, &last["outcome"]), (0, &"done".into()), "{last}");
    assert!(last["files"].as_u64().unwrap() > 100, "{last}");
    let moved = objects.iter().filter(|one| one["verdict"] == "moving");
    assert!(moved.count() > 1, "{objects:?}");
    assert!(objects.iter().all(|one| one["verdict"] != "stalled"), "{objects:?}");
}

#[test]
fn a_stall_under_idevicebackup2_is_seen_by_us_though_not_by_it() {
    let (code, objects) = watched("silence-for-ever", &[], "0.1");
    let last = result(&objects);
    assert_eq!((code, &last["outcome"]), (6, &"stalled".into()), "{last}");
    assert_eq!((&last["stage"], &last["waiting_for"]), (&"sending".into(), &"more-bytes".into()));
}

#[test]
fn a_sheet_under_idevicebackup2_is_the_persons_turn() {
    let set = ["passcode.gives_up_after_s=20"];
    let (code, objects) = watched("passcode-never", &set, "0.5");
    let waits = objects.iter().find(|one| one["verdict"] == "waiting-for-person");
    assert_eq!(waits.unwrap()["waiting_for"], "passcode");
    let last = result(&objects);
    assert_eq!((code, &last["code"]), (10, &208.into()), "{last}");
    assert_eq!(last["cause"], "device-locked-passcode", "{last}");
}
