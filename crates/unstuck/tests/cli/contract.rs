//! What scripts rely on: exit codes and the last object, for each way a backup ends.

use serde_json::Value;

use crate::room::{Room, result};

/// All types of objects a backup may print (docs/contracts.md 3).
const TYPES: [&str; 17] = [
    "cloning",
    "file_error",
    "found",
    "lost",
    "note",
    "origin",
    "password",
    "phase",
    "progress",
    "proving",
    "pulse",
    "refused",
    "result",
    "resumed",
    "space_missing",
    "stall",
    "unknown_message",
];

/// Runs a backup of a scenario and checks what holds for every one.
fn back_up(scenario: &str, arguments: &[&str]) -> (i32, Value, Vec<Value>) {
    let room = Room::new();
    let simulated = format!("--simulated={scenario}");
    let all = [&["backup", &simulated, "--no-encryption"], arguments].concat();
    let (said, objects) = room.run_json(&all);
    for object in &objects {
        let kind = object["type"].as_str().unwrap();
        assert!(TYPES.contains(&kind), "{scenario}: {object}");
    }
    let percents: Vec<f64> =
        objects.iter().filter_map(|object| object["percent"].as_f64()).collect();
    assert!(percents.is_sorted(), "{scenario}: the bar fell: {percents:?}");
    let last = result(&objects);
    assert_eq!(last["exit_code"], said.code, "{scenario}: {last}");
    let outcome = match said.code {
        0 => "complete",
        3 => "partial",
        _ => "failed",
    };
    assert_eq!(last["outcome"], outcome, "{last}");
    assert_eq!(last["version"].is_string(), outcome != "failed", "{last}");
    assert!(last["headline"].as_str().unwrap().ends_with('.'), "{last}");
    for key in ["files", "bytes"] {
        assert!(last[key].is_u64(), "{scenario}: {key}: {last}");
    }
    assert!(last["verified"].is_boolean());
    if outcome == "failed" {
        assert!(last["next"].is_string(), "{scenario}: nothing to do next: {last}");
        assert!(room.versions(&room.path("simulated")).is_empty());
    }
    (said.code, last.clone(), objects)
}

#[test]
fn a_healthy_backup_tells_its_phases_and_is_verified() {
    let (code, last, objects) = back_up("healthy", &[]);
    assert_eq!((code, &last["verified"], &last["cause"]), (0, &Value::from(true), &Value::Null));
    let phases: Vec<&str> = objects.iter().filter_map(|object| object["phase"].as_str()).collect();
    let all = [
        "connecting",
        "preparing",
        "receiving",
        "moving",
        "removing",
        "verifying",
        "sealing",
        "done",
    ];
    assert_eq!(phases, all);
}

#[test]
fn ends_that_come_at_once_have_their_codes_and_causes() {
    let ends = [
        ("unreadable-files", 3, "device-software"),
        ("passcode-dismissed", 4, "device-locked-passcode"),
        ("disk-full", 7, "host-disk-full"),
        ("error-104", 10, "device-software"),
        ("error-105", 7, "host-disk-full"),
        ("error-205", 10, "backup-corrupt"),
        ("error-207", 9, "encryption-password"),
        ("error-208", 4, "device-locked-passcode"),
        ("error-211", 10, "device-locked-passcode"),
    ];
    for (scenario, code, cause) in ends {
        let (found, last, _) = back_up(scenario, &[]);
        assert_eq!((found, last["cause"].as_str()), (code, Some(cause)), "{scenario}: {last}");
    }
}

/// Half an hour becomes 18 seconds.
const HASTE: [&str; 2] = ["--patience", "0.01"];

#[test]
fn a_passcode_nobody_types_is_not_waited_for_for_ever() {
    let (code, last, _) = back_up("passcode-never", &HASTE);
    assert_eq!((code, last["cause"].as_str()), (4, Some("device-locked-passcode")), "{last}");
}

#[test]
fn trust_nobody_gives_is_not_waited_for_for_ever() {
    let (code, last, _) = back_up("trust-never", &HASTE);
    assert_eq!((code, last["cause"].as_str()), (4, Some("pairing-trust")), "{last}");
}

#[test]
fn a_phone_nobody_unlocks_is_not_waited_for_for_ever() {
    let (code, last, _) = back_up("locked", &HASTE);
    assert_eq!((code, last["cause"].as_str()), (4, Some("device-locked-passcode")), "{last}");
}

#[test]
fn a_phone_that_does_not_come_back_ends_the_run() {
    let (code, last, _) = back_up("unplugged-for-good", &HASTE);
    assert_eq!((code, last["cause"].as_str()), (6, Some("cable-port-hub")), "{last}");
}

#[test]
fn an_answer_refused_on_the_phone_is_an_answer() {
    let (code, last, _) = back_up("trust-refused", &[]);
    assert_eq!((code, last["cause"].as_str()), (4, Some("pairing-trust")));
}

#[test]
fn files_the_phone_cannot_read_are_named() {
    let (_, last, objects) = back_up("unreadable-files", &[]);
    let errors: Vec<_> = objects.iter().filter(|object| object["type"] == "file_error").collect();
    assert_eq!((errors.len(), last["file_errors"].as_u64()), (3, Some(3)));
    for error in errors {
        assert!(error["path"].as_str().unwrap().starts_with("/var/"), "{error}");
        assert!(error["code"].is_i64() && error["text"].is_string());
    }
}

#[test]
fn wrong_use_is_code_two_and_says_how_it_is_used() {
    let room = Room::new();
    for arguments in [&["no-such-command"][..], &["backup", "--no-such-flag"], &["verify"]] {
        let said = room.run(arguments);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains("Usage"), "{said:?}");
    }
    let said = room.run(&["devices", "--simulated=no-such-scenario"]);
    assert_eq!(said.code, 2);
    assert!(said.out.contains("simulate --list"), "{said:?}");
}
