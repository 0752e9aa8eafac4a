//! `look` at a machine: a recorded computer, a simulated iPhone, a place of the test's own.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::room::Room;

/// A recorded Linux with a phone on its bus at `mbit`, and further files.
fn computer(room: &Room, mbit: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = room.path("computer");
    let device = "sys/bus/usb/devices/1-2";
    let write = |path: &str, content: &str| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    };
    for (name, content) in [("idVendor", "05ac"), ("idProduct", "12a8"), ("speed", mbit)] {
        write(&format!("{device}/{name}"), content);
    }
    for (name, content) in [("Class", "ff"), ("SubClass", "fe"), ("Protocol", "02")] {
        write(&format!("{device}:4.1/bInterface{name}"), content);
    }
    write("proc/self/mounts", "disk / ext4 rw 0 0\n");
    write("answers/dmesg", "[    1.000000] usb 1-2: new high-speed USB device number 4\n");
    write("usr/sbin/usbmuxd", "");
    write("usr/lib/udev/rules.d/39-usbmuxd.rules", "");
    for (path, content) in files {
        write(path, content);
    }
    folder
}

fn look(room: &Room, computer: &Path, more: &[&str]) -> Value {
    let folder = computer.to_str().unwrap();
    let arguments = [&["look", "--computer", folder, "--simulated", "--verbose"], more].concat();
    let (said, objects) = room.run_json(&arguments);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(objects.len(), 1, "{objects:?}");
    objects[0].clone()
}

fn fact<'o>(object: &'o Value, name: &str) -> &'o Value {
    let all = object["evidence"].as_array().unwrap();
    let key = format!("facts.{name}");
    all.iter().find(|fact| fact["key"] == key.as_str()).map_or(&Value::Null, |fact| &fact["value"])
}

#[test]
fn of_a_sound_machine_nothing_is_made_up_and_nothing_changes() {
    let room = Room::new();
    let place = room.path("place");
    std::fs::create_dir(&place).unwrap();
    let computer = computer(&room, "480", &[]);
    let begun = Instant::now();
    let object = look(&room, &computer, &["--to", place.to_str().unwrap()]);
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(object["causes"][0]["id"], "unknown", "{}", object["causes"]);
    assert_eq!(*fact(&object, "here.service"), "answers");
    assert_eq!(*fact(&object, "here.bus_phones"), 1);
    assert!(fact(&object, "here.trial_files_a_second").as_f64().unwrap() > 0.0);
    assert_eq!(place.read_dir().unwrap().count(), 0);
    let folder = computer.to_str().unwrap();
    let said = room.run(&["look", "--computer", folder, "--simulated"]);
    assert!(said.out.starts_with("Nothing was found that would stop a backup"), "{}", said.out);
    assert!(said.out.contains("it answers and knows 1 iPhone by cable"), "{}", said.out);
}

#[test]
fn a_slow_cable_is_named_with_what_was_seen_and_what_to_do() {
    let room = Room::new();
    let computer = computer(&room, "12", &[]);
    let folder = computer.to_str().unwrap();
    let said = room.run(&["look", "--computer", folder, "--simulated"]);
    let first = said.out.lines().next().unwrap();
    assert!(first.contains("cable") && first.ends_with("C010"), "{}", said.out);
    for words in ["the cable runs at 12 Mbit/s", "Why", "Next", "safe, ", "explain C010"] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
}

/// A simulated phone of a file of one's own.
fn look_at_phone(room: &Room, scenario: &str) -> Value {
    let computer = computer(room, "480", &[]);
    let file = room.file("phone.toml", scenario);
    let folder = computer.to_str().unwrap();
    let arguments =
        ["look", "--computer", folder, "--simulated", file.to_str().unwrap(), "--verbose"];
    let (said, objects) = room.run_json(&arguments);
    assert_eq!(said.code, 0, "{}", said.err);
    objects[0].clone()
}

#[test]
fn what_the_phone_says_of_itself_is_evidence() {
    let room = Room::new();
    let scenario = "battery = 64\n[values]\ncloud_backup = true\ncloud_days_ago = 9.0\n\
                    cloud_epoch_2001 = true\nlocal_days_ago = 30.0\nfree_bytes = 54000000000\n\
                    powered = true\nwifi_sync = true\nsupervised = true\n[encryption]\n\
                    password = 'secret'\n[[log]]\nafter_s = 0.1\n\
                    text = '=scheduler= Already backed up recently'\n";
    let object = look_at_phone(&room, scenario);
    for (name, value) in [
        ("trust", Value::from("trusted")),
        ("locked", false.into()),
        ("cloud_on", true.into()),
        ("cloud_days", 9.into()),
        ("local_days", 30.into()),
        ("free_bytes", 54_000_000_000_u64.into()),
        ("battery", 64.into()),
        ("powered", true.into()),
        ("encrypts", true.into()),
        ("wifi_sync", true.into()),
        ("supervised", true.into()),
        ("activation", "Activated".into()),
        ("agent_crashes", 0.into()),
        ("log_lines", 1.into()),
    ] {
        assert_eq!(*fact(&object, &format!("here.phone_{name}")), value, "{name}");
    }
    let keys = object["evidence"].as_array().unwrap();
    let value = |key: &str| &keys.iter().find(|one| one["key"] == key).unwrap()["value"];
    assert!(value("device").as_str().unwrap().starts_with("iPhone"));
    assert!(value("ios_version").is_string());
    // Who it is and whose is not asked.
    let text = object["evidence"].to_string();
    assert!(!text.contains("555 0100") && !text.contains("350000000000017"), "{text}");
}

#[test]
fn a_phone_without_trust_tells_what_it_tells_anyone() {
    let room = Room::new();
    let object = look_at_phone(&room, "[trust]\nanswer = 'never'\n");
    assert_eq!(*fact(&object, "here.phone_trust"), "not-trusted");
    assert_eq!(object["causes"][0]["id"], "pairing-trust", "{}", object["causes"]);
    let keys = object["evidence"].as_array().unwrap();
    assert!(keys.iter().any(|one| one["key"] == "ios_version"));
}

#[test]
fn a_backup_service_that_crashes_is_named() {
    let room = Room::new();
    let day = std::process::Command::new("date").args(["-u", "+%Y-%m-%d"]).output().unwrap();
    let day = String::from_utf8(day.stdout).unwrap();
    let day = day.trim();
    let reports =
        format!("crash_reports = ['BackupAgent2-{day}-101010.ips', 'backupd-{day}-1.ips']");
    let object = look_at_phone(&room, &reports);
    assert_eq!(*fact(&object, "here.phone_agent_crashes"), 2);
    assert_eq!(object["causes"][0]["id"], "device-software", "{}", object["causes"]);
}

#[test]
fn a_phone_that_does_not_answer_holds_up_nobody() {
    let room = Room::new();
    let computer = computer(&room, "480", &[]);
    let folder = computer.to_str().unwrap();
    let begun = Instant::now();
    let arguments = ["look", "--computer", folder, "--simulated", "lockdown-silent", "--verbose"];
    let (said, objects) = room.run_json(&arguments);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(begun.elapsed() < Duration::from_secs(11), "{:?}", begun.elapsed());
    assert!(fact(&objects[0], "probe_phone").as_str().unwrap().contains("did not answer"));
}

#[test]
fn an_unsuitable_disk_is_named() {
    let room = Room::new();
    let mounts = ("proc/self/mounts", "stick / vfat rw 0 0\n");
    let object = look(&room, &computer(&room, "480", &[mounts]), &[]);
    assert_eq!(object["causes"][0]["id"], "target-filesystem", "{}", object["causes"]);
}

#[test]
fn a_link_to_a_disk_that_is_gone_is_named() {
    let room = Room::new();
    let link = room.path("Backup");
    std::os::unix::fs::symlink(room.path("gone"), &link).unwrap();
    let to = link.to_str().unwrap();
    let object = look(&room, &computer(&room, "480", &[]), &["--to", to]);
    assert_eq!(object["causes"][0]["id"], "target-filesystem", "{}", object["causes"]);
}

#[test]
fn a_phone_on_the_bus_without_its_service_is_the_services_fault() {
    let room = Room::new();
    let computer = computer(&room, "480", &[]);
    // Nobody listens where the room's environment points.
    let (said, objects) = room.run_json(&["look", "--computer", computer.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(objects[0]["causes"][0]["id"], "usb-stack", "{}", objects[0]["causes"]);
}

#[test]
fn a_program_at_work_is_named_and_the_persons_words_count() {
    let room = Room::new();
    let files = [
        ("proc/7/comm", "idevicebackup2"),
        ("proc/7/cmdline", "/usr/bin/idevicebackup2\0backup\0"),
    ];
    let computer = computer(&room, "480", &files);
    let object = look(&room, &computer, &["--about", "another program is still running"]);
    assert_eq!(*fact(&object, "here.backup_made_by"), "idevicebackup2");
    assert_eq!(object["causes"][0]["id"], "busy-device", "{}", object["causes"]);
    assert!(object["evidence"].as_array().unwrap().iter().any(|fact| fact["key"] == "report"));
}

#[test]
fn a_saved_look_leads_to_the_same_cause_and_tells_no_path() {
    let room = Room::new();
    let place = room.path("Marguerites disk");
    std::fs::create_dir(&place).unwrap();
    let computer = computer(&room, "12", &[]);
    let saved = room.path("saved.json");
    let (to, file) = (place.to_str().unwrap(), saved.to_str().unwrap());
    let live = look(&room, &computer, &["--to", to, "--save", file]);
    let text = std::fs::read_to_string(&saved).unwrap();
    assert!(!text.contains("Marguerite") && !text.contains(room.path("").to_str().unwrap()));
    let (_, objects) = room.run_json(&["look", "--case", file]);
    assert_eq!(objects[0]["causes"][0], live["causes"][0]);
}
