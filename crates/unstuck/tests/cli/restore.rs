//! Restores: what arrives, what a person is told when something is in the way, what scripts read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::backup::files_below;
use crate::room::{Room, Running, Said, Simulator, finish, objects_of, result};

/// Makes one backup of a phone that then goes, and returns where it lies.
fn backed_up(room: &Room, set: &[&str]) -> PathBuf {
    let simulator = room.simulator("healthy", set);
    let said = simulator.run(room, &["backup", "--no-encryption"]);
    assert_eq!(said.code, 0, "{said:?}");
    room.versions(&room.path("backups")).pop().unwrap()
}

const ENCRYPTED: &str = "encryption.password=\"simulated\"";

fn with_password(room: &Room, simulator: &Simulator, words: &[&str], password: &str) -> Said {
    let file = room.file("password", &format!("{password}\n"));
    let mut command = simulator.command(room, words);
    finish(command.arg("--json").env("UNSTUCK_PASSWORD_FILE", file).spawn().unwrap())
}

/// Restores the latest version to a phone that differs from the one backed up by `set`.
fn restore(set: &[&str], more: &[&str]) -> (Said, Value, Vec<Value>) {
    let room = Room::new();
    backed_up(&room, &[]);
    restore_in(&room, set, more)
}

fn restore_in(room: &Room, set: &[&str], more: &[&str]) -> (Said, Value, Vec<Value>) {
    let before = files_below(&room.path("backups"));
    let simulator = room.simulator("healthy", set);
    let words = [&["restore", "latest", "--yes"], more].concat();
    let (said, objects) = simulator.run_json(room, &words);
    assert!(before == files_below(&room.path("backups")), "the backup was changed");
    for object in &objects {
        assert!(TYPES.contains(&object["type"].as_str().unwrap()), "{object}");
    }
    let percents: Vec<f64> = objects.iter().filter_map(|one| one["percent"].as_f64()).collect();
    assert!(percents.is_sorted(), "the bar fell: {percents:?}");
    let last = result(&objects).clone();
    assert_eq!(last["exit_code"], said.code, "{last}");
    (said, last, objects)
}

/// All types of objects a restore may print (docs/contracts.md 6).
const TYPES: [&str; 13] = [
    "battery",
    "consent",
    "file_error",
    "left_alone",
    "note",
    "phase",
    "preflight",
    "progress",
    "pulse",
    "refused",
    "result",
    "stall",
    "unknown_message",
];

fn fault(kind: &str, at: &str) -> String {
    format!("fault=[{{kind=\"{kind}\",at={{{at}}}}}]")
}

fn text(value: &Value) -> String {
    format!("{} {}", value["headline"], value["details"])
}

#[test]
fn every_byte_of_a_plain_backup_arrives_and_each_version_is_another() {
    let room = Room::new();
    let mut simulator = room.simulator("growing", &[]);
    for _ in 0..2 {
        assert_eq!(simulator.run(&room, &["backup", "--no-encryption"]).code, 0);
    }
    let versions = room.versions(&room.path("backups"));
    // Back and forth: the older one over the newer, then the newer again.
    for (generation, version) in versions.iter().enumerate() {
        let name = version.parent().unwrap().file_name().unwrap().to_str().unwrap();
        let words = ["restore", name, "--yes", "--no-reboot"];
        let (said, objects) = simulator.run_json(&room, &words);
        assert_eq!(said.code, 0, "{said:?}");
        let phases: Vec<&str> =
            objects.iter().filter(|one| one["type"] == "phase").map(word_of).collect();
        assert_eq!(phases, ["connecting", "preparing", "sending", "putting-in-place"]);
        let restored = simulator.restored();
        assert_eq!(restored["as_expected"], true, "{restored}");
        assert_eq!(restored["generation"], generation, "{restored}");
        assert!(restored["apps_bytes"].as_u64().unwrap() > 100, "{restored}");
        let last = result(&objects);
        assert_eq!((&last["files"], &last["verified"]), (&restored["files"], &true.into()));
        assert_eq!((&last["phone_state"], &last["restarts"]), (&"restored".into(), &false.into()));
    }
    // A backup made of the restored phone holds what it was restored from.
    assert_eq!(simulator.run(&room, &["backup", "--no-encryption"]).code, 0);
    let again = room.versions(&room.path("backups")).pop().unwrap();
    let payloads = |folder: &Path| -> BTreeMap<PathBuf, Vec<u8>> {
        let files = files_below(folder).into_iter();
        let own = files.map(|(path, bytes)| (path.strip_prefix(folder).unwrap().into(), bytes));
        own.filter(|(path, _): &(PathBuf, _)| path.components().count() == 2).collect()
    };
    assert!(payloads(&again) == payloads(&versions[1]), "the phone is not what it was");
}

fn word_of(object: &Value) -> &str {
    object["phase"].as_str().unwrap()
}

#[test]
fn every_byte_of_an_encrypted_backup_arrives_and_the_phone_restarts() {
    let room = Room::new();
    let mut simulator = room.simulator("healthy", &[ENCRYPTED]);
    assert_eq!(with_password(&room, &simulator, &["backup"], "simulated").code, 0);
    let words = ["restore", "latest", "--yes", "--keep-settings", "--keep-items", "--no-apps"];
    let (said, objects) = objects_of(with_password(&room, &simulator, &words, "simulated"));
    assert_eq!(said.code, 0, "{said:?}");
    let restored = simulator.restored();
    assert_eq!((&restored["as_expected"], &restored["encrypted"]), (&true.into(), &true.into()));
    let options = serde_json::json!([
        "RestoreSystemFiles",
        "RestoreShouldReboot",
        "RestoreDontCopyBackup",
        "RestorePreserveSettings"
    ]);
    assert_eq!(restored["options"], options);
    assert_eq!(restored["apps_bytes"], Value::Null);
    let last = result(&objects);
    assert_eq!(last["restarts"], true);
    let phases: Vec<&Value> = objects.iter().filter(|one| one["type"] == "phase").collect();
    assert_eq!(word_of(phases.last().unwrap()), "restarting");
}

#[test]
fn a_backup_of_another_iphone_is_held_against_its_own_list() {
    let room = Room::new();
    backed_up(&room, &[]);
    let mut other = room.simulator("healthy", &["seed=7"]);
    let folder = room.versions(&room.path("backups")).pop().unwrap();
    let said = other.run(&room, &["restore", folder.to_str().unwrap(), "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.err.contains("of another iPhone"), "{said:?}");
    let restored = other.restored();
    assert_eq!((&restored["as_expected"], &restored["generation"]), (&true.into(), &Value::Null));
}

#[test]
fn without_a_yes_nothing_is_sent_and_what_would_be_replaced_is_said() {
    let room = Room::new();
    backed_up(&room, &[]);
    let simulator = room.simulator("healthy", &[]);
    let said = simulator.run(&room, &["restore", "latest"]);
    assert_eq!(said.code, 4, "{said:?}");
    for words in ["Your consent is needed", "Everything on the iPhone is replaced", "--yes"] {
        assert!(said.out.contains(words), "{words}: {said:?}");
    }
}

#[test]
fn find_my_is_named_with_its_code_before_and_by_the_phone() {
    let (said, last, _) = restore(&["find_my=true"], &[]);
    assert_eq!((said.code, last["cause"].as_str()), (10, Some("device-locked-passcode")));
    assert!(text(&last).contains("211") && text(&last).contains("Nothing was sent"), "{last}");
    let told = "final_error={code=211,text=\"Find My iPhone must be disabled\"}";
    let (said, last, _) = restore(&[told], &[]);
    assert_eq!(said.code, 10, "{last}");
    assert!(text(&last).contains("Find My is on") && text(&last).contains("error 211"), "{last}");
    assert_eq!(last["phone_state"], "untouched");
}

#[test]
fn too_little_room_on_the_phone_is_named_before_and_by_the_phone() {
    for set in [
        &["restore.free_bytes=1000"][..],
        &["restore.free_bytes=1000", "restore.tells_free_bytes=false"],
    ] {
        let (said, last, _) = restore(set, &[]);
        assert_eq!((said.code, last["cause"].as_str()), (10, Some("device-storage-full")));
        assert!(text(&last).contains("does not fit"), "{last}");
        assert!(text(&last).contains("106"), "{last}");
    }
}

#[test]
fn a_wrong_password_is_told_without_asking_the_phone() {
    let room = Room::new();
    let simulator = room.simulator("healthy", &[ENCRYPTED]);
    assert_eq!(with_password(&room, &simulator, &["backup"], "simulated").code, 0);
    for words in [&["restore", "latest", "--yes"][..], &["restore", "latest", "--rehearse"]] {
        let (said, objects) = objects_of(with_password(&room, &simulator, words, "not it"));
        let last = result(&objects);
        assert_eq!((said.code, last["cause"].as_str()), (9, Some("encryption-password")));
        assert!(text(last).contains("not asked for anything"), "{last}");
        // Nobody to ask, no file: a person is needed.
        let (said, _) = simulator.run_json(&room, words);
        assert_eq!(said.code, 4, "{said:?}");
    }
}

#[test]
fn a_phone_that_is_locked_needs_its_person() {
    let (said, last, objects) = restore(&["locked=true"], &["--patience", "0.01"]);
    assert_eq!((said.code, last["cause"].as_str()), (4, Some("device-locked-passcode")), "{last}");
    assert!(objects.iter().any(|one| one["waiting_for"] == "unlock"), "{objects:?}");
    let told = "final_error={code=208,text=\"Device locked\"}";
    let (said, last, _) = restore(&[told], &[]);
    assert_eq!(said.code, 4, "{last}");
    assert!(text(&last).contains("locked") && text(&last).contains("208"), "{last}");
}

#[test]
fn a_newer_backup_is_not_sent_to_an_older_system() {
    let (said, last, _) = restore(&["identity.product_version=\"17.2\""], &[]);
    assert_eq!((said.code, last["cause"].as_str()), (10, Some("version-mismatch")), "{last}");
    assert!(text(&last).contains("18.5") && text(&last).contains("17.2"), "{last}");
}

#[test]
fn a_plain_backup_is_not_sent_where_management_wants_encryption() {
    let room = Room::new();
    backed_up(&room, &[]);
    let (said, last, _) = restore_in(&room, &[ENCRYPTED, "encryption.required=true"], &[]);
    assert_eq!((said.code, last["cause"].as_str()), (10, Some("mdm-restriction")), "{last}");
}

#[test]
fn a_cable_pulled_in_the_middle_of_a_file_leaves_the_phone_as_it_was() {
    let (said, last, _) = restore(&[&fault("unplug", "stretch=\"restore\",file=60,byte=100")], &[]);
    assert_eq!((said.code, last["cause"].as_str()), (6, Some("cable-port-hub")), "{last}");
    assert!(text(&last).contains("unplugged"), "{last}");
    assert_eq!(last["phone_state"], "keeps-what-it-had");
    assert!(text(&last).contains("keeps what it held"), "{last}");
    assert!(last["next"].as_str().unwrap().contains("Plug it in again"), "{last}");
}

#[test]
fn a_backup_service_that_dies_in_the_middle_is_a_lost_connection() {
    let dies = fault("agent-dies", "stretch=\"restore\",file=10");
    let (said, last, _) = restore(&[&dies], &[]);
    assert_eq!((said.code, &last["phone_state"]), (6, &"keeps-what-it-had".into()), "{last}");
    assert!(text(&last).contains("The connection broke"), "{last}");
}

#[test]
fn a_phone_that_goes_after_the_last_file_has_not_confirmed() {
    let dies = fault("agent-dies", "stretch=\"restore-work\"");
    let (said, last, _) = restore(&[&dies], &[]);
    assert_eq!((said.code, &last["phone_state"]), (6, &"unknown".into()), "{last}");
    assert!(text(&last).contains("did not confirm the end"), "{last}");
}

#[test]
fn silence_in_the_middle_is_told_and_given_up() {
    let silent = fault("silence", "stretch=\"restore\",file=128");
    let (said, last, objects) = restore(&[&silent], &["--patience", "0.01"]);
    assert_eq!((said.code, last["cause"].as_str()), (6, Some("device-software")), "{last}");
    assert!(objects.iter().any(|one| one["type"] == "stall"), "{objects:?}");
    assert!(text(&last).contains("stopped taking the restore"), "{last}");
}

#[test]
fn an_error_of_the_phone_is_told_with_its_number_and_words() {
    let told = "final_error={code=102,text=\"Write error\",after_upload=true}";
    let (said, last, _) = restore(&[told], &[]);
    assert_eq!(said.code, 10, "{last}");
    assert!(text(&last).contains("error 102, Write error"), "{last}");
    assert_eq!(last["phone_state"], "unknown");
}

#[test]
fn cancelled_on_the_phone_is_told_as_such() {
    let (said, last, _) = restore(&[&fault("cancels", "stretch=\"restore\",file=100")], &[]);
    assert_eq!((said.code, &last["phone_state"]), (130, &"keeps-what-it-had".into()), "{last}");
    assert!(text(&last).contains("cancelled on the iPhone"), "{last}");
}

#[test]
fn a_passcode_sheet_is_told_and_a_dismissed_one_needs_the_person() {
    let asked = "passcode={asked=true,answer=\"typed\",after_s=0.5}";
    let (said, _, objects) = restore(&[asked], &[]);
    assert_eq!(said.code, 0, "{said:?}");
    let phases: Vec<&str> =
        objects.iter().filter(|one| one["type"] == "phase").map(word_of).collect();
    assert!(phases.contains(&"waiting-passcode"), "{phases:?}");
    let dismissed = "passcode={asked=true,answer=\"dismissed\",after_s=0.2}";
    let (said, last, _) = restore(&[dismissed], &[]);
    assert_eq!((said.code, &last["phone_state"]), (4, &"untouched".into()), "{last}");
}

/// Takes the payload of one file away; its place in the backup.
fn lose_a_file(version: &Path) -> String {
    let folders = std::fs::read_dir(version).unwrap().map(|entry| entry.unwrap().path());
    let folder = folders.filter(|path| path.is_dir()).min().unwrap();
    let lost = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    std::fs::remove_file(&lost).unwrap();
    lost.strip_prefix(version).unwrap().to_str().unwrap().to_owned()
}

#[test]
fn a_file_missing_from_the_backup_stops_it_or_is_named() {
    let room = Room::new();
    let lost = lose_a_file(&backed_up(&room, &[]));
    // The whole backup or nothing.
    let (said, last, _) = restore_in(&room, &[], &[]);
    assert_eq!((said.code, last["cause"].as_str()), (8, Some("backup-corrupt")), "{last}");
    assert!(text(&last).contains("not whole") && text(&last).contains("nothing was sent"));
    // Against advice: a real phone refuses it with its own code.
    let (said, last, _) = restore_in(&room, &[], &["--even-damaged"]);
    assert_eq!(said.code, 10, "{last}");
    assert!(text(&last).contains("error 205"), "{last}");
    // One that forgives takes the rest, and the file is named.
    let forgives = ["restore.forgives_missing=true"];
    let (said, last, objects) = restore_in(&room, &forgives, &["--even-damaged"]);
    assert_eq!((said.code, &last["outcome"]), (3, &"partial".into()), "{last}");
    let named = objects.iter().find(|one| one["type"] == "file_error").unwrap();
    assert_eq!(named["path"], lost.as_str());
    assert!(text(&last).contains(&lost), "{last}");
}

#[cfg(unix)]
#[test]
fn interrupted_by_the_person_it_says_what_state_the_phone_is_in() {
    let room = Room::new();
    backed_up(&room, &[]);
    let states = [
        ("passcode={asked=true,answer=\"never\"}", "waiting-passcode", "untouched"),
        ("pace.think_ms=300", "sending", "keeps-what-it-had"),
        ("restore.work_s=60", "putting-in-place", "unknown"),
    ];
    for (set, phase, state) in states {
        let simulator = room.simulator("healthy", &[set, "wire.batch_files=30"]);
        let words = ["restore", "latest", "--yes"];
        let mut running = Running::start(simulator.command(&room, &words));
        running.wait_for(|one| one["phase"] == phase);
        crate::interrupt::interrupt(running.id(), "INT");
        let (status, last) = running.finish();
        assert_eq!((status.code(), last["phone_state"].as_str()), (Some(130), Some(state)));
        assert!(last["headline"].as_str().unwrap().starts_with("Stopped"), "{last}");
    }
}

#[test]
fn a_rehearsal_needs_no_phone_and_every_digest_agrees() {
    let room = Room::new();
    let version = backed_up(&room, &[]);
    let (said, objects) = room.run_json(&["restore", "--rehearse", "latest"]);
    let last = result(&objects);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!((&last["verified"], &last["compared_with"]), (&true.into(), &"seal".into()));
    let files = last["files"].as_u64().unwrap();
    assert!(files > 300 && last["digests_agreed"].as_u64() == Some(files + 3), "{last}");
    // A folder without a seal is held against what lies on disk.
    let copy = room.path("copy of a backup");
    copy_folder(&version, &copy);
    let (said, objects) = room.run_json(&["restore", "--rehearse", copy.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(result(&objects)["compared_with"], "disk");
}

fn copy_folder(from: &Path, to: &Path) {
    for (path, bytes) in files_below(from) {
        let place = to.join(path.strip_prefix(from).unwrap());
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, bytes).unwrap();
    }
}

#[test]
fn a_rehearsal_of_an_encrypted_backup_opens_it_and_finds_a_rotten_byte() {
    let room = Room::new();
    let simulator = room.simulator("healthy", &[ENCRYPTED]);
    assert_eq!(with_password(&room, &simulator, &["backup"], "simulated").code, 0);
    let rehearse = || {
        let words = ["restore", "--rehearse", "latest"];
        let (said, objects) = objects_of(with_password(&room, &simulator, &words, "simulated"));
        (said.code, result(&objects).clone())
    };
    let (code, last) = rehearse();
    assert_eq!((code, &last["encrypted"]), (0, &true.into()), "{last}");
    let version = room.versions(&room.path("backups")).pop().unwrap();
    let name = rot(&version);
    let (code, last) = rehearse();
    assert_eq!((code, last["cause"].as_str()), (8, Some("backup-corrupt")), "{last}");
    assert!(last["wrong"].to_string().contains(&name), "{last}");
}

/// Turns one bit in the largest payload of a version; its name.
fn rot(version: &Path) -> String {
    let in_a_folder = |path: &PathBuf| path.strip_prefix(version).unwrap().components().count() > 1;
    let payloads = files_below(version).into_iter().filter(|(path, _)| in_a_folder(path));
    let (path, mut bytes) = payloads.max_by_key(|(_, bytes)| bytes.len()).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn a_byte_that_rotted_since_the_seal_never_passes_for_whole() {
    let room = Room::new();
    let name = rot(&backed_up(&room, &[]));
    let (said, last, objects) = restore_in(&room, &[], &[]);
    assert_eq!((said.code, last["cause"].as_str()), (8, Some("backup-corrupt")), "{last}");
    assert_eq!(last["phone_state"], "keeps-what-it-had");
    let error = objects.iter().find(|one| one["type"] == "file_error").unwrap();
    assert!(error["path"].as_str().unwrap().ends_with(&name), "{error}");
    assert!(error["text"].as_str().unwrap().contains("sealed"), "{error}");
}

#[test]
fn a_phone_that_wants_to_change_the_backup_is_refused_and_restored_all_the_same() {
    let (said, last, objects) = restore(&["wire.hostile_paths=true"], &[]);
    assert_eq!(said.code, 0, "{last}");
    let of_type = |kind: &str| objects.iter().filter(|one| one["type"] == kind).count();
    assert!(of_type("left_alone") >= 6, "{}", of_type("left_alone"));
    assert!(of_type("refused") > 50, "{}", of_type("refused"));
}

#[test]
fn of_the_newest_versions_of_several_iphones_each_gets_its_own() {
    let room = Room::new();
    backed_up(&room, &[]);
    backed_up_too(&room, &["seed=7"]);
    let mut phone = room.simulator("healthy", &["seed=7"]);
    let said = phone.run(&room, &["restore", "latest", "--yes", "--no-reboot"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(phone.restored()["source"], phone.phones[0].as_str());
    let said = room.run(&["restore", "latest", "--rehearse"]);
    assert_eq!(said.code, 2, "{said:?}");
    let said = room.run(&["restore", "latest", "--rehearse", "--device", &phone.phones[0]]);
    assert_eq!(said.code, 0, "{said:?}");
}

fn backed_up_too(room: &Room, set: &[&str]) {
    let simulator = room.simulator("healthy", set);
    assert_eq!(simulator.run(room, &["backup", "--no-encryption"]).code, 0);
}

#[test]
fn a_demonstration_needs_nothing_but_the_program() {
    let room = Room::new();
    assert_eq!(room.run(&["backup", "--simulated", "--no-encryption"]).code, 0);
    let said = room.run(&["restore", "latest", "--simulated", "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("has the whole backup"), "{said:?}");
    assert!(said.err.contains("Sending files."), "{said:?}");
}

#[test]
fn a_name_that_is_no_backup_is_told_with_where_it_was_looked_for() {
    let room = Room::new();
    let (said, objects) = room.run_json(&["restore", "2001-01-01T00-00-00Z", "--rehearse"]);
    let last = result(&objects);
    assert_eq!(said.code, 2, "{last}");
    assert!(text(last).contains("backups"), "{last}");
}

#[test]
fn over_wifi_only_when_allowed_and_from_another_folder() {
    let room = Room::new();
    let simulator = room.simulator("wifi", &[]);
    let elsewhere = room.path("elsewhere").display().to_string();
    let made = ["backup", "--no-encryption", "--wifi", "--to", &elsewhere];
    assert_eq!(simulator.run(&room, &made).code, 0);

    let said = simulator.run(&room, &["restore", "latest", "--yes", "--wifi"]);
    assert_eq!(said.code, 2, "nothing lies in the usual place: {said:?}");
    let from = ["restore", "latest", "--yes", "--from", &elsewhere];
    let said = simulator.run(&room, &from);
    assert_eq!(said.code, 5, "{said:?}");
    assert!(said.out.contains("--wifi") || said.err.contains("--wifi"), "{said:?}");
    let said = simulator.run(&room, &[&from[..], &["--wifi"]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("has the whole backup"), "{said:?}");
}
