//! The backup to iCloud: by the log of `backupd` and by what lockdown says of it. No Apple
//! account is needed, and nothing of the account is seen.

use std::time::Duration;

use super::signs::Sign;
use super::told::{self, Process, Told};
use super::track::{End, Ms, Track, passed};
use super::{Conditions, History, Pulse, Stage, WaitingFor, Way};
use crate::verdict::Verdict;

/// A line within this time, and it is at work.
const FRESH: Duration = Duration::from_secs(120);
/// Whoever watches may leave when a stall has lasted so long.
const PATIENCE: Duration = Duration::from_secs(10 * 60);
/// Below this share an hour the upload does not get on: it would take four days.
const SLOW_SHARE_PER_HOUR: f64 = 0.01;
/// The share is measured over at least this time.
const SHARE_TIME: Duration = Duration::from_secs(10 * 60);

/// The iCloud backup.
#[derive(Clone, Debug)]
pub(super) struct Cloud {
    track: Track,
    conditions: Conditions,
    date: Option<i64>,
    /// The share at the time it was first told in this attempt.
    first_share: Option<(Ms, f64)>,
    gone_since: Option<Ms>,
}

impl Cloud {
    pub(super) fn new(history: History, patience: f64) -> Self {
        Self {
            track: Track::new(Way::Icloud, history, patience),
            conditions: Conditions::default(),
            date: None,
            first_share: None,
            gone_since: None,
        }
    }

    pub(super) fn is_under_way(&self) -> bool {
        self.track.stage != Stage::Idle
    }

    pub(super) fn conditions(&self) -> Conditions {
        self.conditions
    }

    pub(super) fn history(&self) -> History {
        self.track.history()
    }

    pub(super) fn see(&mut self, at: Ms, sign: &Sign) {
        match sign {
            Sign::Log { process: Process::Cloud, text } => self.hear(at, text),
            Sign::Log { process: Process::Other, text } => {
                if let Some((Process::Cloud, Told::Died)) = told::of_other(text)
                    && self.track.is_running()
                {
                    self.track.finish(End::Failed(None), at);
                }
            }
            Sign::CloudSwitch(on) => self.conditions.enabled = Some(*on),
            Sign::Powered(on) => self.conditions.power = Some(*on),
            Sign::Locked(locked) => self.conditions.locked = Some(*locked),
            Sign::CloudDate(date) => {
                // The one proof that needs no trust in any screen.
                if self.date.is_some_and(|before| *date > before) {
                    self.track.finish(End::Done, at);
                }
                self.date = Some(*date);
            }
            Sign::Present(present) => {
                self.gone_since = (!present).then(|| self.gone_since.unwrap_or(at));
                self.track.disturbed |= !present;
            }
            _ => {}
        }
    }

    fn hear(&mut self, at: Ms, text: &str) {
        let track = &mut self.track;
        match told::of_cloud(text) {
            None if track.is_running() => track.lives(at),
            None => {}
            Some(Told::Begins) => {
                self.first_share = None;
                track.begin(at);
            }
            Some(Told::Done) => track.finish(End::Done, at),
            Some(Told::Failed(code)) => track.finish(End::Failed(code), at),
            Some(Told::Plan { bytes, files }) => {
                track.planned_bytes = bytes.or(track.planned_bytes);
                track.reach(bytes.or(files).unwrap_or(0));
                self.sends(at);
            }
            Some(Told::Sends) => self.sends(at),
            Some(Told::Share(share)) => {
                self.first_share.get_or_insert((at, share));
                track.share = Some(share);
                // Of a million: bytes of the whole are not known.
                track.reach((share * 1e6) as u64);
                self.sends(at);
            }
            Some(Told::Scans) if !track.is_running() => track.begin(at),
            Some(Told::Scans) => track.lives(at),
            Some(Told::May(told)) => self.may(at, told),
            Some(Told::Later { failures }) => {
                track.failed_in_a_row(failures.unwrap_or(0));
                if track.end.is_none() && !track.loops() {
                    track.enter(Stage::Waiting, at);
                } else if track.end.is_none() {
                    track.finish(End::Failed(None), at);
                }
            }
            Some(_) => {}
        }
    }

    fn sends(&mut self, at: Ms) {
        if !self.track.is_running() {
            self.track.begin(at);
        }
        self.track.enter(Stage::Sending, at);
    }

    fn may(&mut self, at: Ms, told: Conditions) {
        let known = &mut self.conditions;
        known.enabled = told.enabled.or(known.enabled);
        known.locked = told.locked.or(known.locked);
        known.power = told.power.or(known.power);
        known.wifi = told.wifi.or(known.wifi);
        match self.track.is_running() {
            // It goes on for a minute or two in the hope that the condition returns.
            true => self.track.lives(at),
            false => self.track.enter(Stage::Waiting, at),
        }
    }

    /// The condition that is known not to be met; the one a person would look at first.
    fn missing(&self) -> Option<WaitingFor> {
        let known = self.conditions;
        let not = |flag: Option<bool>| flag == Some(false);
        match () {
            () if not(known.enabled) => Some(WaitingFor::SwitchOn),
            () if not(known.power) => Some(WaitingFor::Power),
            () if not(known.wifi) => Some(WaitingFor::Wifi),
            // "Back Up Now" runs on an unlocked phone too.
            () if not(known.locked) && !self.track.is_running() => Some(WaitingFor::Lock),
            () => None,
        }
    }

    pub(super) fn judge(&mut self, now: Ms) -> Pulse {
        let silent = passed(self.track.life, now);
        let (normal, learnt) = self.track.normal();
        let (verdict, waiting_for) = self.read(now, silent, normal);
        let stalled = verdict == Verdict::Stalled;
        let since = self.track.stalled_since.filter(|_| stalled).or(stalled.then_some(now));
        self.track.stalled_since = since;
        let track = &self.track;
        let tired = since.is_some_and(|since| passed(since, now) >= track.scaled(PATIENCE));
        Pulse {
            way: Way::Icloud,
            verdict,
            stage: track.stage,
            in_stage: passed(track.stage_since, now),
            silent,
            normal,
            learnt,
            waiting_for,
            percent: track.share.map(|share| share * 100.0),
            bytes: 0,
            files: 0,
            bytes_per_second: None,
            attempts: track.attempts,
            code: match track.end {
                Some(End::Failed(code)) => code,
                _ => None,
            },
            over: matches!(verdict, Verdict::Done | Verdict::Looping)
                || track.stays_failed(now)
                || tired,
        }
    }

    fn read(&self, now: Ms, silent: Duration, normal: Duration) -> (Verdict, WaitingFor) {
        let track = &self.track;
        match track.end {
            Some(End::Done) => return (Verdict::Done, WaitingFor::Nothing),
            Some(End::Failed(_)) if track.loops() => return (Verdict::Looping, WaitingFor::Retry),
            Some(End::Failed(_)) => return (Verdict::Failed, WaitingFor::Retry),
            None => {}
        }
        let missing = self.missing();
        match track.stage {
            Stage::Idle => return (Verdict::Unknown, missing.unwrap_or(WaitingFor::Begin)),
            Stage::Waiting => {
                return match missing {
                    Some(missing) => (Verdict::WaitingForPerson, missing),
                    None => (Verdict::Preparing, WaitingFor::Retry),
                };
            }
            _ => {}
        }
        if silent >= track.scaled(FRESH) && self.gone_since.is_some() {
            // The cable is out: it goes on without us, and nothing is known of it.
            return (Verdict::Unknown, WaitingFor::Phone);
        }
        let waiting_for = match track.stage {
            Stage::Sending => WaitingFor::MoreBytes,
            _ => WaitingFor::Scan,
        };
        if silent >= normal {
            return (Verdict::Stalled, missing.unwrap_or(waiting_for));
        }
        let verdict = match track.stage {
            Stage::Sending if silent >= track.scaled(FRESH) => Verdict::Slow,
            Stage::Sending if self.crawls(now) => Verdict::Slow,
            Stage::Sending => Verdict::Moving,
            _ => Verdict::Preparing,
        };
        (verdict, waiting_for)
    }

    /// The share that is told hardly grows.
    fn crawls(&self, now: Ms) -> bool {
        let (Some((since, first)), Some(share)) = (self.first_share, self.track.share) else {
            return false;
        };
        let time = passed(since, now);
        let hours = time.as_secs_f64() / 3600.0;
        time >= self.track.scaled(SHARE_TIME) && (share - first) / hours < SLOW_SHARE_PER_HOUR
    }
}
