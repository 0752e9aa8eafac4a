//! The ladder through the binary: what is done by itself, what needs a yes, what needs a person.

use serde_json::Value;
use unstuck_manifest::plists::{BackupState, SnapshotState};
use unstuck_manifest::{Recipe, StatusPlist};

use crate::room::{Room, finish, objects_of, result};

fn rungs(objects: &[Value]) -> Vec<&Value> {
    objects.iter().filter(|object| object["type"] == "rung").collect()
}

#[test]
fn a_phone_that_needs_a_restart_is_restarted_with_consent_and_the_backup_is_made() {
    let room = Room::new();
    let phone = room.simulator("snapshot-left-over", &["restart_s=1"]);
    let words = ["rescue", "--no-encryption", "--yes", "2"];
    let (said, objects) = phone.run_json(&room, &words);
    assert_eq!(said.code, 0, "{said:?}");
    let rungs = rungs(&objects);
    assert_eq!(rungs.len(), 1, "{rungs:?}");
    assert_eq!(
        (&rungs[0]["remedy"], &rungs[0]["by"]),
        (&"normal-restart".into(), &"unstuck".into())
    );
    assert_eq!(rungs[0]["cause"], "device-software");
    let last = result(&objects);
    assert_eq!((&last["outcome"], &last["verified"]), (&"complete".into(), &true.into()));
    let results = objects.iter().filter(|object| object["type"] == "result");
    assert_eq!(results.count(), 1, "only the last word is a result");
    assert_eq!(room.versions(&room.path("backups")).len(), 1);
    assert_eq!(last["ending"], "backed-up");
    let page = std::fs::read_to_string(last["report"].as_str().unwrap()).unwrap();
    assert!(page.starts_with("<!doctype html>") && !page.contains("http"), "{page}");
    assert!(page.contains("Restart the phone") && page.contains("by Unstuck"), "{page}");
    assert!(!page.contains(&phone.phones[0]), "nothing private");
    let case = last["case_file"].as_str().unwrap();
    assert_eq!(room.run(&["look", "--case", case]).code, 0);
}

#[test]
fn without_consent_and_somebody_to_ask_nothing_is_done_to_the_phone() {
    let room = Room::new();
    let phone = room.simulator("snapshot-left-over", &["restart_s=1"]);
    let (said, objects) = phone.run_json(&room, &["rescue", "--no-encryption"]);
    assert_eq!(said.code, 10, "{said:?}");
    let rungs = rungs(&objects);
    assert_eq!(rungs.len(), 1, "it is said what could be done");
    assert_eq!((&rungs[0]["level"], &rungs[0]["data_risk"]), (&2.into(), &"none".into()));
    assert_eq!(result(&objects)["exit_code"], 10);
    assert_eq!(result(&objects)["ending"], "needs-you");
    assert!(result(&objects)["report"].is_null(), "nothing was tried");
    assert_eq!(phone.run(&room, &["backup", "--no-encryption"]).code, 10, "it was not restarted");
}

#[test]
fn what_only_a_person_can_do_is_shown_step_by_step() {
    let room = Room::new();
    let phone = room.simulator("phone-full", &[]);
    let said = phone.run(&room, &["rescue", "--no-encryption", "--yes", "3"]);
    assert_eq!(said.code, 10, "{said:?}");
    assert!(said.err.contains("For you to do"), "{said:?}");
    assert!(said.err.contains("  1. "), "{said:?}");
}

#[test]
fn where_the_place_does_not_serve_the_backup_goes_on_at_another() {
    let room = Room::new();
    let phone = room.simulator("healthy", &[]);
    let file = room.file("no-folder", "a file where backups should go");
    let to = file.to_str().unwrap();
    let words = ["rescue", "--no-encryption", "--to", to, "--yes", "1"];
    let (said, objects) = phone.run_json(&room, &words);
    assert_eq!(said.code, 0, "{said:?}");
    let act = objects.iter().find(|object| object["type"] == "act").unwrap();
    assert_eq!((&act["remedy"], &act["settled"]), (&"change-target".into(), &"done".into()));
    assert_eq!(act["after"]["place"].as_str(), room.path("backups").to_str());
    assert_eq!(room.versions(&room.path("backups")).len(), 1);
    assert_eq!(result(&objects)["ending"], "backed-up");
}

#[test]
fn a_run_that_broke_off_near_its_end_is_finished_without_the_phone() {
    let room = Room::new();
    let text = "about = \"The cable is pulled while files are moved and stays out.\"\n\
        [[fault]]\nkind = \"unplug\"\nat = { stretch = \"moving\" }\n";
    let scenario = room.file("gone.toml", text);
    let phone = room.simulator(scenario.to_str().unwrap(), &[]);
    let words = ["rescue", "--no-encryption", "--yes", "1", "--patience", "0.02"];
    let (said, objects) = phone.run_json(&room, &words);
    assert_eq!(said.code, 0, "{said:?}");
    let last = result(&objects);
    assert_eq!((&last["by_hand"], &last["ending"]), (&true.into(), &"backed-up".into()));
    let version = last["path"].as_str().unwrap();
    assert_eq!(room.run(&["verify", version]).code, 0);
    assert_eq!(room.versions(&room.path("backups")).len(), 1);
}

#[test]
fn a_phone_that_goes_away_in_the_middle_of_a_rung_leaves_journal_and_backups_whole() {
    let room = Room::new();
    let phone = room.simulator("snapshot-left-over", &["restart_s=86400"]);
    let words = ["rescue", "--no-encryption", "--yes", "2", "--patience", "0.02"];
    let (said, objects) = phone.run_json(&room, &words);
    assert_ne!(said.code, 0, "{said:?}");
    let act = objects.iter().find(|object| object["type"] == "act").unwrap();
    let why = act["why"].as_str().unwrap();
    assert!(why.contains("did not come back") || why.contains("did not"), "{why}");
    let journal = std::fs::read_to_string(room.path("acts.jsonl")).unwrap();
    let events: Vec<Value> =
        journal.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&events[0]["event"], &events[1]["event"]), (&"planned".into(), &"unable".into()));
}

#[test]
fn what_nothing_cures_ends_with_a_page_for_whoever_helps() {
    let room = Room::new();
    let phone = room.simulator("claims-4-gigabytes", &["restart_s=1"]);
    let words = ["rescue", "--no-encryption", "--yes", "3", "--patience", "0.02"];
    let (said, objects) = phone.run_json(&room, &words);
    assert_ne!(said.code, 0, "{said:?}");
    let last = result(&objects);
    assert!(["cannot", "needs-you"].contains(&last["ending"].as_str().unwrap()), "{last}");
    let page = std::fs::read_to_string(last["report"].as_str().unwrap()).unwrap();
    assert!(page.contains("What to take along to a shop"), "{page}");
    assert!(page.contains("No proven backup is kept yet"), "{page}");
}

#[test]
fn where_another_program_has_the_phone_and_writes_its_backup_it_is_left_to_move_by_itself() {
    let room = Room::new();
    let phone = room.simulator("sync-lock-held", &[]);
    let folder = room.lay_down(&Recipe::new("00008110-0000000000000001").build().unwrap());
    let status = folder.join("Status.plist");
    let mut written = StatusPlist::parse(&std::fs::read(&status).unwrap()).unwrap();
    written.snapshot_state = SnapshotState::Uploading;
    written.backup_state = BackupState::New;
    std::fs::write(&status, written.to_bytes()).unwrap();
    let place = folder.parent().unwrap().to_str().unwrap();
    let words = ["rescue", "--no-encryption", "--to", place, "--patience", "0.02"];
    let (said, objects) = phone.run_json(&room, &words);
    assert_ne!(said.code, 0, "{said:?}");
    let last = result(&objects);
    assert_eq!(last["ending"], "moving", "{last}");
    assert!(last["ending_text"].as_str().unwrap().contains("is writing a backup"), "{last}");
}

#[test]
fn what_the_run_itself_ended_with_is_not_guessed_anew() {
    let room = Room::new();
    let phone = room.simulator("backup-service-forbidden", &[]);
    for encrypted in [true, false] {
        let mut words = vec!["rescue", "--yes", "2"];
        words.extend((!encrypted).then_some("--no-encryption"));
        words.push("--json");
        let mut command = phone.command(&room, &words);
        let child = command.env("UNSTUCK_PASSWORD_FILE", room.file("password", "secret"));
        let (said, objects) = objects_of(finish(child.spawn().unwrap()));
        let rungs = rungs(&objects);
        let first = rungs.first().unwrap_or_else(|| panic!("{said:?}"));
        assert_eq!(first["cause"], "mdm-restriction", "{objects:?}");
        assert_eq!(first["remedy"], "ask-admin");
        assert_eq!(result(&objects)["ending"], "needs-you");
    }
}
