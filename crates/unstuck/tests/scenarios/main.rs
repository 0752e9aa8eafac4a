//! Every scenario, played: what must hold in all of them, and the table of docs/scenarios.md.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod diagnosed;
mod expected;
mod ladders;
mod rescued;
mod table;

use std::time::Duration;

use unstuck_backup::{GiveUp, Notice, Verdict, WaitingFor};
use unstuck_sim::{DiskFault, HostTrouble, Scenario, Trial};

use expected::{EXPECTED, Expected};

/// Trouble of the host with its name and what happens.
pub(crate) const HOST: [(&str, &str, HostTrouble); 12] = [
    ("clone-fails-once", CLONE, HostTrouble::Disk(fail(700))),
    ("disk-tears-a-write", "one write is cut short and fails", torn()),
    ("disk-writes-short", "one write takes half of its bytes, and says so", short()),
    ("disk-fills-up", "the disk was said to have room, and is full in the middle", full()),
    ("disk-forbids-renames", "every rename fails", renames()),
    ("disk-goes", "the volume is pulled out in the middle of the upload", gone()),
    ("disk-is-slow", "every act of the disk takes a quarter of a second", slow(250)),
    ("disk-is-very-slow", "every act of the disk takes five seconds", slow(5_000)),
    ("file-lost", "a file of the newest version is gone", HostTrouble::LostFile),
    ("byte-rotten", ROTTEN, HostTrouble::RottenByte),
    ("killed", "Unstuck is killed in the middle", HostTrouble::Disk(DiskFault::KillAt(4_500))),
    (
        "power-cut",
        "the power is cut in the middle",
        HostTrouble::Disk(DiskFault::PowerCutAt(4_500)),
    ),
];

const CLONE: &str = "one file of the old version cannot be cloned in the cheapest way";
const ROTTEN: &str =
    "a byte of an old file has rotted; a run reads only what came in, the rest is for scrub";

const fn fail(at: u64) -> DiskFault {
    DiskFault::FailAt(at, std::io::ErrorKind::Other)
}

const fn torn() -> HostTrouble {
    HostTrouble::Disk(DiskFault::TornWriteAt(300))
}

const fn short() -> HostTrouble {
    HostTrouble::Disk(DiskFault::ShortWriteAt(300))
}

const fn full() -> HostTrouble {
    HostTrouble::Disk(DiskFault::FullFrom(4_500))
}

const fn renames() -> HostTrouble {
    HostTrouble::Disk(DiskFault::FailAll("rename", std::io::ErrorKind::CrossesDevices))
}

const fn gone() -> HostTrouble {
    HostTrouble::Disk(DiskFault::GoneFrom(4_500))
}

const fn slow(ms: u64) -> HostTrouble {
    HostTrouble::SlowDisk(Duration::from_millis(ms))
}

/// One row: its name, what happens, and how it went.
pub(crate) struct Played {
    pub(crate) name: &'static str,
    pub(crate) about: String,
    pub(crate) trial: Trial,
}

fn play_all() -> (Vec<Played>, Vec<Played>) {
    let phone = Scenario::names().map(|name| {
        let scenario = Scenario::named(name).unwrap();
        Played { name, about: scenario.about.clone(), trial: Trial::of(&scenario) }
    });
    let host = HOST.iter().map(|(name, about, trouble)| {
        let about = format!("On this computer: {about}.");
        Played { name, about, trial: Trial::of_host(*trouble) }
    });
    (phone.collect(), host.collect())
}

#[test]
fn every_scenario_ends_as_it_should_and_the_table_is_true() {
    let (phone, host) = play_all();
    for played in phone.iter().chain(&host) {
        assert_eq!(played.trial.broken, Vec::<String>::new(), "{}", played.name);
        let expected = EXPECTED.iter().find(|expected| expected.name == played.name);
        let expected = expected.unwrap_or_else(|| panic!("{}: nothing expected", played.name));
        assert_as_expected(played, expected);
    }
    let text = table::document(&phone, &host);
    table::assert_current("docs/scenarios.md", &text);
    let text = diagnosed::document(phone.iter().chain(&host));
    table::assert_current("docs/diagnosis-table.md", &text);
}

fn assert_as_expected(played: &Played, expected: &Expected) {
    let (name, trial) = (played.name, &played.trial);
    let Some(outcome) = &trial.told.outcome else {
        return assert_eq!(expected.exit, None, "{name}: it ended without a word");
    };
    assert_eq!(Some(outcome.exit_code()), expected.exit, "{name}: {:?}", outcome.end);
    assert_eq!(outcome.cause(), expected.cause, "{name}: {:?}", outcome.end);
    if expected.healthy {
        let false_stall = trial.told.notices.iter().find(|(_, notice)| is_stall(notice));
        assert_eq!(false_stall, None, "{name}: a false stall");
    }
    if let Some(within_s) = expected.named_within_s {
        let (after, notice) = trial.named.as_ref().unwrap_or_else(|| panic!("{name}: not named"));
        assert!(after.as_secs_f64() <= within_s, "{name}: {notice:?} after {after:?}");
    }
}

/// A word that says that nothing moves although it should.
fn is_stall(notice: &Notice) -> bool {
    match notice {
        Notice::Stall { reason, .. } => *reason != GiveUp::NoPasscode,
        Notice::Pulse(pulse) => {
            pulse.verdict == Verdict::Stalled && pulse.waiting_for != WaitingFor::OtherProgram
        }
        _ => false,
    }
}

#[test]
fn every_trouble_is_got_over_by_the_cheapest_rungs_or_the_person_learns_why_not() {
    table::assert_current("docs/rescues.md", &rescued::document());
}
