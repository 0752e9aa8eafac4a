//! Every named scenario in virtual time: how it ends, what the person is told and when, that
//! the last good version is untouched, and that the next run completes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use std::time::Duration;

use unstuck_backup::{End, GiveUp, Notice, Outcome, PersonNeed, Phase, Verdict, WaitingFor};
use unstuck_manifest::Verdict as TreeVerdict;
use unstuck_sim::{Scenario, Told, World, WorldConfig};
use unstuck_wire::ErrorCode;

/// A world in which one backup was made, the phone was used, and the scenario begins.
fn world(name: &str) -> World {
    let scenario = Scenario::named(name).unwrap();
    let mut calm = Scenario::named("growing").unwrap();
    calm.content.changed_permille = 300;
    calm.encryption = scenario.encryption.clone();
    let mut world = World::new(&calm);
    let first = world.back_up(&config(&scenario));
    assert_eq!(outcome(&first).end, End::Complete, "{name}: the first backup");
    world.wait(Duration::from_secs(3600));
    world.become_like(&scenario);
    world
}

fn config(scenario: &Scenario) -> WorldConfig {
    WorldConfig { password: scenario.encryption.password.clone(), ..WorldConfig::default() }
}

fn outcome(told: &Told) -> &Outcome {
    told.outcome.as_ref().unwrap()
}

/// Plays a scenario and checks what must hold in every one: the last good version is
/// bit-identical, the host broke no rule, the bar never fell, and the next run, with the
/// fault healed, completes and is proven.
fn play(name: &str) -> Told {
    let scenario = Scenario::named(name).unwrap();
    let mut world = world(name);
    let before = world.versions();
    assert!(!before.is_empty());
    let told = world.back_up(&config(&scenario));
    let after = world.versions();
    for (path, content) in &before {
        assert_eq!(after.get(path), Some(content), "{name}: {} changed", path.display());
    }
    assert_eq!(told.violations, Vec::<String>::new(), "{name}");
    let percents: Vec<f64> = told.notices.iter().filter_map(|(_, n)| percent(n)).collect();
    assert!(percents.is_sorted(), "{name}: the bar fell: {percents:?}");
    assert_never_silent(name, &told);

    let healthy = Scenario { encryption: scenario.encryption.clone(), ..Scenario::default() };
    world.wait(Duration::from_secs(600));
    world.become_like(&healthy);
    let next = world.back_up(&config(&scenario));
    assert_eq!(outcome(&next).end, End::Complete, "{name}: the run after it");
    assert!(outcome(&next).proof.as_ref().unwrap().is_full(), "{name}");
    told
}

fn percent(notice: &Notice) -> Option<f64> {
    match notice {
        Notice::Progress(progress) => progress.percent,
        _ => None,
    }
}

/// From the first word to the last, no more than five seconds pass without one.
fn assert_never_silent(name: &str, told: &Told) {
    let mut last = told.began;
    let ends = told.notices.iter().map(|(at, _)| *at).chain([told.ended]);
    for at in ends {
        let gap = at.since(last);
        assert!(gap <= Duration::from_millis(5_100), "{name}: {gap:?} without a word at {last}");
        last = at;
    }
}

fn verdict_at(told: &Told, verdict: Verdict, waiting_for: WaitingFor) -> Option<Duration> {
    let found = told.first(|notice| match notice {
        Notice::Pulse(p) => (p.verdict == verdict && p.waiting_for == waiting_for).then_some(()),
        _ => None,
    });
    found.map(|(at, ())| at)
}

fn is_complete(told: &Told) {
    let outcome = outcome(told);
    assert_eq!((&outcome.end, outcome.exit_code()), (&End::Complete, 0));
    let proof = outcome.proof.as_ref().unwrap();
    assert_eq!(proof.report.verdict, TreeVerdict::Complete);
    assert_eq!(proof.report.findings, []);
    assert!(outcome.version.is_some());
    assert!(!told.notices.iter().any(|(_, n)| matches!(n, Notice::Stall { .. })), "no false stall");
}

fn phone_error(told: &Told, code: ErrorCode, exit_code: u8) {
    let outcome = outcome(told);
    let End::PhoneError { code: found, text } = &outcome.end else { panic!("{:?}", outcome.end) };
    assert_eq!((*found, outcome.exit_code()), (code, exit_code));
    assert!(text.contains(&format!("MBErrorDomain/{code}")), "the phone's words: {text}");
    assert!(outcome.version.is_none());
}

#[test]
fn calm_weather_brings_no_events() {
    let told = play("healthy");
    is_complete(&told);
    let phases: Vec<Phase> = told.notices.iter().filter_map(|(_, n)| phase(n)).collect();
    use Phase::{Connecting, Done, Moving, Preparing, Receiving, Removing, Sealing, Verifying};
    let all = [Connecting, Preparing, Receiving, Moving, Removing, Verifying, Sealing, Done];
    assert_eq!(phases, all);
    let calm = |notice: &Notice| match notice {
        Notice::Pulse(pulse) => pulse.verdict == Verdict::Moving,
        Notice::Phase(_) | Notice::Origin(_) | Notice::Progress(_) => true,
        Notice::Proving { .. } | Notice::Cloning { .. } => true,
        _ => false,
    };
    let odd: Vec<_> = told.notices.iter().filter(|(_, notice)| !calm(notice)).collect();
    assert!(odd.is_empty(), "{odd:?}");
}

fn phase(notice: &Notice) -> Option<Phase> {
    match notice {
        Notice::Phase(phase) => Some(*phase),
        _ => None,
    }
}

#[test]
fn an_incremental_backup_sends_what_changed_and_proves_the_whole() {
    let told = play("growing");
    is_complete(&told);
    let outcome = outcome(&told);
    let proof = outcome.proof.as_ref().unwrap();
    assert!(outcome.files < 150, "{} files sent of 360", outcome.files);
    assert!(proof.hashes.carried_over > 200);
    assert!(proof.report.totals.files > 340);
}

#[test]
fn encrypted_backups_are_opened_and_proven() {
    is_complete(&play("encrypted"));
    // With a wrong password the backup is kept all the same, and the person hears of it.
    let mut world = world("encrypted");
    let wrong = WorldConfig { password: Some("not it".into()), ..WorldConfig::default() };
    let told = world.back_up(&wrong);
    assert_eq!((&outcome(&told).end, outcome(&told).exit_code()), (&End::WrongPassword, 9));
    assert!(outcome(&told).version.is_some());
    // Without one it is not called proven.
    world.wait(Duration::from_secs(60));
    let told = world.back_up(&WorldConfig::default());
    assert_eq!(outcome(&told).end, End::Complete);
    assert!(!outcome(&told).proof.as_ref().unwrap().is_full());
}

#[test]
fn a_passcode_typed_late_is_waited_for_with_a_word() {
    let told = play("passcode-late");
    is_complete(&told);
    assert!(told.took() >= Duration::from_secs(180));
    let (at, ()) =
        told.first(|n| (phase(n) == Some(Phase::WaitingPasscode)).then_some(())).unwrap();
    assert!(at < Duration::from_secs(1), "told after {at:?}");
    let at = verdict_at(&told, Verdict::WaitingForPerson, WaitingFor::Passcode).unwrap();
    assert!(at < Duration::from_secs(2), "told after {at:?}");
}

#[test]
fn a_passcode_sheet_dismissed_or_never_answered_needs_the_person() {
    phone_error(&play("passcode-dismissed"), ErrorCode::LOCKED, 4);
    let told = play("passcode-never");
    phone_error(&told, ErrorCode::LOCKED, 4);
    assert!(told.took() >= Duration::from_secs(1800), "the phone's own patience, not ours");
}

#[test]
fn trust_is_waited_for_refused_or_missed() {
    is_complete(&play("trust-late"));
    for (name, seconds) in [("trust-refused", 5), ("trust-never", 120)] {
        let told = play(name);
        let outcome = outcome(&told);
        assert_eq!(outcome.end, End::PersonNeeded(PersonNeed::Trust), "{name}");
        assert_eq!((outcome.exit_code(), outcome.cause()), (4, Some("pairing-trust")));
        assert!(told.took() < Duration::from_secs(seconds + 1), "{name}: {:?}", told.took());
        verdict_at(&told, Verdict::WaitingForPerson, WaitingFor::Trust).unwrap();
    }
}

#[test]
fn ten_quiet_minutes_are_no_stall_with_or_without_log_lines() {
    for name in ["quiet-scan-logged", "quiet-scan-silent"] {
        let told = play(name);
        is_complete(&told);
        assert!(told.took() >= Duration::from_secs(600));
        let stalled = verdict_at(&told, Verdict::Stalled, WaitingFor::Scan);
        assert_eq!(stalled, None, "{name}");
        verdict_at(&told, Verdict::Preparing, WaitingFor::Scan).unwrap();
    }
}

#[test]
fn silence_in_a_file_is_told_within_seconds_and_waited_out_when_it_ends() {
    let told = play("silence-for-a-while");
    is_complete(&told);
    assert_eq!(outcome(&told).attempts, 1);
    let at = verdict_at(&told, Verdict::Stalled, WaitingFor::MoreBytes).unwrap();
    assert!(at < Duration::from_secs(7), "told after {at:?}");
}

#[test]
fn silence_for_ever_at_the_same_file_is_called_a_loop() {
    let told = play("silence-for-ever");
    let outcome = outcome(&told);
    assert_eq!(outcome.end, End::Looping { times: 3, unplugged: false });
    assert_eq!((outcome.exit_code(), outcome.cause()), (6, Some("device-software")));
    let stalls = told
        .notices
        .iter()
        .filter(|(_, n)| matches!(n, Notice::Stall { reason: GiveUp::DeadStream, .. }));
    assert_eq!(stalls.count(), 4);
    assert!(told.took() < Duration::from_secs(300), "{:?}", told.took());
}

#[test]
fn an_unplugged_phone_is_told_at_once_and_the_backup_goes_on_when_it_is_back() {
    let told = play("unplugged-and-back");
    let outcome = outcome(&told);
    assert_eq!((&outcome.end, outcome.attempts), (&End::Complete, 2));
    let (lost, waiting_for) = told
        .first(|n| match n {
            Notice::Lost { waiting_for, .. } => Some(*waiting_for),
            _ => None,
        })
        .unwrap();
    assert_eq!(waiting_for, WaitingFor::Phone);
    assert!(lost < Duration::from_secs(1));
    let (resumed, files) = told
        .first(|n| match n {
            Notice::Resumed { files, .. } => Some(*files),
            _ => None,
        })
        .unwrap();
    assert!(files > 0, "what was received is kept");
    assert!(resumed < Duration::from_secs(23), "{resumed:?}");
}

#[test]
fn a_phone_unplugged_for_good_ends_the_run_after_five_minutes() {
    let told = play("unplugged-for-good");
    let outcome = outcome(&told);
    assert_eq!((&outcome.end, outcome.exit_code()), (&End::PhoneGone { battery: Some(87) }, 6));
    assert!(told.took() < Duration::from_secs(303), "{:?}", told.took());
}

#[test]
fn a_restarted_daemon_is_survived() {
    let told = play("usbmuxd-restarted");
    assert_eq!((&outcome(&told).end, outcome(&told).attempts), (&End::Complete, 2));
}

#[test]
fn a_full_disk_is_told_with_the_true_figures() {
    let told = play("disk-full");
    phone_error(&told, ErrorCode::HOST_FULL, 7);
    assert_eq!(outcome(&told).cause(), Some("host-disk-full"));
    let (_, (needed, available)) = told
        .first(|n| match n {
            Notice::SpaceMissing { needed_bytes, available_bytes } => {
                Some((*needed_bytes, *available_bytes))
            }
            _ => None,
        })
        .unwrap();
    assert_eq!(needed, 900_000_000_000_000 + (128 << 20));
    assert!(available < 1_000_000_000_000);
}

#[test]
fn errors_of_the_phone_end_the_run_with_their_codes() {
    let cases = [
        ("error-104", ErrorCode::HOST_WRITE, 10),
        ("error-105", ErrorCode::HOST_FULL, 7),
        ("error-205", ErrorCode::DAMAGED, 10),
        ("error-207", ErrorCode::PASSWORD, 9),
        ("error-208", ErrorCode::LOCKED, 4),
        ("error-211", ErrorCode::FIND_MY, 10),
    ];
    for (name, code, exit_code) in cases {
        phone_error(&play(name), code, exit_code);
    }
}

#[test]
fn files_the_phone_cannot_read_are_named_and_the_rest_is_saved() {
    let mut world = World::new(&Scenario::named("unreadable-files").unwrap());
    let told = world.back_up(&WorldConfig::default());
    let outcome = outcome(&told);
    assert_eq!((&outcome.end, outcome.exit_code()), (&End::Complete, 3));
    assert_eq!((outcome.word(), outcome.file_error_count), ("partial", 3));
    assert!(outcome.file_errors.iter().all(|error| error.path.starts_with("/var/")));
    assert!(outcome.version.is_some());
    play("unreadable-files");
}

#[test]
fn a_locked_phone_is_waited_for_and_named() {
    let told = play("locked");
    let outcome = outcome(&told);
    assert_eq!(outcome.end, End::PersonNeeded(PersonNeed::Unlock));
    assert_eq!((outcome.exit_code(), outcome.cause()), (4, Some("device-locked-passcode")));
    let at = verdict_at(&told, Verdict::WaitingForPerson, WaitingFor::Unlock).unwrap();
    assert!(at < Duration::from_secs(1));
}

#[test]
fn patience_scales_every_wait() {
    let scenario = Scenario::named("unplugged-for-good").unwrap();
    let mut world = World::new(&scenario);
    let hasty = WorldConfig { patience: 0.1, ..WorldConfig::default() };
    let told = world.back_up(&hasty);
    assert!(matches!(outcome(&told).end, End::PhoneGone { .. }));
    assert!(told.took() < Duration::from_secs(35), "{:?}", told.took());
}

#[test]
fn an_interrupted_run_ends_at_once_in_every_phase_and_the_next_goes_on() {
    let scenario = Scenario { content: Scenario::default().content, ..Scenario::default() };
    for at_ms in [0, 1, 39, 41, 60, 80, 100, 110, 115, 120, 121, 122, 123, 124] {
        let mut world = World::new(&scenario);
        let at = unstuck_wire::Moment::from_millis(at_ms);
        let told = world.back_up(&WorldConfig { interrupt_at: Some(at), ..WorldConfig::default() });
        let outcome = outcome(&told);
        if outcome.end != End::Complete {
            assert_eq!((&outcome.end, outcome.exit_code()), (&End::Interrupted, 130), "{at_ms}");
            assert!(told.took() < Duration::from_millis(at_ms + 200), "{:?}", told.took());
            let next = world.back_up(&WorldConfig::default());
            assert_eq!(next.outcome.unwrap().end, End::Complete, "{at_ms}");
        }
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let story = |name: &str| {
        let told = World::new(&Scenario::named(name).unwrap()).back_up(&WorldConfig::default());
        format!("{:?} {:?}", told.notices, told.ended)
    };
    assert_eq!(story("unplugged-and-back"), story("unplugged-and-back"));
}
