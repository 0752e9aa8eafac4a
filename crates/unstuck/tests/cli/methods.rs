//! `methods`: the ways to back up, with figures of this phone and none made up.

use serde_json::Value;

use crate::room::Room;

fn method<'o>(object: &'o Value, id: &str) -> &'o Value {
    let methods = object["methods"].as_array().unwrap();
    methods.iter().find(|method| method["id"] == id).unwrap()
}

#[test]
fn for_the_phone_at_hand_there_are_ranges_from_what_is_on_it() {
    let room = Room::new();
    let (said, objects) = room.run_json(&["methods", "--simulated", "--upload", "10"]);
    assert_eq!(said.code, 0, "{said:?}");
    let object = &objects[0];
    assert_eq!((objects.len(), &object["type"]), (1, &"methods".into()));
    assert!(object["phone"]["used_bytes"].as_u64().unwrap() > 0, "{object}");
    for id in ["icloud", "apple", "unstuck-cable", "unstuck-wifi"] {
        let method = method(object, id);
        let seconds = method["seconds"].as_array().unwrap();
        assert!(seconds[0].as_u64() < seconds[1].as_u64(), "{method}");
        assert!(method["basis"].as_str().unwrap().contains("at most"), "{method}");
    }
    assert!(method(object, "icloud")["basis"].as_str().unwrap().contains("10 Mbit/s"));
    assert_eq!(object["recommended"]["method"], "unstuck-cable");
}

#[test]
fn with_no_phone_nothing_is_made_up() {
    let room = Room::new();
    let (said, objects) = room.run_json(&["methods"]);
    assert_eq!(said.code, 0, "{said:?}");
    let object = &objects[0];
    assert_eq!(object["phone"], Value::Null);
    for method in object["methods"].as_array().unwrap() {
        assert_eq!(method["seconds"], Value::Null, "{method}");
    }
    let said = room.run(&["methods"]);
    assert!(said.out.starts_with("Take: Unstuck by cable\n"), "{}", said.out);
    assert!(said.out.contains("cannot be told"), "{}", said.out);
    #[cfg(target_os = "linux")]
    insta::assert_snapshot!("methods-without-a-phone", said.out);
    assert_eq!(room.run(&["methods", "--upload", "fast"]).code, 2);
    assert_eq!(room.run(&["methods", "--device", "00008110-0"]).code, 5);
}

#[test]
fn kept_backups_count_and_change_the_advice() {
    let room = Room::new();
    let simulator = room.simulator("wifi", &[]);
    let (_, before) = simulator.run_json(&room, &["methods"]);
    assert_eq!(before[0]["recommended"]["method"], "unstuck-cable");
    assert_eq!(before[0]["phone"]["transport"], "wifi");
    let said = simulator.run(&room, &["backup", "--no-encryption", "--wifi"]);
    assert_eq!(said.code, 0, "{said:?}");
    let (_, after) = simulator.run_json(&room, &["methods"]);
    assert_eq!(after[0]["phone"]["versions"], 1);
    assert_eq!(after[0]["recommended"]["method"], "unstuck-wifi");
    assert!(method(&after[0], "unstuck-wifi")["last"].is_i64());
    // How it came is kept, so that later ones can be told how long they take.
    let version = room.versions(&room.path("backups")).pop().unwrap();
    let seal = std::fs::read_to_string(version.with_file_name("seal")).unwrap();
    let head: Vec<&str> = seal.lines().take_while(|line| !line.is_empty()).collect();
    assert!(head.contains(&"line: wifi"), "{head:?}");
    for key in ["received-bytes: ", "seconds: "] {
        let value = head.iter().find_map(|line| line.strip_prefix(key)).unwrap();
        assert!(value.parse::<u64>().is_ok(), "{head:?}");
    }
}

#[test]
fn a_phone_that_does_not_speak_is_said_to_be_silent() {
    let room = Room::new();
    let simulator = room.simulator("trust-never", &[]);
    let (said, objects) = simulator.run_json(&room, &["methods"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(objects[0]["phone"]["silent"].is_string(), "{}", objects[0]);
    assert_eq!(method(&objects[0], "unstuck-cable")["seconds"], Value::Null);
}
