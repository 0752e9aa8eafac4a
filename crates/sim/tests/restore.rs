//! The restore as a machine, against the simulated phone, in virtual time.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::Duration;

use unstuck_backup::restore::{
    PhoneState, RestoreAction, RestoreConfig, RestoreEnd, RestoreOutcome, RestorePhase, RestoreRun,
};
use unstuck_backup::{Deadlines, GiveUp, Notice, Sign, Verdict, WaitingFor};
use unstuck_sim::agent::Agent;
use unstuck_sim::phone::SharedPhone;
use unstuck_sim::{Scenario, World, WorldConfig};
use unstuck_vault::shelf::{Shelf, ShelfDone};
use unstuck_wire::mobilebackup2::RestoreOptions;
use unstuck_wire::{Closed, Machine, Moment, feed};

/// A phone that was backed up once, and the backup.
struct Room {
    phone: SharedPhone,
    shelf: Shelf,
    udid: String,
    files: u64,
    bytes: u64,
}

impl Room {
    fn new(scenario: &str) -> Self {
        let mut scenario = Scenario::parse("restore", scenario).unwrap();
        let (faults, wire) = (std::mem::take(&mut scenario.faults), scenario.wire.clone());
        scenario.wire = unstuck_sim::scenario::Wire::default();
        let mut world = World::new(&scenario);
        let outcome = world.back_up(&WorldConfig::default()).outcome.unwrap();
        assert_eq!(outcome.exit_code(), 0);
        let totals = outcome.proof.unwrap().report.totals;
        let phone = world.phone.fork();
        let udid = phone.lock().identity.udid.clone();
        let folder: PathBuf = world.layout().version(&outcome.version.unwrap()).join(&udid);
        let later = Scenario { faults, wire, ..scenario };
        phone.lock().become_like(&later, Moment::START);
        let shelf = Shelf::new(world.disk.clone(), folder);
        Self { phone, shelf, udid, files: totals.files, bytes: totals.payload_bytes }
    }
}

/// What a restore told, and how it ended.
struct Told {
    notices: Vec<(Moment, Notice)>,
    outcome: RestoreOutcome,
    ended: Moment,
}

/// Plays a restore in which at most `piece` bytes are carried at a time.
fn play(room: &mut Room, piece: usize) -> Told {
    let mut now = Moment::START;
    let mut agent = Some(Agent::new(now, room.phone.clone()));
    let config = RestoreConfig {
        target: room.udid.clone(),
        source: room.udid.clone(),
        options: RestoreOptions { no_copy: true, no_reboot: true, ..RestoreOptions::default() },
        files: room.files,
        bytes: room.bytes,
        deadlines: Deadlines::default(),
    };
    let mut run = RestoreRun::new(now, config);
    let (mut notices, mut done) = (Vec::new(), VecDeque::<ShelfDone>::new());
    for _ in 0..5_000_000 {
        let mut busy = false;
        while let Some(action) = run.poll_action() {
            busy = true;
            match action {
                RestoreAction::HangUp => agent = None,
                RestoreAction::Work(jobs) => jobs
                    .into_iter()
                    .for_each(|job| room.shelf.perform(job, &mut |what| done.push_back(what))),
                RestoreAction::AskPhone => run.handle_sign(now, Sign::Answered { locked: None }),
                RestoreAction::Tell(notice) => notices.push((now, notice)),
                RestoreAction::Finish(outcome) => {
                    return Told { notices, outcome: *outcome, ended: now };
                }
            }
        }
        if let Some(what) = done.pop_front() {
            run.handle_done(now, what);
            continue;
        }
        if let Some(phone) = &mut agent {
            busy |= carry(&mut run, phone, now, piece) | carry(phone, &mut run, now, piece);
            assert_eq!(phone.violation(), None);
            if phone.is_finished() {
                agent = None;
                run.handle_closed(now, Closed::Clean);
                busy = true;
            }
        }
        if !busy {
            let phone = agent.as_ref().and_then(Machine::poll_timeout);
            now = [run.poll_timeout(), phone].into_iter().flatten().min().unwrap().max(now);
            if let Some(phone) = &mut agent
                && phone.poll_timeout().is_some_and(|at| at <= now)
            {
                phone.handle_timeout(now);
            }
            if run.poll_timeout().is_some_and(|at| at <= now) {
                run.handle_timeout(now);
            }
        }
    }
    panic!("it never ended: {notices:?}");
}

fn carry(from: &mut dyn Machine, to: &mut dyn Machine, now: Moment, most: usize) -> bool {
    if !to.wants_input() {
        return false;
    }
    let bytes = from.transmit();
    let bytes = bytes[..bytes.len().min(most)].to_vec();
    let taken = feed(to, now, &bytes);
    from.handle_transmitted(now, taken);
    taken > 0
}

/// Small enough to be carried byte by byte.
const SMALL: &str = "[[content.groups]]\nfiles = 20\nbytes = 100\nbytes_max = 900";

#[test]
fn the_bytes_arrive_in_any_pieces() {
    for piece in [1, 7, 4_096, 1 << 20] {
        let mut room = Room::new(SMALL);
        let told = play(&mut room, piece);
        assert_eq!(told.outcome.end, RestoreEnd::Complete, "{piece}");
        assert_eq!((told.outcome.files, told.outcome.bytes), (room.files, room.bytes), "{piece}");
        let restored = room.phone.lock().restored.clone().unwrap();
        assert!(restored.is_as_expected(), "{restored:?}");
        assert_eq!((restored.files, restored.generation.is_some()), (room.files, true));
        let last = told.notices.iter().rev().find_map(|(_, notice)| match notice {
            Notice::Progress(progress) => progress.percent,
            _ => None,
        });
        assert_eq!(last, Some(100.0));
    }
}

#[test]
fn a_phone_that_works_for_ten_minutes_is_told_of_every_few_seconds() {
    let mut room = Room::new("[restore]\nwork_s = 590");
    let told = play(&mut room, 1 << 20);
    assert_eq!(told.outcome.end, RestoreEnd::Complete);
    assert!(told.ended.since_start() >= Duration::from_secs(590));
    let mut last = Moment::START;
    for (at, _) in &told.notices {
        assert!(at.since(last) <= Duration::from_secs(5), "nothing was said from {last} to {at}");
        last = *at;
    }
    let stalled = told.notices.iter().any(|(_, notice)| match notice {
        Notice::Pulse(pulse) => pulse.verdict == Verdict::Stalled,
        _ => false,
    });
    assert!(!stalled, "ten quiet minutes are ordinary");
    assert!(told.notices.iter().any(|(_, notice)| matches!(notice, Notice::Pulse(pulse)
        if pulse.waiting_for == WaitingFor::PuttingInPlace)));
}

#[test]
fn silence_is_given_up_after_the_patience_of_its_stretch() {
    let silent = |at: &str| format!("[[fault]]\nkind = \"silence\"\nat = {{ {at} }}");
    let cases = [
        ("stretch = \"restore\", file = 200", 300, PhoneState::KeepsWhatItHad),
        ("stretch = \"restore-work\"", 1800, PhoneState::Unknown),
    ];
    for (at, seconds, state) in cases {
        let told = play(&mut Room::new(&silent(at)), 1 << 20);
        let stalled = RestoreEnd::Stalled(GiveUp::AgentStalled);
        assert_eq!((&told.outcome.end, told.outcome.exit_code()), (&stalled, 6), "{at}");
        assert_eq!(told.outcome.phone_state(), state);
        let took = told.ended.since_start().as_secs();
        assert!((seconds..seconds + 3).contains(&took), "{at}: {took}");
    }
}

#[test]
fn every_point_at_which_the_service_dies_has_its_words() {
    for file in (0..340).step_by(20) {
        let at = format!("at = {{ stretch = \"restore\", file = {file}, byte = 50 }}");
        let told = play(&mut Room::new(&format!("[[fault]]\nkind = \"agent-dies\"\n{at}")), 4_096);
        let end = &told.outcome.end;
        assert!(matches!(end, RestoreEnd::Lost { gone: false, .. }), "{file}: {end:?}");
        assert_eq!(told.outcome.phone_state(), PhoneState::KeepsWhatItHad, "{file}");
        assert_eq!(told.outcome.phase, RestorePhase::Sending, "{file}");
    }
}
