//! Ctrl-C and a polite kill, whatever is going on: everything safe, exit 130.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::room::{Room, Running};

/// Sends a signal to a process.
#[cfg(unix)]
pub(crate) fn interrupt(id: u32, signal: &str) {
    let arguments = [format!("-{signal}"), id.to_string()];
    let sent = std::process::Command::new("kill").args(arguments).status();
    assert!(sent.unwrap().success());
}

#[cfg(not(unix))]
pub(crate) fn interrupt(id: u32, _signal: &str) {
    let id = id.to_string();
    std::process::Command::new("taskkill").args(["/F", "/PID", &id]).status().unwrap();
}

/// Interrupts a backup as soon as it prints what is wanted; then backs up undisturbed.
#[cfg(unix)]
fn stop_when(scenario: &str, set: &[&str], signal: &str, wanted: impl Fn(&Value) -> bool) {
    let room = Room::new();
    let simulator = room.simulator(scenario, set);
    let arguments = ["backup", "--no-encryption"];
    let mut running = Running::start(simulator.command(&room, &arguments));
    running.wait_for(wanted);
    let asked = Instant::now();
    interrupt(running.id(), signal);
    let (status, last) = running.finish();
    assert!(asked.elapsed() < Duration::from_secs(2), "{scenario}: {:?}", asked.elapsed());
    assert_eq!(status.code(), Some(130), "{scenario}: {last}");
    assert_eq!((&last["type"], &last["exit_code"]), (&"result".into(), &130.into()), "{last}");
    drop(simulator);
    let simulator = room.simulator("healthy", &[]);
    let (said, objects) = simulator.run_json(&room, &arguments);
    assert_eq!(said.code, 0, "{scenario}: {said:?}");
    assert_eq!(crate::room::result(&objects)["verified"], true);
}

#[cfg(unix)]
#[test]
fn while_the_passcode_is_waited_for() {
    stop_when("passcode-never", &[], "INT", |one| one["phase"] == "waiting-passcode");
}

#[cfg(unix)]
#[test]
fn while_the_phone_looks_through_itself() {
    stop_when("quiet-scan-silent", &[], "TERM", |one| one["phase"] == "preparing");
}

#[cfg(unix)]
#[test]
fn while_files_come_in() {
    let slow = ["pace.bytes_per_second=500000"];
    stop_when("healthy", &slow, "INT", |one| one["files"].as_u64().is_some_and(|n| n > 20));
}

#[cfg(unix)]
#[test]
fn while_nothing_comes_any_more() {
    stop_when("silence-for-ever", &[], "INT", |one| one["verdict"] == "stalled");
}

#[cfg(unix)]
#[test]
fn while_the_phone_is_gone() {
    stop_when("unplugged-for-good", &[], "HUP", |one| one["type"] == "lost");
}

#[cfg(unix)]
#[test]
fn while_trust_is_waited_for() {
    stop_when("trust-never", &[], "INT", |one| one["waiting_for"] == "trust");
}

#[cfg(unix)]
#[test]
fn while_the_phone_is_locked() {
    stop_when("locked", &[], "INT", |one| one["waiting_for"] == "unlock");
}
