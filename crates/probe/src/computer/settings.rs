//! The system itself: which one, where it runs, whether it sleeps, its clock, what serves
//! iPhones on it, what it forbids.

use std::time::SystemTime;

use crate::here::Here;
use crate::recorder::Recorder;
use crate::system;

/// Name, and what stands between it and the USB port.
pub(super) fn system(here: &Here, out: &Recorder) {
    let system = system::of(here);
    if let Some(name) = system.name(here) {
        out.setting("host_os", &name);
    }
    if let Some(surroundings) = system.surroundings(here) {
        out.fact("here.runs_in", surroundings);
    }
}

/// Whether it goes to sleep in the middle of a long backup.
pub(super) fn awake(here: &Here, out: &Recorder) {
    let told = system::of(here).wakefulness(here);
    if let Some(minutes) = told.sleeps_after_minutes {
        out.fact("here.sleeps_after_minutes", minutes);
    }
    if let Some(on_battery) = told.on_battery {
        out.fact("here.computer_unplugged", on_battery);
    }
}

/// A clock that is behind what this computer itself wrote down is wrong: our own program and
/// the system's logs cannot come from the future. Whether it is ahead only others can tell.
pub(super) fn clock(here: &Here, out: &Recorder) {
    let program = std::env::current_exe().ok().and_then(|path| path.metadata().ok());
    let logs = ["/var/log/wtmp", "/var/log/syslog", "/var/log/system.log", "/var/log/lastlog"];
    let logs = logs.iter().filter_map(|path| here.path(path).metadata().ok());
    let newest = logs.chain(program).filter_map(|found| found.modified().ok()).max();
    if let Some(behind) = newest.and_then(|newest| behind(here.now(), newest)) {
        out.fact("here.clock_behind_seconds", behind);
    }
}

/// Seconds; less than a minute is nothing.
fn behind(now: SystemTime, known: SystemTime) -> Option<f64> {
    let seconds = known.duration_since(now).ok()?.as_secs_f64().round();
    (seconds >= 60.0).then_some(seconds)
}

/// Versions of software that serves iPhones.
pub(super) fn versions(here: &Here, out: &Recorder) {
    for (name, version) in system::of(here).versions(here) {
        out.fact(name, version);
    }
}

/// What is forbidden.
pub(super) fn permissions(here: &Here, out: &Recorder) {
    for missing in system::of(here).permissions(here) {
        out.fact(&format!("here.{}", missing.name), missing.granted);
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;
    use crate::here::Kind;
    use crate::recorder::Noted;

    #[test]
    fn a_clock_behind_its_own_logs_is_wrong_and_one_ahead_of_them_is_not() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("var/log")).unwrap();
        std::fs::write(folder.path().join("var/log/wtmp"), "x").unwrap();
        let here = Here::recorded(folder.path(), Kind::Linux);
        let told = |now| Noted::of(|out| clock(&here.clone().at(now), out));
        let wrong = told(UNIX_EPOCH + Duration::from_secs(1_000_000));
        assert!(wrong.number("here.clock_behind_seconds").unwrap() > 1e9);
        let right = told(SystemTime::now() + Duration::from_secs(7));
        assert!(right.is_empty());
    }
}
