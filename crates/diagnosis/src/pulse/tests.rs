//! Courses of backups in virtual time.

use std::time::Duration;

use super::*;

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn watch() -> Watch {
    Watch::new(&History::default(), 1.0)
}

fn agent(watch: &mut Watch, seconds: u64, text: &str) {
    watch.see(at(seconds), &Sign::Log { process: Process::Agent, text: text.into() });
}

fn cloud(watch: &mut Watch, seconds: u64, text: &str) {
    watch.see(at(seconds), &Sign::Log { process: Process::Cloud, text: text.into() });
}

fn folder(
    watch: &mut Watch,
    seconds: u64,
    stage: Option<SnapshotStage>,
    grown_bytes: u64,
    changed: bool,
) {
    let glimpse =
        Glimpse { stage, grown_bytes, grown_files: grown_bytes / 1000, changed, age: None };
    watch.see(at(seconds), &Sign::Folder(glimpse));
}

fn verdict(watch: &mut Watch, ms: u64) -> Verdict {
    watch.judge(Way::Local, Duration::from_millis(ms)).verdict
}

const UPLOADING: Option<SnapshotStage> = Some(SnapshotStage::Uploading);

/// A folder that grew by a megabyte a second for a minute.
fn growing() -> Watch {
    let mut watch = watch();
    folder(&mut watch, 0, None, 0, false);
    for second in 1..=60 {
        folder(&mut watch, second, UPLOADING, second * 1_000_000, true);
    }
    watch
}

#[test]
fn a_folder_that_grows_moves_and_one_that_stopped_is_stalled_to_the_millisecond() {
    let mut watch = growing();
    assert_eq!(verdict(&mut watch, 60_500), Verdict::Moving);
    assert_eq!(verdict(&mut watch, 90_000), Verdict::Slow);
    assert_eq!(verdict(&mut watch, 119_999), Verdict::Slow);
    assert_eq!(verdict(&mut watch, 120_000), Verdict::Stalled);
    let stalled = watch.judge(Way::Local, at(121));
    assert_eq!((stalled.waiting_for, stalled.over), (WaitingFor::MoreBytes, false));
    // Five minutes of it, and nobody needs to look on any longer.
    assert!(!watch.judge(Way::Local, Duration::from_millis(419_999)).over);
    assert!(watch.judge(Way::Local, at(420)).over);
}

#[test]
fn a_disk_that_takes_nothing_is_blamed_and_not_the_phone() {
    let mut watch = growing();
    for second in 60..=200 {
        watch.see(at(second), &Sign::Disk(Duration::from_secs(second - 58)));
    }
    let held = |watch: &mut Watch, seconds| {
        let pulse = watch.judge(Way::Local, at(seconds));
        (pulse.verdict, pulse.waiting_for)
    };
    assert_eq!(held(&mut watch, 61), (Verdict::Moving, WaitingFor::MoreBytes));
    assert_eq!(held(&mut watch, 90), (Verdict::Slow, WaitingFor::Disk));
    assert_eq!(held(&mut watch, 120), (Verdict::Stalled, WaitingFor::Disk));
    // It goes on: what the disk took is no measure of the phone.
    folder(&mut watch, 201, UPLOADING, 61_000_000, true);
    assert_eq!(watch.history(), History::default());
    // A disk that is quick again is not held against the next silence.
    watch.see(at(202), &Sign::Disk(Duration::from_millis(40)));
    assert_eq!(held(&mut watch, 230), (Verdict::Slow, WaitingFor::MoreBytes));
}

#[test]
fn a_scan_of_ten_minutes_is_no_stall_and_one_of_eleven_is() {
    let mut watch = watch();
    agent(&mut watch, 0, "Starting backup");
    for ms in [10_000, 300_000, 599_999] {
        assert_eq!(verdict(&mut watch, ms), Verdict::Preparing, "{ms}");
    }
    assert_eq!(verdict(&mut watch, 600_000), Verdict::Stalled);
    agent(&mut watch, 601, "Finished scanning domain <private> - size:1, files:2, dirs:3");
    assert_eq!(verdict(&mut watch, 602_000), Verdict::Preparing);
}

#[test]
fn what_a_phone_took_before_is_normal_for_it() {
    let mut first = watch();
    agent(&mut first, 0, "Starting backup");
    agent(&mut first, 900, "Scanning domain CameraRollDomain");
    let learnt = History::parse(&first.history().to_json().to_string());
    let mut watch = Watch::new(&learnt, 1.0);
    agent(&mut watch, 0, "Starting backup");
    assert_eq!(verdict(&mut watch, 1_349_999), Verdict::Preparing);
    let pulse = watch.judge(Way::Local, at(1350));
    assert_eq!((pulse.verdict, pulse.learnt), (Verdict::Stalled, true));
    // A cable that was out teaches nothing.
    let mut gone = super::tests::watch();
    agent(&mut gone, 0, "Starting backup");
    gone.see(at(10), &Sign::Present(false));
    gone.see(at(2000), &Sign::Present(true));
    agent(&mut gone, 2001, "Scanning domain CameraRollDomain");
    assert_eq!(gone.history(), History::default());
}

#[test]
fn a_history_that_makes_no_sense_is_none() {
    for text in ["", "[1]", "{\"local\":{\"sending\":-4}}", "{\"local\":7}", "\u{0}"] {
        assert_eq!(History::parse(text), History::default(), "{text}");
    }
}

#[test]
fn dripping_bytes_are_slow() {
    let mut watch = watch();
    folder(&mut watch, 0, UPLOADING, 0, false);
    for second in 1..=120 {
        folder(&mut watch, second, UPLOADING, second * 50, true);
    }
    assert_eq!(verdict(&mut watch, 120_000), Verdict::Slow);
}

#[test]
fn the_sheet_and_a_locked_phone_are_the_persons_turn() {
    let mut watch = watch();
    agent(&mut watch, 0, "Starting backup");
    watch.see(at(1), &Sign::Prompt(true));
    let pulse = watch.judge(Way::Local, at(1000));
    assert_eq!(
        (pulse.verdict, pulse.waiting_for),
        (Verdict::WaitingForPerson, WaitingFor::Passcode)
    );
    watch.see(at(1001), &Sign::Prompt(false));
    assert_eq!(verdict(&mut watch, 1_002_000), Verdict::Preparing);
    watch.see(at(1002), &Sign::Locked(true));
    assert_eq!(verdict(&mut watch, 1_020_999), Verdict::Preparing);
    let pulse = watch.judge(Way::Local, at(1021));
    assert_eq!((pulse.verdict, pulse.waiting_for), (Verdict::WaitingForPerson, WaitingFor::Unlock));
}

#[test]
fn a_sheet_that_comes_before_the_first_word_is_the_backups() {
    let mut watch = watch();
    watch.see(at(1), &Sign::Prompt(true));
    agent(&mut watch, 2, "Starting backup");
    assert_eq!(watch.judge(Way::Local, at(300)).waiting_for, WaitingFor::Passcode);
    watch.see(at(301), &Sign::Prompt(false));
    assert_eq!(watch.judge(Way::Local, at(302)).stage, Stage::Preparing);
}

#[test]
fn a_folder_that_is_found_late_is_no_new_attempt() {
    let mut watch = watch();
    agent(&mut watch, 1, "Starting backup");
    agent(&mut watch, 2, "uploadSize:100(100), uploadFileCount:3");
    folder(&mut watch, 3, UPLOADING, 50, true);
    assert_eq!(watch.judge(Way::Local, at(4)).attempts, 1);
}

#[test]
fn a_sheet_without_a_backup_is_none_of_ours() {
    let mut watch = watch();
    watch.see(at(1), &Sign::Prompt(true));
    assert!(!watch.is_about(Way::Local));
}

#[test]
fn a_phone_that_is_gone_is_told_unless_the_folder_grows() {
    let mut watch = growing();
    watch.see(at(60), &Sign::Present(false));
    assert_eq!(verdict(&mut watch, 61_000), Verdict::Moving);
    let pulse = watch.judge(Way::Local, at(75));
    assert_eq!((pulse.verdict, pulse.waiting_for), (Verdict::Stalled, WaitingFor::Phone));
}

#[test]
fn an_old_silence_counts_from_the_last_change() {
    let hours = |hours: u64| {
        let age = Some(at(hours * 3600));
        let glimpse =
            Glimpse { stage: UPLOADING, grown_bytes: 0, grown_files: 0, changed: false, age };
        let mut watch = watch();
        watch.see(at(0), &Sign::Folder(glimpse));
        watch.judge(Way::Local, at(1))
    };
    let stuck = hours(3);
    assert_eq!((stuck.verdict, stuck.silent), (Verdict::Stalled, at(3 * 3600 + 1)));
    assert_eq!(hours(12).verdict, Verdict::Unknown);
}

#[test]
fn done_is_what_the_phone_or_the_folder_says() {
    let mut watch = growing();
    folder(&mut watch, 61, Some(SnapshotStage::Moving), 60_000_000, true);
    assert_eq!(watch.judge(Way::Local, at(62)).stage, Stage::Moving);
    folder(&mut watch, 63, Some(SnapshotStage::Finished), 60_000_000, true);
    // The phone may still check: it is done when nothing more happens.
    assert_eq!(verdict(&mut watch, 72_999), Verdict::Moving);
    assert_eq!(verdict(&mut watch, 73_000), Verdict::Done);
    let mut watch = growing();
    agent(&mut watch, 61, "Finished backup in 61.2s");
    assert_eq!(verdict(&mut watch, 61_000), Verdict::Done);
    let mut watch = growing();
    watch.see(at(10), &Sign::LocalDate(100));
    watch.see(at(60), &Sign::LocalDate(160));
    assert_eq!(verdict(&mut watch, 60_000), Verdict::Done);
}

#[test]
fn an_error_of_the_phone_is_a_failure_with_its_number() {
    let mut watch = growing();
    agent(&mut watch, 61, "Failed to backup: Insufficient free disk space (MBErrorDomain/105)");
    let pulse = watch.judge(Way::Local, at(62));
    assert_eq!((pulse.verdict, pulse.code, pulse.over), (Verdict::Failed, Some(105), false));
    // It may begin anew by itself; half a minute later it did not.
    assert!(!watch.judge(Way::Local, Duration::from_millis(90_999)).over);
    assert!(watch.judge(Way::Local, at(91)).over);
}

#[test]
fn what_a_program_clears_away_after_an_error_is_no_new_attempt() {
    let mut watch = growing();
    agent(&mut watch, 61, "Failed to backup: Insufficient free disk space (MBErrorDomain/105)");
    // Seen late, then put in order.
    folder(&mut watch, 62, UPLOADING, 61_000_000, true);
    folder(&mut watch, 80, UPLOADING, 61_000_000, true);
    assert_eq!(verdict(&mut watch, 80_000), Verdict::Failed);
    folder(&mut watch, 81, UPLOADING, 62_000_000, true);
    let pulse = watch.judge(Way::Local, at(82));
    assert_eq!((pulse.verdict, pulse.attempts), (Verdict::Moving, 2));
}

#[test]
fn three_attempts_that_bring_nothing_new_are_a_loop_and_two_are_not() {
    let run = |attempts: u64, gain: u64| {
        let mut watch = watch();
        folder(&mut watch, 0, None, 0, false);
        for attempt in 0..attempts {
            let start = attempt * 100;
            agent(&mut watch, start + 1, "Starting backup");
            folder(&mut watch, start + 2, UPLOADING, 1_000_000 + attempt * gain, true);
            agent(&mut watch, start + 3, "Failed to backup: Connection lost (MBErrorDomain/1)");
        }
        watch.judge(Way::Local, at(attempts * 100)).verdict
    };
    // The first one did bring something.
    assert_eq!(run(3, 0), Verdict::Looping);
    assert_eq!(run(2, 0), Verdict::Failed);
    assert_eq!(run(9, 1_000_000), Verdict::Failed);
}

#[test]
fn a_backup_to_icloud_is_followed_from_condition_to_end() {
    let mut watch = watch();
    let is = |watch: &mut Watch, seconds, verdict, waiting_for| {
        let pulse = watch.judge(Way::Icloud, at(seconds));
        assert_eq!((pulse.verdict, pulse.waiting_for), (verdict, waiting_for), "{seconds}");
    };
    is(&mut watch, 0, Verdict::Unknown, WaitingFor::Begin);
    let off = "=scheduler= [Off condition] state changed, enabled:1, locked:1, onPower:0, onWiFi:1";
    cloud(&mut watch, 1, off);
    is(&mut watch, 2, Verdict::WaitingForPerson, WaitingFor::Power);
    cloud(&mut watch, 3, &off.replace("Off", "On").replace("onPower:0", "onPower:1"));
    is(&mut watch, 4, Verdict::Preparing, WaitingFor::Retry);
    cloud(&mut watch, 5, "=scheduler= Starting automatic backup for account");
    is(&mut watch, 1804, Verdict::Preparing, WaitingFor::Scan);
    is(&mut watch, 1805, Verdict::Stalled, WaitingFor::Scan);
    cloud(&mut watch, 1806, "Going to upload 512 file records with size 123456");
    is(&mut watch, 1900, Verdict::Moving, WaitingFor::MoreBytes);
    is(&mut watch, 1926, Verdict::Slow, WaitingFor::MoreBytes);
    is(&mut watch, 2705, Verdict::Slow, WaitingFor::MoreBytes);
    is(&mut watch, 2706, Verdict::Stalled, WaitingFor::MoreBytes);
    cloud(&mut watch, 2710, "state = 2; progress = \"0.42\"");
    assert_eq!(watch.judge(Way::Icloud, at(2711)).percent, Some(42.0));
    cloud(&mut watch, 2712, "=cloud-backup= Backup finished successfully");
    is(&mut watch, 2713, Verdict::Done, WaitingFor::Nothing);
    assert!(!watch.is_about(Way::Local));
}

#[test]
fn icloud_failing_alike_three_times_loops_and_a_later_date_is_the_proof_of_success() {
    let mut watch = watch();
    for round in 0..3 {
        cloud(&mut watch, round * 10, "=scheduler= Starting automatic backup for account");
        cloud(&mut watch, round * 10 + 5, "=cloud-backup= Backup failed: MBErrorDomain(303)");
        let expected = if round < 2 { Verdict::Failed } else { Verdict::Looping };
        let pulse = watch.judge(Way::Icloud, at(round * 10 + 6));
        assert_eq!((pulse.verdict, pulse.code), (expected, Some(303)));
    }
    watch.see(at(40), &Sign::CloudDate(1000));
    watch.see(at(70), &Sign::CloudDate(1000));
    assert_eq!(watch.judge(Way::Icloud, at(71)).verdict, Verdict::Looping);
    watch.see(at(100), &Sign::CloudDate(2000));
    assert_eq!(watch.judge(Way::Icloud, at(101)).verdict, Verdict::Done);
}

#[test]
fn what_the_phone_counts_itself_is_a_loop_from_three_on() {
    let verdict = |failures: u32| {
        let mut watch = watch();
        let line = format!("=scheduler= failureCount:{failures}, backoff:3600.0");
        cloud(&mut watch, 1, &line);
        watch.judge(Way::Icloud, at(2)).verdict
    };
    assert_eq!((verdict(2), verdict(3)), (Verdict::Preparing, Verdict::Looping));
}

#[test]
fn a_finished_folder_that_leaves_its_working_place_is_done() {
    let mut watch = growing();
    folder(&mut watch, 61, Some(SnapshotStage::Finished), 60_000_000, true);
    folder(&mut watch, 62, None, 60_000_000, true);
    assert_eq!(verdict(&mut watch, 62_000), Verdict::Done);
}

#[test]
fn patience_scales_every_wait() {
    let mut watch = Watch::new(&History::default(), 0.1);
    agent(&mut watch, 0, "Starting backup");
    assert_eq!(verdict(&mut watch, 59_999), Verdict::Preparing);
    assert_eq!(verdict(&mut watch, 60_000), Verdict::Stalled);
}
