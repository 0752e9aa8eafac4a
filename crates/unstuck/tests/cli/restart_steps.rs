//! `restart-steps`: the right buttons for the device at hand, and never a wait.

use serde_json::Value;

use crate::room::Room;

fn steps(room: &Room, model: &str) -> Value {
    let (said, objects) = room.run_json(&["restart-steps", model]);
    assert_eq!(said.code, 0, "{model}: {said:?}");
    assert_eq!(objects.len(), 1);
    objects[0].clone()
}

#[test]
fn a_model_is_found_by_any_name_and_gets_its_own_buttons() {
    let room = Room::new();
    let wanted = [
        ("iPhone 13 mini", "iphone-no-home", "volume-up-volume-down-side"),
        ("iPhone14,4", "iphone-no-home", "volume-up-volume-down-side"),
        ("iphone 7 plus", "iphone-7", "volume-down-side"),
        ("  IPHNOE  6s ", "iphone-6", "home-top-or-side"),
        ("iphone se 1st generation", "iphone-5", "home-top-or-side"),
        ("ipad 9th gen", "ipad-home", "ipad-home-top"),
        ("ipad pro 11 m4", "ipad-no-home", "ipad-volume-near-far-top"),
        ("ipod touch 7th", "ipod-7", "ipod7-top-volume-down"),
        ("iphone-8-se", "iphone-8-se", "volume-up-volume-down-side"),
    ];
    for (name, family, gesture) in wanted {
        let object = steps(&room, name);
        assert_eq!(object["type"], "restart_steps");
        assert_eq!((&object["family"], &object["gesture"]), (&family.into(), &gesture.into()));
        let last = object["steps"].as_array().unwrap().last().unwrap();
        assert_eq!(last["press"], "hold", "{name}: {last}");
        assert!(last["hold_seconds"][1].as_u64().unwrap() < 30, "{last}");
        assert!(object["svg"].as_str().unwrap().contains("class=\"step step-1 "));
    }
    // Words need no quotes.
    let said = room.run(&["restart-steps", "iphone", "13", "mini"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.starts_with("Force restart: iPhone 13 mini\n"), "{}", said.out);
}

#[test]
fn the_page_says_all_that_a_frightened_person_asks() {
    let room = Room::new();
    for (name, snapshot) in [
        ("iPhone 16 Pro", "iphone-16-pro"),
        ("iPhone 6s", "iphone-6s"),
        ("iPad mini 6th gen", "ipad-mini-6"),
    ] {
        let said = room.run(&["restart-steps", name]);
        assert_eq!(said.code, 0, "{said:?}");
        for words in ["Nothing that is stored is lost", "passcode", "If not", "HOLD", "Softer"] {
            assert!(said.out.contains(words), "{name}: {words}: {}", said.out);
        }
        insta::assert_snapshot!(snapshot, said.out);
    }
    let camera = |name| room.run(&["restart-steps", name]).out.contains("Camera Control");
    assert!(camera("iPhone 16 Pro") && !camera("iPhone 13"));
}

#[test]
fn the_phone_that_is_connected_is_asked_and_the_softer_way_comes_first() {
    let room = Room::new();
    let (said, objects) = room.run_json(&["restart-steps", "--simulated"]);
    assert_eq!(said.code, 0, "{said:?}");
    let object = &objects[0];
    assert_eq!((&object["known_by"], &object["answers"]), (&"connected".into(), &true.into()));
    assert!(object["product_type"].as_str().unwrap().starts_with("iPhone"), "{object}");
    assert!(object["ios_version"].is_string());
    let said = room.run(&["restart-steps", "--simulated"]);
    assert!(said.out.contains("still answers"), "{}", said.out);
    assert!(said.out.contains("Settings > General > Shut Down"), "{}", said.out);

    let simulator = room.simulator("two-phones", &[]);
    assert_eq!(simulator.run(&room, &["restart-steps"]).code, 2);
    let said = simulator.run(&room, &["restart-steps", "--device", &simulator.phones[1]]);
    assert_eq!(said.code, 0, "{said:?}");
    let said = simulator.run(&room, &["restart-steps", "--device", "00008110-0"]);
    assert_eq!(said.code, 5, "{said:?}");
}

#[test]
fn with_nothing_to_go_by_the_families_are_listed_and_nobody_waits() {
    let room = Room::new();
    let said = room.run(&["restart-steps", "--count"]);
    assert_eq!(said.code, 4, "{said:?}");
    insta::assert_snapshot!("families", said.out);
    let (said, objects) = room.run_json(&["restart-steps"]);
    assert_eq!((said.code, &objects[0]["type"]), (4, &"restart_choice".into()));
    let families = objects[0]["families"].as_array().unwrap();
    assert_eq!(families.len(), 10);
    for family in families {
        let said = room.run(&["restart-steps", family["family"].as_str().unwrap()]);
        assert_eq!(said.code, 0, "{said:?}");
    }
    // A name that fits several that are restarted differently lists those alone.
    let (said, objects) = room.run_json(&["restart-steps", "iphone se"]);
    assert_eq!((said.code, objects[0]["families"].as_array().unwrap().len()), (4, 2));
    // Counting never waits where nobody sits.
    assert_eq!(room.run(&["restart-steps", "iPhone 13", "--count"]).code, 0);
}

#[test]
fn an_unknown_model_is_wrong_use_and_says_how_to_go_on() {
    let room = Room::new();
    let long = "x".repeat(50_000);
    for name in ["Galaxy S24", "iphone 99", long.as_str(), "\u{202e}\u{1F4F1}"] {
        let said = room.run(&["restart-steps", name]);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.out.contains("restart-steps any") && said.out.len() < 2000, "{said:?}");
    }
}

#[test]
fn the_drawing_goes_to_a_new_file_or_out_and_no_file_is_written_over() {
    let room = Room::new();
    let printed = room.run(&["restart-steps", "iPhone 13", "--svg", "-"]);
    assert_eq!(printed.code, 0);
    assert!(printed.out.starts_with("<svg ") && printed.out.ends_with("</svg>\n"));
    let path = room.path("drawing.svg");
    let arguments = ["restart-steps", "iPhone 13", "--svg", path.to_str().unwrap()];
    let said = room.run(&arguments);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), printed.out);
    std::fs::write(&path, "mine").unwrap();
    let said = room.run(&arguments);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.out.contains("left alone"), "{said:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
}

/// That is when a forced restart is wanted most: it hangs, and cannot say what it is.
#[test]
fn a_phone_that_hangs_is_known_from_its_backups_or_else_chosen() {
    let room = Room::new();
    let ask = |simulator: &crate::room::Simulator| {
        simulator.run_json(&room, &["restart-steps", "--patience", "0.02"])
    };
    let hanging = room.simulator("lockdown-silent", &[]);
    let (said, objects) = ask(&hanging);
    assert_eq!((said.code, &objects[0]["type"]), (4, &"restart_choice".into()), "{said:?}");
    assert!(objects[0]["text"].as_str().unwrap().contains("hangs"), "{}", objects[0]);
    let healthy = room.simulator("healthy", &[]);
    assert_eq!(healthy.phones, hanging.phones);
    assert_eq!(healthy.run(&room, &["backup", "--no-encryption"]).code, 0);
    let (said, objects) = ask(&hanging);
    assert_eq!((said.code, &objects[0]["known_by"]), (0, &"remembered".into()), "{said:?}");
    assert_eq!(objects[0]["answers"], false);
}
