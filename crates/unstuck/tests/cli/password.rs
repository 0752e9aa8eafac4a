//! The backup password: set, changed, turned off; never in an argument.

use crate::room::{Room, Said, Simulator, finish, result};

fn with_passwords(simulator: &Simulator, room: &Room, action: &str, lines: &str) -> Said {
    let file = room.file("passwords", lines);
    let mut command = simulator.command(room, &["password", action]);
    finish(command.env("UNSTUCK_PASSWORD_FILE", file).spawn().unwrap())
}

fn is_encrypted(simulator: &Simulator, room: &Room) -> bool {
    let (_, objects) = simulator.run_json(room, &["devices"]);
    objects[0]["backups_encrypted"].as_bool().unwrap()
}

#[test]
fn a_password_is_set_changed_and_turned_off() {
    let room = Room::new();
    let simulator = room.simulator("healthy", &[]);
    assert!(!is_encrypted(&simulator, &room));
    assert_eq!(with_passwords(&simulator, &room, "set", "one\n").code, 0);
    assert!(is_encrypted(&simulator, &room));
    assert_eq!(with_passwords(&simulator, &room, "change", "one\ntwo\n").code, 0);
    let wrong = with_passwords(&simulator, &room, "off", "one\n");
    assert_eq!(wrong.code, 9, "{wrong:?}");
    assert!(is_encrypted(&simulator, &room));
    assert_eq!(with_passwords(&simulator, &room, "off", "two\n").code, 0);
    assert!(!is_encrypted(&simulator, &room));
}

#[test]
fn what_makes_no_sense_is_said_and_changes_nothing() {
    let room = Room::new();
    let simulator = room.simulator("encrypted", &[]);
    assert_eq!(with_passwords(&simulator, &room, "set", "new\n").code, 2);
    let said = with_passwords(&simulator, &room, "change", "simulated\n\n");
    assert_eq!(said.code, 2, "no second line: {said:?}");
    let simulator = room.simulator("healthy", &[]);
    for action in ["change", "off"] {
        assert_eq!(with_passwords(&simulator, &room, action, "old\nnew\n").code, 2);
    }
    let (said, objects) = simulator.run_json(&room, &["password", "set"]);
    assert_eq!(said.code, 4, "nobody to ask: {said:?}");
    assert!(result(&objects)["next"].as_str().unwrap().contains("UNSTUCK_PASSWORD_FILE"));
}

#[test]
fn a_password_is_rehearsed_without_an_iphone() {
    use unstuck_manifest::build::Entry;

    use crate::room::encrypted;

    let room = Room::new();
    let backup = room.lay_down(&encrypted(vec![Entry::file("D", "a", *b"x")]).build().unwrap());
    let rehearse = |password: &str| {
        let arguments = ["password", "rehearse", backup.to_str().unwrap()];
        room.run_json_with(password, &arguments)
    };
    let (said, objects) = rehearse("unstuck-test");
    let tried = objects.iter().find(|object| object["type"] == "tried").unwrap();
    assert_eq!((said.code, tried["outcome"].as_str()), (0, Some("opens")), "{said:?}");
    let (said, objects) = rehearse("not it");
    let tried = objects.iter().find(|object| object["type"] == "tried").unwrap();
    assert_eq!((said.code, tried["outcome"].as_str()), (9, Some("wrong-password")));
    assert!(!said.out.contains("not it"));
    let mut plain = room.command_with("not it", &["password", "rehearse"]);
    let said = crate::room::finish(plain.arg(&backup).spawn().unwrap());
    assert!(said.out.contains("If the password is lost"), "{said:?}");
    assert_eq!(room.run(&["password", "rehearse", backup.to_str().unwrap()]).code, 4);
    // Without a keyring nothing is remembered, and that is said.
    let arguments = ["password", "rehearse", "--remember"];
    let mut command = room.command_with("unstuck-test", &arguments);
    let command = command.arg(&backup).env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    let said = crate::room::finish(command.spawn().unwrap());
    if cfg!(target_os = "linux") {
        assert_eq!((said.code, room.path("remembered").exists()), (1, false), "{said:?}");
    }
}
