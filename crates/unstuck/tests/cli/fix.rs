//! One remedy at a time, its journal, and the way back.

use std::path::PathBuf;

use serde_json::Value;

use crate::room::{Room, Running, Simulator, result};

fn of_type<'o>(objects: &'o [Value], kind: &str) -> Vec<&'o Value> {
    objects.iter().filter(|object| object["type"] == kind).collect()
}

/// Acts as the journal has them, one line each.
fn journal(room: &Room) -> Vec<Value> {
    let text = std::fs::read_to_string(room.path("acts.jsonl")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn events(room: &Room) -> Vec<String> {
    let events = journal(room).into_iter();
    events.map(|line| line["event"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_unknown_remedy_ends_with_the_list() {
    let room = Room::new();
    let (said, objects) = room.run_json(&["fix", "magic"]);
    assert_eq!(said.code, 2, "{said:?}");
    let details = result(&objects)["details"].to_string();
    assert!(details.contains("cable-port") && details.contains("reset-backup-environment"));
}

#[test]
fn wifi_sync_is_switched_read_back_written_down_and_taken_back() {
    let room = Room::new();
    let phone = room.simulator("healthy", &[]);
    assert_eq!(phone.run(&room, &["backup", "--no-encryption"]).code, 0);
    let (said, objects) = phone.run_json(&room, &["fix", "wifi-sync-on"]);
    assert_eq!((said.code, &result(&objects)["outcome"]), (4, &"needs-you".into()), "{said:?}");
    assert!(journal(&room).is_empty(), "without consent nothing is done");

    let (said, objects) = phone.run_json(&room, &["fix", "wifi-sync-on", "--yes", "2"]);
    assert_eq!(said.code, 0, "{said:?}");
    let plan = of_type(&objects, "plan");
    assert_eq!((&plan[0]["level"], &plan[0]["undo"]), (&2.into(), &"unstuck undo".into()));
    assert_eq!(result(&objects)["after"]["wifi_sync"], true);
    let lines = journal(&room);
    assert_eq!(events(&room), ["planned", "done"]);
    assert_eq!(lines[0]["before"]["wifi_sync"], false);
    assert_eq!(lines[0]["udid"].as_str(), Some(phone.phones[0].as_str()));

    let (said, objects) = phone.run_json(&room, &["undo"]);
    assert_eq!((said.code, &result(&objects)["outcome"]), (0, &"undone".into()), "{said:?}");
    assert_eq!(result(&objects)["after"]["wifi_sync"], false);
    assert_eq!(phone.run(&room, &["undo"]).code, 2, "there is nothing left to take back");
    assert_eq!(phone.run(&room, &["undo", "1"]).code, 2);
    let (_, objects) = phone.run_json(&room, &["undo", "--list"]);
    assert_eq!(of_type(&objects, "act")[0]["event"], "undone");
}

#[test]
fn a_torn_backup_of_another_program_goes_aside_whole_and_comes_back() {
    let room = Room::new();
    let folder = room.old_backup();
    let words = folder.to_str().unwrap();
    let fix = ["fix", "move-aside-backup", "--backup", words, "--yes", "2"];
    let (said, objects) = room.run_json(&fix);
    assert_eq!(said.code, 0, "{said:?}");
    let aside = PathBuf::from(result(&objects)["after"]["aside"].as_str().unwrap());
    assert!(!folder.exists() && aside.join("Manifest.db").is_file());
    assert!(aside.to_str().unwrap().contains("set aside"));

    // Something new stands there: it is in use, and nothing is touched.
    std::fs::create_dir(&folder).unwrap();
    let said = room.run(&["undo"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("something new stands at"), "{said:?}");
    assert!(aside.exists());
    std::fs::remove_dir(&folder).unwrap();
    assert_eq!(room.run(&["undo"]).code, 0);
    assert!(folder.join("Manifest.db").is_file() && !aside.exists());
    assert_eq!(events(&room), ["planned", "done", "undone"]);
}

#[test]
fn an_act_that_a_crash_cut_off_is_found_and_taken_back_at_the_next_start() {
    let room = Room::new();
    let phone = room.simulator("healthy", &[]);
    let (from, to) = (room.path("torn"), room.path("torn set aside"));
    std::fs::create_dir(&to).unwrap();
    let line = serde_json::json!({
        "id": 1, "time": 1_790_000_000, "event": "planned", "remedy": "move-aside-backup",
        "undo": { "way": "put-back", "moves": [{ "from": from, "to": to }] },
    });
    // The line after it is torn, as a crash leaves it.
    std::fs::write(room.path("acts.jsonl"), format!("{line}\n{{\"id\":2,\"ti")).unwrap();
    let (said, objects) = phone.run_json(&room, &["fix", "wifi-sync-on", "--yes", "2"]);
    assert_eq!(said.code, 0, "{said:?}");
    let notes = of_type(&objects, "note");
    let told = notes.iter().find(|note| note["act"] == 1).unwrap()["text"].as_str().unwrap();
    assert!(told.contains("was begun and not ended; everything is where it was"), "{told}");
    assert!(from.is_dir() && !to.exists());
    let (_, objects) = phone.run_json(&room, &["undo", "--list"]);
    let acts = of_type(&objects, "act");
    assert_eq!((&acts[0]["event"], &acts[1]["event"]), (&"undone".into(), &"done".into()));
}

#[test]
fn trust_is_given_anew_and_the_old_record_can_be_put_back() {
    let room = Room::new();
    let phone = room.simulator("healthy", &[]);
    assert_eq!(phone.run(&room, &["backup", "--no-encryption"]).code, 0);
    let (said, objects) = phone.run_json(&room, &["fix", "re-trust", "--yes", "2"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(result(&objects)["check"]["held"], true);
    let line = journal(&room).pop().unwrap();
    let kept = PathBuf::from(line["undo"]["kept"].as_str().unwrap());
    assert!(std::fs::read_to_string(&kept).unwrap().contains("HostPrivateKey"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(kept.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    let old = line["before"]["pair_record"].clone();
    assert_ne!(line["after"]["pair_record"], old);
    let (said, objects) = phone.run_json(&room, &["undo"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(result(&objects)["after"]["pair_record"], old);
}

#[test]
fn where_the_old_pair_record_cannot_be_kept_trust_stays_as_it_is() {
    let room = Room::new();
    let phone = room.simulator("healthy", &[]);
    assert_eq!(phone.run(&room, &["backup", "--no-encryption"]).code, 0);
    room.file("kept", "a file where a folder should be");
    let said = phone.run(&room, &["fix", "re-trust", "--yes", "2"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("the old pair record could not be kept"), "{said:?}");
    assert!(journal(&room).is_empty());
    assert_eq!(phone.run(&room, &["backup", "--no-encryption"]).code, 0, "trust still holds");
}

#[test]
fn a_service_that_is_not_ours_to_restart_is_left_alone() {
    let room = Room::new();
    let phone = room.simulator("healthy", &[]);
    let (said, objects) = phone.run_json(&room, &["fix", "restart-host-service", "--yes", "1"]);
    assert_eq!((said.code, &result(&objects)["outcome"]), (1, &"unable".into()), "{said:?}");
    assert!(result(&objects)["headline"].as_str().unwrap().contains("chosen by its address"));
}

#[cfg(unix)]
#[test]
fn without_the_right_to_restart_it_the_reason_is_said_and_nothing_stays() {
    let room = Room::new();
    let phone = room.simulator("healthy", &[]);
    let denied = script(&room, "echo 'Access denied' >&2; exit 4");
    let supervisor = denied.to_str().unwrap();
    let words = ["fix", "restart-host-service", "--yes", "1", "--supervisor", supervisor];
    let (said, objects) = phone.run_json(&room, &words);
    assert_eq!(said.code, 1, "{said:?}");
    let headline = result(&objects)["headline"].as_str().unwrap();
    assert!(headline.contains("the system did not allow it: Access denied"), "{headline}");
    assert_eq!(events(&room), ["planned", "unable"]);
}

#[cfg(unix)]
fn script(room: &Room, text: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = room.file("supervisor", &format!("#!/bin/sh\n{text}\n"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    path
}

#[test]
fn what_can_cost_data_is_shown_only_beside_a_proven_backup_and_never_done() {
    let room = Room::new();
    let phone = room.simulator("healthy", &[]);
    let (said, objects) = phone.run_json(&room, &["fix", "erase-restore", "--yes", "3"]);
    assert_eq!(said.code, 1, "{said:?}");
    let headline = result(&objects)["headline"].as_str().unwrap();
    assert!(headline.contains("not before a proven backup"), "{headline}");
    assert_eq!(phone.run(&room, &["backup", "--no-encryption"]).code, 0);
    let (said, objects) = phone.run_json(&room, &["fix", "erase-restore", "--yes", "3"]);
    assert_eq!(said.code, 4, "{said:?}");
    let plan = of_type(&objects, "plan");
    assert_eq!((&plan[0]["by"], &plan[0]["level"]), (&"person".into(), &4.into()));
    assert!(!plan[0]["losses"].as_array().unwrap().is_empty());
}

#[test]
fn steps_for_a_person_are_for_this_phone_and_nobody_there_ends_with_four() {
    let room = Room::new();
    let phone = room.simulator("healthy", &[]);
    let said = phone.run(&room, &["fix", "reset-network"]);
    assert_eq!(said.code, 4, "{said:?}");
    assert!(said.err.contains("What is lost by it:"), "{said:?}");
    assert!(said.err.contains("- all Wi-Fi passwords"), "{said:?}");
    assert!(journal(&room).is_empty());
}

#[test]
fn without_a_name_the_ladder_is_shown_with_what_it_costs() {
    let room = Room::new();
    // Nothing listens at the address of the service: that is what stands in the way.
    let (said, objects) = room.run_json(&["fix"]);
    assert_eq!(said.code, 4, "{said:?}");
    let ladder = of_type(&objects, "ladder");
    assert_eq!(ladder.len(), 1, "{objects:?}");
    let rungs = ladder[0]["rungs"].as_array().unwrap();
    assert!(rungs.iter().all(|rung| rung["minutes"].is_u64() && rung["level"].is_u64()));
    assert_eq!(of_type(&objects, "rung").len(), 1);
}

#[test]
fn the_environment_is_reset_step_by_step_until_a_backup_runs() {
    let room = Room::new();
    let phone = room.simulator("trust-lost", &["trust.after_s=0"]);
    let words = ["fix", "reset-backup-environment", "--yes", "2"];
    let (said, objects) = phone.run_json(&room, &words);
    assert_eq!(said.code, 0, "{said:?}");
    let last = result(&objects);
    assert_eq!(last["outcome"], "done", "{last}");
    assert!(last["after"]["version"].is_string());
    assert_eq!(room.versions(&room.path("backups")).len(), 1);
}

/// A program that ends the simulated iPhone and begins a healthy one at the same address. It
/// leaves its number in the file `healthy`.
#[cfg(unix)]
fn healer(room: &Room, phone: &Simulator) -> String {
    let text = format!(
        "kill -KILL {}\n'{}' simulate --listen {} --scenario healthy </dev/null >/dev/null 2>&1 &\n\
         echo $! >'{}'",
        phone.id(),
        env!("CARGO_BIN_EXE_unstuck"),
        phone.address,
        room.path("healthy").display(),
    );
    script(room, &text).to_str().unwrap().to_owned()
}

#[cfg(unix)]
#[test]
fn a_reset_stops_at_the_first_step_that_helps() {
    let room = Room::new();
    let phone = room.simulator("usbmuxd-silent", &[]);
    let healer = healer(&room, &phone);
    let words = ["fix", "reset-backup-environment", "--yes", "2", "--supervisor", &healer];
    let (said, objects) = phone.run_json(&room, &[&words[..], &["--patience", "0.3"]].concat());
    let healthy = std::fs::read_to_string(room.path("healthy")).unwrap();
    crate::interrupt::interrupt(healthy.trim().parse().unwrap(), "KILL");
    assert_eq!(said.code, 0, "{said:?}");
    let last = result(&objects);
    let steps = last["after"]["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 1, "it stops as soon as a backup runs: {last}");
    assert_eq!(steps[0]["remedy"], "restart-host-service");
    assert!(last["headline"].as_str().unwrap().contains("runs again"), "{last}");
    assert_eq!(room.versions(&room.path("backups")).len(), 1);
    assert_eq!(events(&room), ["planned", "done"]);
}

#[test]
fn a_reset_that_does_not_help_says_so_and_every_backup_is_as_it_was() {
    let room = Room::new();
    let phone = room.simulator("healthy", &[]);
    assert_eq!(phone.run(&room, &["backup", "--no-encryption"]).code, 0);
    let versions = room.versions(&room.path("backups"));
    drop(phone);
    let phone = room.simulator("backup-service-forbidden", &["trust.answer=\"trust\""]);
    let words = ["fix", "reset-backup-environment", "--yes", "2", "--patience", "0.1"];
    let (said, objects) = phone.run_json(&room, &words);
    assert_eq!(said.code, 1, "{said:?}");
    let notes = of_type(&objects, "note");
    assert!(notes.iter().any(|note| note["version"].is_string()), "the copy is named first");
    assert!(result(&objects)["headline"].as_str().unwrap().contains("All data is kept"));
    assert_eq!(room.versions(&room.path("backups")), versions);
    assert_eq!(room.run(&["verify", versions[0].to_str().unwrap()]).code, 0);
}

#[test]
fn two_at_once_on_one_phone_end_with_a_sentence() {
    let room = Room::new();
    let phone = room.simulator("trust-never", &[]);
    let mut first = Running::start(rescue(&phone, &room));
    first.wait_for(|object| object["waiting_for"] == "trust");
    let (said, objects) = phone.run_json(&room, &["rescue", "--no-encryption"]);
    assert_eq!(said.code, 1, "{said:?}");
    let last = result(&objects);
    assert_eq!(last["headline"], "Another Unstuck is helping this iPhone just now.");
    let said = phone.run(&room, &["fix", "wifi-sync-on", "--yes", "2"]);
    assert_eq!(said.code, 1, "{said:?}");
    crate::interrupt::interrupt(first.id(), "INT");
    #[cfg(unix)]
    assert_eq!(first.finish().0.code(), Some(130));
    assert_eq!(phone.run(&room, &["undo", "--list"]).code, 0);
}

fn rescue(phone: &Simulator, room: &Room) -> std::process::Command {
    phone.command(room, &["rescue", "--no-encryption"])
}

#[test]
fn room_is_measured_and_only_ever_planned() {
    let room = Room::new();
    let phone = room.simulator("healthy", &[]);
    let (said, objects) = phone.run_json(&room, &["fix", "free-host-space", "--yes", "3"]);
    assert_eq!(said.code, 4, "{said:?}");
    let notes = of_type(&objects, "note");
    let measured = notes.iter().find(|note| note["free_bytes"].is_u64());
    let measured = measured.unwrap_or_else(|| panic!("{objects:?}"));
    assert_eq!((&measured["versions"], &measured["could_go"]), (&0.into(), &Value::Array(vec![])));
    assert_eq!(result(&objects)["outcome"], "needs-you");
}
