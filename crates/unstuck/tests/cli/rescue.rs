//! The ladder through the binary: what is done by itself, what needs a yes, what needs a person.

use serde_json::Value;

use crate::room::{Room, result};

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
