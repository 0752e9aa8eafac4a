//! `backup --all`: every phone side by side, and none in another's way.

use serde_json::Value;

use crate::room::{Room, Running, result};

fn of<'a>(objects: &'a [Value], udid: &str, kind: &str) -> Vec<&'a Value> {
    objects.iter().filter(|one| one["udid"] == udid && one["type"] == kind).collect()
}

#[test]
fn every_phone_gets_its_backup_and_its_own_lines() {
    let room = Room::new();
    let simulator = room.simulator("two-phones", &[]);
    let (said, objects) = simulator.run_json(&room, &["backup", "--all", "--no-encryption"]);
    assert_eq!(said.code, 0, "{said:?}");
    for udid in &simulator.phones {
        let [ended] = of(&objects, udid, "result")[..] else { panic!("{udid}: {said:?}") };
        assert_eq!((&ended["exit_code"], &ended["verified"]), (&0.into(), &true.into()), "{ended}");
        assert!(ended["path"].as_str().unwrap().contains(udid.as_str()), "{ended}");
        assert!(of(&objects, udid, "phase").len() > 3, "{said:?}");
    }
    let phones = result(&objects)["phones"].as_array().unwrap();
    assert_eq!(phones.len(), 2);

    let said = simulator.run(&room, &["backup", "--all", "--no-encryption"]);
    assert_eq!(said.code, 0, "{said:?}");
    let named = said.err.lines().filter(|line| line.starts_with("Ada's iPhone 2: ")).count();
    assert!(named > 3, "each line names its phone: {said:?}");
    assert!(said.out.contains("2 of 2 iPhones are backed up."), "{said:?}");
}

#[test]
fn one_that_fails_does_not_disturb_the_others() {
    let room = Room::new();
    let simulator = room.simulator("three-phones-one-refuses", &[]);
    let (said, objects) = simulator.run_json(&room, &["backup", "--all", "--no-encryption"]);
    assert_eq!(said.code, 10, "{said:?}");
    let codes: Vec<i64> = simulator
        .phones
        .iter()
        .map(|udid| of(&objects, udid, "result")[0]["exit_code"].as_i64().unwrap())
        .collect();
    assert_eq!(codes, [0, 10, 0]);
    assert_eq!(result(&objects)["exit_code"], 10);
}

#[test]
fn all_and_one_at_the_same_time_is_wrong_use() {
    let room = Room::new();
    assert_eq!(room.run(&["backup", "--all", "--device", "x"]).code, 2);
    assert_eq!(room.run(&["backup", "--all"]).code, 5);
}

#[cfg(unix)]
#[test]
fn an_interruption_stops_all_of_them_in_order() {
    let room = Room::new();
    let simulator = room.simulator("two-phones", &["pace.bytes_per_second=200000"]);
    let arguments = ["backup", "--all", "--no-encryption"];
    let mut running = Running::start(simulator.command(&room, &arguments));
    running.wait_for(|one| one["files"].as_u64().is_some_and(|files| files > 5));
    let asked = std::time::Instant::now();
    crate::interrupt::interrupt(running.id(), "INT");
    let (status, last) = running.finish();
    assert!(asked.elapsed() < std::time::Duration::from_secs(2));
    assert_eq!(status.code(), Some(130), "{last}");
    assert_eq!(last["phones"].as_array().unwrap().len(), 2, "{last}");
}
