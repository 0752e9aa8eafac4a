//! Finding phones: none, one, several, over a Unix socket, over Wi-Fi.

use crate::room::{Room, Simulator, result};

#[test]
fn no_daemon_and_no_phone_are_code_five_with_what_to_do() {
    let room = Room::new();
    for command in ["devices", "backup", "rescue"] {
        let said = room.run(&[command]);
        assert_eq!(said.code, 5, "{command}: {said:?}");
        assert!(said.out.contains("Next"), "{command}: {said:?}");
    }
}

#[test]
fn a_silent_service_is_blamed_and_not_the_phone() {
    let room = Room::new();
    let arguments = ["devices", "--simulated", "usbmuxd-silent", "--patience", "0.05"];
    let said = room.run(&arguments);
    assert_eq!(said.code, 6, "{said:?}");
    assert!(said.out.contains("service for iPhones on this computer does not answer"), "{said:?}");
}

#[test]
fn an_address_that_is_none_is_wrong_use() {
    let room = Room::new();
    let said = crate::room::finish(
        room.command(&["devices"]).env("USBMUXD_SOCKET_ADDRESS", "nonsense").spawn().unwrap(),
    );
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.out.contains("HOST:PORT"), "{said:?}");
}

#[test]
fn several_phones_are_listed_and_one_must_be_named() {
    let room = Room::new();
    let simulator = room.simulator("two-phones", &[]);
    let (said, objects) = simulator.run_json(&room, &["devices"]);
    assert_eq!(said.code, 0);
    let mut found: Vec<&str> = objects.iter().filter_map(|one| one["udid"].as_str()).collect();
    let mut phones: Vec<&str> = simulator.phones.iter().map(String::as_str).collect();
    found.sort_unstable();
    phones.sort_unstable();
    assert_eq!(found, phones);

    let (said, objects) = simulator.run_json(&room, &["backup", "--no-encryption"]);
    assert_eq!((said.code, result(&objects)["exit_code"].as_i64()), (2, Some(2)));
    let second = &simulator.phones[1];
    let (said, objects) =
        simulator.run_json(&room, &["backup", "--no-encryption", "--device", second]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(result(&objects)["path"].as_str().unwrap().contains(second.as_str()));
    let said = simulator.run(&room, &["backup", "--device", "00008110-0000000000000000"]);
    assert_eq!(said.code, 5, "{said:?}");
}

#[test]
fn over_wifi_only_when_allowed() {
    let room = Room::new();
    let simulator = room.simulator("wifi", &[]);
    let said = simulator.run(&room, &["backup", "--no-encryption"]);
    assert_eq!(said.code, 5);
    assert!(said.out.contains("--wifi"), "{said:?}");
    let said = simulator.run(&room, &["backup", "--no-encryption", "--wifi"]);
    assert_eq!(said.code, 0, "{said:?}");
}

#[cfg(unix)]
#[test]
fn a_daemon_on_a_unix_socket_is_found_in_both_spellings() {
    let room = Room::new();
    let path = room.path("mux");
    let address = format!("UNIX:{}", path.display());
    let simulator = Simulator::start(&room, &address, "healthy", &[]);
    assert_eq!(simulator.run(&room, &["devices"]).code, 0);
    let bare = room.command(&["devices"]).env("USBMUXD_SOCKET_ADDRESS", &path).spawn().unwrap();
    assert_eq!(crate::room::finish(bare).code, 0);
}

#[test]
fn scenarios_are_listed_with_what_happens_in_them() {
    let room = Room::new();
    let (said, objects) = room.run_json(&["simulate", "--list"]);
    assert_eq!(said.code, 0);
    assert!(objects.len() >= 28);
    for one in objects {
        assert!(one["name"].is_string() && one["about"].as_str().unwrap().ends_with('.'), "{one}");
    }
}

/// The phone is in no daemon's list. It is found by its announcement, known by the pair record,
/// and only when Wi-Fi is allowed.
#[test]
fn a_phone_that_announces_itself_is_found_without_a_daemon_that_knows_it() {
    let room = Room::new();
    let port = crate::room::free_udp_port().to_string();
    let simulator = Simulator::announced(&room, "wifi-announced", &port);
    let udid = simulator.phones[0].clone();
    let asked = ["backup", "--no-encryption", "--device", &udid];
    assert_eq!(simulator.run(&room, &asked).code, 5);

    let over_the_air = [&asked[..], &["--wifi", "--mdns-port", &port]].concat();
    let (said, objects) = simulator.run_json(&room, &over_the_air);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(result(&objects)["verified"], true);
    let found = objects.iter().find(|one| one["type"] == "found").unwrap();
    assert_eq!(found["transport"], "wifi");

    // The next time nobody has to name it: its backups are here.
    let again = ["backup", "--no-encryption", "--wifi", "--mdns-port", &port];
    assert_eq!(simulator.run(&room, &again).code, 0);
}
