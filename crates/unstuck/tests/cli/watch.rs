//! `watch`: looks on while another program makes a backup. The other program is a second
//! Unstuck here; idevicebackup2 is watched by the judges.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::interrupt::interrupt;
use crate::room::{Room, Running, Simulator, result};

/// A second Unstuck that makes a backup into a folder of the room.
struct Maker {
    child: std::process::Child,
}

impl Maker {
    fn start(room: &Room, simulator: &Simulator, place: &str) -> Self {
        let arguments = ["backup", "--no-encryption", "--to", place];
        Self { child: simulator.command(room, &arguments).spawn().unwrap() }
    }
}

impl Drop for Maker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A room with a place for backups, and phones.
fn scene(scenario: &str, set: &[&str]) -> (Room, Simulator, String) {
    let room = Room::new();
    let place = room.path("place");
    std::fs::create_dir(&place).unwrap();
    let simulator = room.simulator(scenario, set);
    (room, simulator, place.to_str().unwrap().to_owned())
}

/// Watches `place` while a backup is made there, to the end of the watch; all it said.
fn watched(scenario: &str, set: &[&str], patience: &str) -> (i32, Vec<Value>) {
    let (room, simulator, place) = scene(scenario, set);
    let arguments = ["watch", &place, "--patience", patience];
    let mut watching = Running::start(simulator.command(&room, &arguments));
    // It listens: nothing is missed from here on.
    let first = watching.wait_for(|one| one["type"] == "watching" && one["udid"].is_string());
    let _maker = Maker::start(&room, &simulator, &place);
    let (status, mut objects) = watching.rest();
    objects.insert(0, first);
    (status.code().unwrap(), objects)
}

fn of_type<'o>(objects: &'o [Value], kind: &str) -> Vec<&'o Value> {
    objects.iter().filter(|object| object["type"] == kind).collect()
}

#[test]
fn a_backup_of_another_program_is_followed_to_its_end() {
    let (code, objects) = watched("healthy", &["pace.bytes_per_second=2000000"], "1");
    let last = result(&objects);
    assert_eq!(code, 0, "{last}");
    assert_eq!((&last["outcome"], &last["exit_code"]), (&"done".into(), &0.into()), "{last}");
    assert!(last["files"].as_u64().unwrap() > 100, "{last}");
    let pulses = of_type(&objects, "pulse");
    let verdicts: Vec<&str> = pulses.iter().map(|one| one["verdict"].as_str().unwrap()).collect();
    assert!(verdicts.contains(&"moving"), "{verdicts:?}");
    assert!(!verdicts.contains(&"stalled") && !verdicts.contains(&"failed"), "{verdicts:?}");
    assert!(of_type(&objects, "diagnosis").is_empty());
}

#[test]
fn a_backup_that_stands_still_is_named_with_cause_and_next_step() {
    let (code, objects) = watched("silence-in-scan", &[], "0.02");
    let last = result(&objects);
    assert_eq!((code, &last["outcome"]), (6, &"stalled".into()), "{last}");
    assert_eq!(last["waiting_for"], "scan", "{last}");
    let diagnoses = of_type(&objects, "diagnosis");
    assert_eq!(diagnoses[0]["verdict"], "stalled");
    assert_eq!(diagnoses[0]["way"], "local");
    assert!(diagnoses[0]["next"]["steps"][0].is_string(), "{}", diagnoses[0]);
    assert!(last["cause"].is_string() && last["next"].is_string(), "{last}");
    let pulses = of_type(&objects, "pulse");
    // It was called so when it was longer than is normal, and not before.
    let stalled = pulses.iter().find(|one| one["verdict"] == "stalled").unwrap();
    assert!(stalled["silent_seconds"].as_f64() >= stalled["normal_seconds"].as_f64());
}

#[test]
fn the_sheet_is_the_persons_turn() {
    let (room, simulator, place) = scene("passcode-never", &[]);
    let mut watching = Running::start(simulator.command(&room, &["watch", &place]));
    watching.wait_for(|one| one["type"] == "watching" && one["udid"].is_string());
    let _maker = Maker::start(&room, &simulator, &place);
    let pulse = watching.wait_for(|one| one["verdict"] == "waiting-for-person");
    assert_eq!((&pulse["waiting_for"], &pulse["way"]), (&"passcode".into(), &"local".into()));
    let found = watching.wait_for(|one| one["type"] == "diagnosis");
    assert_eq!(found["causes"][0]["id"], "device-locked-passcode", "{}", found["causes"][0]);
}

#[test]
fn a_phone_that_goes_again_and_again_is_a_loop() {
    let (code, objects) = watched("same-point-loop", &[], "1");
    let last = result(&objects);
    assert_eq!((code, &last["outcome"]), (6, &"looping".into()), "{last}");
    assert_eq!(last["cause"], "cable-port-hub", "{last}");
}

#[test]
fn an_error_of_the_phone_is_told_with_its_number() {
    let (code, objects) = watched("phone-full", &[], "0.05");
    let last = result(&objects);
    assert_eq!((code, &last["outcome"], &last["code"]), (10, &"failed".into(), &106.into()));
    assert_eq!(last["cause"], "device-storage-full", "{last}");
}

/// In the middle of a file nothing comes for six seconds, then it goes on.
const PAUSE: &str = r#"
about = "A pause."
[[fault]]
kind = "silence"
at = { file = 40, byte = 300 }
for_s = 6.0
"#;

/// Looks on as hurriedly as to call 1.2 seconds of silence a stall, while a backup pauses for
/// longer; the pulses of that.
fn watched_pause(before: Option<&str>) -> (Room, String, Vec<Value>) {
    let room = Room::new();
    let place = room.path("place");
    std::fs::create_dir(&place).unwrap();
    let simulator = room.simulator(room.file("pause.toml", PAUSE).to_str().unwrap(), &[]);
    let udid = simulator.phones[0].to_lowercase();
    if let Some(text) = before {
        std::fs::create_dir_all(room.path("history")).unwrap();
        room.file(&format!("history/{udid}.json"), text);
    }
    let place = place.to_str().unwrap();
    let arguments = ["watch", place, "--patience", "0.02"];
    let mut watching = Running::start(simulator.command(&room, &arguments));
    watching.wait_for(|one| one["type"] == "watching" && one["udid"].is_string());
    let _maker = Maker::start(&room, &simulator, place);
    let (_, objects) = watching.rest();
    (room, udid, objects.into_iter().filter(|one| one["type"] == "pulse").collect())
}

#[test]
fn what_an_iphone_was_quiet_for_before_is_no_stall_the_next_time() {
    let is_stalled = |pulses: &[Value]| pulses.iter().any(|one| one["verdict"] == "stalled");
    let (room, udid, pulses) = watched_pause(None);
    assert!(is_stalled(&pulses), "{pulses:?}");
    // It went on, so this phone may be quiet.
    let kept = std::fs::read_to_string(room.path(&format!("history/{udid}.json"))).unwrap();
    let kept: Value = serde_json::from_str(&kept).unwrap();
    assert!(kept["local"]["sending"].as_u64().unwrap() >= 5000, "{kept}");

    // One that was quiet for four minutes: six are normal for it, a fiftieth of that here.
    let (_, _, pulses) = watched_pause(Some(r#"{ "local": { "sending": 240000 } }"#));
    assert!(!is_stalled(&pulses), "{pulses:?}");
    let sending = pulses.iter().find(|one| one["stage"] == "sending").unwrap();
    assert_eq!((&sending["learnt"], &sending["normal_seconds"]), (&true.into(), &7.2.into()));
}

/// A story of an iCloud backup, told by the phone's log alone.
fn cloud(room: &Room, lines: &[(f64, &str, bool)]) -> PathBuf {
    let mut text =
        "[values]\ncloud_backup = true\ncloud_days_ago = 9.0\npowered = false\n".to_owned();
    for (after, line, done) in lines {
        text += &format!("[[log]]\nafter_s = {after:.1}\ntext = '{line}'\ncloud_done = {done}\n");
    }
    room.file("story.toml", &text)
}

fn watched_cloud(lines: &[(f64, &str, bool)], more: &[&str]) -> (i32, Vec<Value>) {
    let room = Room::new();
    let story = cloud(&room, lines);
    let simulator = room.simulator(story.to_str().unwrap(), &[]);
    // A computer of its own: on this one other tests make backups.
    let computer = room.path("computer");
    std::fs::create_dir(&computer).unwrap();
    let own = ["watch", "--patience", "0.1", "--computer", computer.to_str().unwrap()];
    let arguments = [&own, more].concat();
    let (said, objects) = simulator.run_json(&room, &arguments);
    (said.code, objects)
}

const OFF: &str =
    "=scheduler= [Off condition] state changed, enabled:1, locked:1, onPower:0, onWiFi:1";
const BEGINS: &str = "=scheduler= Starting automatic backup for account";

#[test]
fn an_icloud_backup_is_followed_without_an_account() {
    let lines = [
        (0.2, OFF, false),
        (1.0, BEGINS, false),
        (1.5, "Going to upload 512 file records with size 123456", false),
        (2.0, "state = 2; progress = \"0.42\"", false),
        (3.0, "=cloud-backup= Backup finished successfully", true),
    ];
    let (code, objects) = watched_cloud(&lines, &[]);
    let last = result(&objects);
    assert_eq!((code, &last["outcome"], &last["way"]), (0, &"done".into(), &"icloud".into()));
    let pulses = of_type(&objects, "pulse");
    let waits = pulses.iter().find(|one| one["verdict"] == "waiting-for-person").unwrap();
    assert_eq!(waits["waiting_for"], "power");
    assert_eq!(waits["conditions"]["power"], false);
    assert!(pulses.iter().any(|one| one["percent"] == 42.0 && one["verdict"] == "moving"));
}

#[test]
fn an_icloud_backup_that_fails_is_told_with_its_cause() {
    let failed =
        "=cloud-backup= Backup failed: MBErrorDomain(303) Underlying error: CKErrorDomain(25)";
    let (code, objects) = watched_cloud(&[(0.2, BEGINS, false), (1.0, failed, false)], &[]);
    let last = result(&objects);
    assert_eq!((code, &last["code"]), (10, &303.into()), "{last}");
    assert_eq!(last["cause"], "icloud-storage-full", "{last}");
    assert_eq!(of_type(&objects, "diagnosis")[0]["next"]["remedy"], "free-icloud-space");
}

#[test]
fn one_that_waits_for_its_charger_when_the_time_is_over_needs_a_person() {
    let (code, objects) = watched_cloud(&[(0.1, OFF, false)], &["--for", "3"]);
    let last = result(&objects);
    assert_eq!((code, &last["waiting_for"], &last["cause"]), (4, &"power".into(), &"power".into()));
}

#[test]
fn where_nothing_runs_it_says_so_and_never_falls_silent() {
    let (room, simulator, place) = scene("healthy", &[]);
    let begun = Instant::now();
    let said = simulator.run(&room, &["watch", &place, "--for", "6"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(begun.elapsed() >= Duration::from_secs(6));
    assert!(said.out.contains("No backup was under way"), "{said:?}");
    // At the start, and again within five seconds.
    assert!(said.err.matches("Nothing is under way").count() >= 2, "{said:?}");
}

#[test]
fn a_phone_that_does_not_trust_us_leaves_the_folder_to_tell() {
    let room = Room::new();
    let place = room.path("place");
    std::fs::create_dir(&place).unwrap();
    let simulator = room.simulator("trust-never", &[]);
    let said = simulator.run(&room, &["watch", place.to_str().unwrap(), "--for", "2"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.err.contains("does not trust this computer"), "{said:?}");
    assert!(said.err.contains("only folders tell"), "{said:?}");
}

#[test]
fn without_phone_and_folder_there_is_nothing_to_watch() {
    let room = Room::new();
    let computer = room.path("computer");
    std::fs::create_dir(&computer).unwrap();
    let said = room.run(&["watch", "--computer", computer.to_str().unwrap()]);
    assert_eq!(said.code, 5, "{said:?}");
    assert!(said.out.contains("unstuck watch FOLDER"), "{said:?}");
    let said = room.run(&["watch", room.path("nowhere").to_str().unwrap()]);
    assert_eq!(said.code, 2, "{said:?}");
}

#[cfg(unix)]
#[test]
fn an_interruption_ends_it_at_once_and_changes_nothing() {
    let (room, simulator, place) = scene("healthy", &[]);
    let mut watching = Running::start(simulator.command(&room, &["watch", &place]));
    watching.wait_for(|one| one["type"] == "pulse");
    let asked = Instant::now();
    interrupt(watching.id(), "INT");
    let (status, last) = watching.finish();
    assert!(asked.elapsed() < Duration::from_secs(2));
    assert_eq!((status.code(), &last["exit_code"]), (Some(130), &130.into()));
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0);
}
