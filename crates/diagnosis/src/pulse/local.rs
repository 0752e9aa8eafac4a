//! The backup into a folder: by the folder, by the log of the phone's agent, by either alone.

use std::time::Duration;

use super::signs::{Glimpse, Sign, SnapshotStage};
use super::told::{self, Process, Told};
use super::track::{End, Ms, Track, ms, passed};
use super::{History, Pulse, Stage, WaitingFor, Way};
use crate::verdict::Verdict;

/// Silence shorter than this is none. The look at a folder comes round within that time.
const BREATH: Duration = Duration::from_secs(15);
/// Below this many bytes a second files do not come in, they drip.
const SLOW_BYTES_PER_SECOND: f64 = 64.0 * 1024.0;
/// A log line of the agent is a sign of life for this long (docs/protocol.md 8).
const LOG_FRESH: Duration = Duration::from_secs(60);
/// A phone that answers nowhere for this long is gone.
const UNANSWERED: Duration = Duration::from_secs(60);
/// A locked phone that is quiet for so long before it sends probably waits for its passcode.
const LOCKED_QUIET: Duration = Duration::from_secs(20);
/// Whoever watches may leave when a stall has lasted so long.
const PATIENCE: Duration = Duration::from_secs(5 * 60);
/// A sheet nobody answers; the phone gives up itself after 3 to 30 minutes.
const SHEET: Duration = Duration::from_secs(35 * 60);
/// An unfinished folder that was left alone for longer is not under way any more.
const ABANDONED: Duration = Duration::from_secs(12 * 3600);
/// A disk that takes this long over one thing holds a backup up; healthy ones need a tenth of it,
/// even where many wait in a row.
const DISK_SLOW: Duration = Duration::from_secs(1);
/// What the disk took is news for so long.
const DISK_FRESH: Duration = Duration::from_secs(30);
/// A finished folder that is not touched any more is finished.
const SETTLED: Duration = Duration::from_secs(10);

/// The local backup.
#[derive(Clone, Debug)]
pub(super) struct Local {
    track: Track,
    folder: Option<Glimpse>,
    slow_disk: Option<Ms>,
    last_log: Option<Ms>,
    gone_since: Option<Ms>,
    unanswered_since: Option<Ms>,
    prompt_since: Option<Ms>,
    locked: Option<bool>,
    date: Option<i64>,
}

impl Local {
    pub(super) fn new(history: History, patience: f64) -> Self {
        Self {
            track: Track::new(Way::Local, history, patience),
            folder: None,
            slow_disk: None,
            last_log: None,
            gone_since: None,
            unanswered_since: None,
            prompt_since: None,
            locked: None,
            date: None,
        }
    }

    pub(super) fn is_under_way(&self) -> bool {
        self.track.stage != Stage::Idle
    }

    pub(super) fn history(&self) -> History {
        self.track.history()
    }

    pub(super) fn see(&mut self, at: Ms, sign: &Sign) {
        match sign {
            Sign::Log { process: Process::Agent, text } => self.hear(at, text),
            Sign::Log { process: Process::Other, text } => {
                if let Some((Process::Agent, Told::Died)) = told::of_other(text)
                    && self.track.is_running()
                {
                    self.track.finish(End::Failed(None), at);
                }
            }
            Sign::Folder(glimpse) => self.look(at, *glimpse),
            Sign::Disk(wait) => {
                self.slow_disk = (*wait >= DISK_SLOW).then_some(at);
                self.track.disturbed |= self.slow_disk.is_some();
            }
            Sign::Present(present) => {
                self.gone_since = (!present).then(|| self.gone_since.unwrap_or(at));
                self.track.disturbed |= !present;
            }
            Sign::Answered => self.unanswered_since = None,
            Sign::Unanswered => {
                self.unanswered_since.get_or_insert(at);
            }
            Sign::Prompt(true) => {
                self.prompt_since.get_or_insert(at);
                self.under_the_sheet(at);
            }
            Sign::Prompt(false) => {
                let shown = self.prompt_since.take().is_some();
                if shown && self.track.stage == Stage::Passcode {
                    self.track.enter(Stage::Preparing, at);
                }
            }
            Sign::Locked(locked) => self.locked = Some(*locked),
            Sign::LocalDate(date) => {
                // The phone writes it after a backup that ended without an error.
                if self.date.is_some_and(|before| *date > before) {
                    self.track.finish(End::Done, at);
                }
                self.date = Some(*date);
            }
            _ => {}
        }
    }

    /// The sheet comes up before the log says that a backup begins, or after; without a
    /// backup it is another question of the phone than that of one.
    fn under_the_sheet(&mut self, at: Ms) {
        let early = self.track.is_running() && self.track.stage <= Stage::Preparing;
        if early && self.prompt_since.is_some() {
            self.track.enter(Stage::Passcode, at);
        }
    }

    fn hear(&mut self, at: Ms, text: &str) {
        self.hear_line(at, text);
        self.under_the_sheet(at);
    }

    fn hear_line(&mut self, at: Ms, text: &str) {
        let track = &mut self.track;
        self.last_log = Some(at);
        let Some(told) = told::of_agent(text) else {
            if track.is_running() {
                track.lives(at);
            }
            return;
        };
        match told {
            Told::Begins => track.begin(at),
            Told::Done => track.finish(End::Done, at),
            Told::Failed(code) => track.finish(End::Failed(code), at),
            Told::NoPasscode => track.finish(End::Failed(Some(208)), at),
            Told::Plan { bytes, .. } => {
                track.planned_bytes = bytes;
                track.enter(Stage::Sending, at);
            }
            // A line that is no beginning, of a run that began before the watch.
            Told::Scans if !track.is_running() => track.begin(at),
            Told::Scans if track.stage <= Stage::Preparing => track.enter(Stage::Preparing, at),
            Told::Sends => track.enter(Stage::Sending, at),
            Told::Moves if track.is_running() => track.enter(Stage::Moving, at),
            Told::Removes if track.is_running() => track.enter(Stage::Removing, at),
            Told::Checks if track.is_running() => track.enter(Stage::Checking, at),
            _ => track.lives(at),
        }
    }

    fn look(&mut self, at: Ms, seen: Glimpse) {
        let first = self.folder.is_none();
        let before = self.folder.replace(seen);
        let finished = seen.stage == Some(SnapshotStage::Finished);
        if first {
            let age = seen.age.unwrap_or(Duration::MAX);
            let unfinished = seen.stage.is_some() && !finished;
            if unfinished && age < ABANDONED && !self.track.is_running() {
                self.track.begin(at);
                self.track.enter(stage_of(seen.stage), at);
                self.track.life = at.saturating_sub(ms(age));
            }
            self.track.reach(seen.grown_bytes.saturating_add(seen.grown_files));
            return;
        }
        let before = before.unwrap_or(seen);
        if !seen.changed && seen.stage == before.stage {
            return;
        }
        // Ours leave their working place when they are proven.
        let was_finished = before.stage == Some(SnapshotStage::Finished);
        if seen.stage.is_none() && was_finished {
            if self.track.is_running() {
                self.track.finish(End::Done, at);
            }
            return;
        }
        self.track.flows(at, seen.grown_bytes);
        let grown = seen.grown_bytes.saturating_add(seen.grown_files);
        self.track.reach(grown);
        // A run that begins anew says so with Status.plist.
        let restarts = before.stage.is_some_and(|stage| stage != SnapshotStage::Uploading)
            && seen.stage == Some(SnapshotStage::Uploading);
        let comes = seen.grown_bytes > before.grown_bytes || self.track.end.is_none();
        let begins = restarts || !self.track.is_running() && !finished && comes;
        // The folder is seen later than the log is heard, and its program puts things in order.
        let settles = self.track.end.is_some()
            && passed(self.track.stage_since, at) < self.track.scaled(BREATH);
        if begins && !settles {
            self.track.begin(at);
        }
        if self.track.is_running() {
            self.track.enter(self.stage_after(seen), at);
            self.under_the_sheet(at);
        }
    }

    /// The folder is behind the log at some points and ahead of it at others.
    fn stage_after(&self, seen: Glimpse) -> Stage {
        let by_folder = stage_of(seen.stage);
        match (self.track.stage, by_folder) {
            (Stage::Passcode, _) => Stage::Passcode,
            // Files come in: whatever was said before, it sends.
            (_, Stage::Sending) if seen.grown_bytes > 0 => self.track.stage.max(Stage::Sending),
            (Stage::Preparing, Stage::Checking) => Stage::Preparing,
            (known, by_folder) => known.max(by_folder),
        }
    }

    pub(super) fn judge(&mut self, now: Ms) -> Pulse {
        self.settle(now);
        let silent = passed(self.track.life, now);
        let (normal, learnt) = self.track.normal();
        let (verdict, waiting_for) = self.read(now, silent, normal);
        let stalled = verdict == Verdict::Stalled;
        let since = self.track.stalled_since.filter(|_| stalled).or(stalled.then_some(now));
        self.track.stalled_since = since;
        let track = &self.track;
        let tired = since.is_some_and(|since| passed(since, now) >= track.scaled(PATIENCE));
        let waits = verdict == Verdict::WaitingForPerson;
        let over = matches!(verdict, Verdict::Done | Verdict::Looping)
            || track.stays_failed(now)
            || tired
            || waits && silent >= track.scaled(SHEET);
        let folder = self.folder;
        Pulse {
            way: Way::Local,
            verdict,
            stage: track.stage,
            in_stage: passed(track.stage_since, now),
            silent,
            normal,
            learnt,
            waiting_for,
            percent: self.percent(),
            bytes: folder.map_or(0, |seen| seen.grown_bytes),
            files: folder.map_or(0, |seen| seen.grown_files),
            bytes_per_second: track.speed().filter(|_| track.stage == Stage::Sending),
            attempts: track.attempts,
            code: match track.end {
                Some(End::Failed(code)) => code,
                _ => None,
            },
            over,
        }
    }

    /// A folder that the phone called finished, and that is left alone, is finished.
    fn settle(&mut self, now: Ms) {
        let finished = self.folder.is_some_and(|seen| seen.stage == Some(SnapshotStage::Finished));
        let quiet = passed(self.track.life, now) >= self.track.scaled(SETTLED);
        let log_follows = self.last_log.is_some_and(|at| passed(at, now) < LOG_FRESH * 5);
        if finished && quiet && self.track.stage == Stage::Checking && !log_follows {
            self.track.finish(End::Done, now);
        }
    }

    fn percent(&self) -> Option<f64> {
        let (planned, folder) = (self.track.planned_bytes?, self.folder?);
        let share = folder.grown_bytes as f64 / planned.max(1) as f64;
        Some((share * 100.0).min(100.0))
    }

    fn read(&self, now: Ms, silent: Duration, normal: Duration) -> (Verdict, WaitingFor) {
        let track = &self.track;
        match track.end {
            Some(End::Done) => return (Verdict::Done, WaitingFor::Nothing),
            Some(End::Failed(_)) if track.loops() => {
                return (Verdict::Looping, WaitingFor::Nothing);
            }
            Some(End::Failed(_)) => return (Verdict::Failed, WaitingFor::Nothing),
            None => {}
        }
        if track.loops() {
            return (Verdict::Looping, WaitingFor::Nothing);
        }
        if track.stage == Stage::Idle {
            return (Verdict::Unknown, WaitingFor::Begin);
        }
        if track.stage == Stage::Passcode {
            return (Verdict::WaitingForPerson, WaitingFor::Passcode);
        }
        let breath = track.scaled(BREATH);
        if silent < breath {
            return self.alive(now, silent);
        }
        if self.is_held_by_disk(now) {
            let stalled = silent >= normal;
            let verdict = if stalled { Verdict::Stalled } else { Verdict::Slow };
            return (verdict, WaitingFor::Disk);
        }
        if self.gone_since.is_some() {
            return (Verdict::Stalled, WaitingFor::Phone);
        }
        let unanswered = self.unanswered_since.map(|since| passed(since, now));
        if unanswered.is_some_and(|time| time >= track.scaled(UNANSWERED)) {
            return (Verdict::Stalled, WaitingFor::Phone);
        }
        let preparing = track.stage == Stage::Preparing;
        let waiting_for = match track.stage {
            Stage::Preparing => WaitingFor::Scan,
            Stage::Sending => WaitingFor::MoreBytes,
            _ => WaitingFor::PhoneWork,
        };
        if preparing && self.locked == Some(true) && silent >= track.scaled(LOCKED_QUIET) {
            return (Verdict::WaitingForPerson, WaitingFor::Unlock);
        }
        let verdict = match () {
            () if silent >= normal => Verdict::Stalled,
            () if track.stage == Stage::Sending => Verdict::Slow,
            () => Verdict::Preparing,
        };
        (verdict, waiting_for)
    }

    /// The disk is so slow that it, and not the phone, holds things up.
    fn is_held_by_disk(&self, now: Ms) -> bool {
        let writes = self.track.is_running() && self.track.stage >= Stage::Sending;
        let fresh = |at| passed(at, now) < self.track.scaled(DISK_FRESH);
        writes && self.slow_disk.is_some_and(fresh)
    }

    /// Signs of life just now: but what of them?
    fn alive(&self, now: Ms, silent: Duration) -> (Verdict, WaitingFor) {
        let track = &self.track;
        match track.stage {
            Stage::Preparing => (Verdict::Preparing, WaitingFor::Scan),
            Stage::Sending => {
                let drips = track.speed().is_some_and(|speed| speed < SLOW_BYTES_PER_SECOND);
                let fresh = silent < BREATH;
                let verdict = if drips && fresh { Verdict::Slow } else { Verdict::Moving };
                match drips && self.is_held_by_disk(now) {
                    true => (verdict, WaitingFor::Disk),
                    false => (verdict, WaitingFor::MoreBytes),
                }
            }
            _ => (Verdict::Moving, WaitingFor::PhoneWork),
        }
    }
}

fn stage_of(stage: Option<SnapshotStage>) -> Stage {
    match stage {
        None => Stage::Preparing,
        Some(SnapshotStage::Uploading) => Stage::Sending,
        Some(SnapshotStage::Moving) => Stage::Moving,
        Some(SnapshotStage::Removing) => Stage::Removing,
        Some(SnapshotStage::Finished) => Stage::Checking,
    }
}
