//! `look --case` and `explain`: what scripts read, what people see, and that nothing private
//! leaves through `--save`.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::room::{Room, finish};

const CASE: &str = r#"{
    "report": "The backup stops half way. Finder says there is not enough room on this Mac.",
    "log": ["ErrorCode 105: Insufficient free disk space on drive to back up (MBErrorDomain/105)"],
    "facts": {"host_free_bytes": 2000000000, "backup_size_bytes": 60000000000},
    "tool": "finder", "method": "usb", "mine": {"kept": true}, "cause": "power"
}"#;

fn look(case: &str) -> Value {
    let room = Room::new();
    let file = room.file("case.json", case);
    let (said, objects) = room.run_json(&["look", "--case", file.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(objects.len(), 1);
    objects[0].clone()
}

#[test]
fn the_object_is_as_promised() {
    let object = look(CASE);
    assert_eq!(object["type"], "diagnosis");
    let causes = object["causes"].as_array().unwrap();
    let chances: Vec<f64> =
        causes.iter().map(|cause| cause["probability"].as_f64().unwrap()).collect();
    assert_eq!(causes.len(), 21);
    assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-6);
    assert!(chances.is_sorted_by(|a, b| a >= b));
    assert!(causes.iter().any(|cause| cause["id"] == "unknown"));
    // The answer that stands beside the case ("power") is not read.
    assert_eq!(causes[0]["id"], "host-disk-full");
    let why = &causes[0]["why"][0];
    assert!(why["evidence"].is_string() && why["says"].is_string() && why["weight"].is_f64());
    let next = &object["next"];
    assert!(next["remedy"].is_string() && next["level"].is_u64() && next["minutes"].is_u64());
    assert_eq!(next["data_risk"], "none");
    assert!(!next["steps"].as_array().unwrap().is_empty() && next["check"].is_string());
    assert_eq!(object["ladder"][0], next["remedy"]);
    assert!(object["ask"].is_null() || object["ask"]["answers"].is_array());
    assert!(object["never"][0]["remedy"].is_string() && object["never"][0]["why"].is_string());
}

#[test]
fn people_see_what_why_and_what_next() {
    let room = Room::new();
    let file = room.file("case.json", CASE);
    let said = room.run(&["look", "--case", file.to_str().unwrap()]);
    for word in ["the disk for the backup is full", "Saw", "Next", "Never", "unstuck explain"] {
        assert!(said.out.contains(word), "{word}: {}", said.out);
    }
    let all = room.run(&["look", "--verbose", "--case", file.to_str().unwrap()]);
    assert!(all.out.contains("facts.host_free_bytes = 2000000000"), "{}", all.out);
}

#[test]
fn standard_input_and_plain_logs_are_read_too() {
    let room = Room::new();
    let mut command = room.command(&["look", "--case", "-", "--json"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let log = b"Waiting\n*** Waiting for passcode to be entered on the device ***\n\xff\xfe\0";
    child.stdin.take().unwrap().write_all(log).unwrap();
    let said = finish(child);
    let object: Value = serde_json::from_str(said.out.trim()).unwrap();
    assert_eq!(object["causes"][0]["id"], "device-locked-passcode");
    assert_eq!(object["verdict"], "waiting-for-person");
}

#[test]
fn of_an_empty_case_it_says_that_nothing_can_be_told_yet() {
    let object = look("{}");
    assert_eq!(object["causes"][0]["id"], "unknown");
    assert!(object["ask"]["question"].is_string());
    let never: Vec<&str> =
        object["never"].as_array().unwrap().iter().map(|n| n["remedy"].as_str().unwrap()).collect();
    assert!(never.contains(&"erase-restore") && never.contains(&"delete-old-backup"));
}

#[test]
fn a_saved_case_holds_nothing_private_and_leads_to_the_same_cause() {
    let secrets = [
        "00008101-000B45491178001E",
        "fe:ed:fa:ce:00:17",
        "192.168.77.31",
        "marguerite.duchamp@example.org",
        "Marguerite",
        "HomeNet-5G-Duchamp",
        "F2LZK1ABCDEF",
    ];
    let case = serde_json::json!({
        "report": format!("Marguerite's iPhone ({}) is stuck, there is not enough room on the \
                   disk, write to {}", secrets[0], secrets[3]),
        "log": [
            format!("lockdownd: connected to {} at {}", secrets[0], secrets[2]),
            format!("Wi-Fi address {}", secrets[1]),
            "ErrorCode 105: Insufficient free disk space on drive to back up (MBErrorDomain/105)",
        ],
        "facts": {"ssid": secrets[5], "serial_number": secrets[6], "device_name": "Marguerite"},
        "tool": "idevicebackup2", "method": "usb",
    });
    let room = Room::new();
    let file = room.file("case.json", &case.to_string());
    let saved = room.path("shared.json");
    let (file, saved) = (file.to_str().unwrap(), saved.to_str().unwrap());
    let said = room.run(&["look", "--case", file, "--save", saved]);
    assert_eq!(said.code, 0, "{}", said.err);
    let text = std::fs::read_to_string(saved).unwrap();
    for secret in secrets {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    let again = look(&text);
    assert_eq!(again["causes"][0]["id"], "host-disk-full");
}

#[test]
fn a_case_that_is_not_there_is_wrong_use() {
    let room = Room::new();
    let said = room.run(&["look", "--case", "no-such-file"]);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.out.contains("Next"), "{}", said.out);
}

#[test]
fn everything_can_be_explained() {
    let room = Room::new();
    for id in ["host-disk-full", "S001", "cable-port", "105", "mb:22", "-54", "0xE8000065"] {
        let said = room.run(&["explain", id]);
        assert_eq!(said.code, 0, "{id}: {}", said.out);
        assert!(said.out.starts_with("# "), "{id}: {}", said.out);
    }
    let (said, objects) = room.run_json(&["explain", "105"]);
    assert_eq!((said.code, &objects[0]["type"]), (0, &Value::from("page")));
    let said = room.run(&["explain", "disk-full"]);
    assert_eq!(said.code, 2);
    assert!(said.out.contains("host-disk-full"), "{}", said.out);
    let (_, ids) = room.run_json(&["explain"]);
    assert!(ids.len() > 500 && ids.iter().all(|id| id["kind"].is_string()));
}
