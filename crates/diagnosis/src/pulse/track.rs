//! The course of one backup: stage, signs of life, attempts, flow. Times are milliseconds since
//! the watch began; what lies before has negative ones.

use std::collections::VecDeque;
use std::time::Duration;

use super::{History, Stage, Way};

/// Milliseconds since the watch began.
pub(super) type Ms = i64;

/// As milliseconds.
pub(super) fn ms(at: Duration) -> Ms {
    Ms::try_from(at.as_millis()).unwrap_or(Ms::MAX / 4)
}

/// As time that has passed; what lies ahead has not.
pub(super) fn passed(since: Ms, now: Ms) -> Duration {
    Duration::from_millis(u64::try_from(now.saturating_sub(since)).unwrap_or(0))
}

/// Speed is measured over this time.
const FLOW_MS: Ms = 60_000;
/// And said after this.
const FLOW_MS_MIN: Ms = 15_000;
/// Silences shorter than this teach nothing.
const QUIET_MIN: Duration = Duration::from_secs(5);
/// Attempts without anything new after which it is a loop.
pub(super) const BARREN_MAX: u32 = 3;
/// After an error it may begin anew by itself; whoever watches waits so long for that.
const ANEW: Duration = Duration::from_secs(30);

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Done,
    Failed(Option<i64>),
}

/// The course of one backup.
#[derive(Clone, Debug)]
pub(super) struct Track {
    pub(super) way: Way,
    pub(super) stage: Stage,
    pub(super) stage_since: Ms,
    /// Last sign of life of any kind.
    pub(super) life: Ms,
    /// Attempts that began.
    pub(super) attempts: u32,
    /// Ends in a row that brought nothing new.
    barren: u32,
    /// How far the best attempt came: bytes, or bytes and share.
    best: u64,
    reached: u64,
    pub(super) end: Option<End>,
    pub(super) planned_bytes: Option<u64>,
    pub(super) share: Option<f64>,
    flow: VecDeque<(Ms, u64)>,
    pub(super) stalled_since: Option<Ms>,
    /// The silence has a cause that lies outside: nothing is to be learnt from it.
    pub(super) disturbed: bool,
    history: History,
    patience: f64,
}

impl Track {
    pub(super) fn new(way: Way, history: History, patience: f64) -> Self {
        Self {
            way,
            stage: Stage::Idle,
            stage_since: 0,
            life: 0,
            attempts: 0,
            barren: 0,
            best: 0,
            reached: 0,
            end: None,
            planned_bytes: None,
            share: None,
            flow: VecDeque::new(),
            stalled_since: None,
            disturbed: false,
            history,
            patience,
        }
    }

    /// Something lives. A silence that was longer than any before is learnt.
    pub(super) fn lives(&mut self, at: Ms) {
        let quiet = passed(self.life, at);
        let tells = quiet >= QUIET_MIN && !self.disturbed;
        if self.is_running() && self.life >= 0 && tells {
            self.history.learn(self.way, self.stage, quiet);
        }
        self.disturbed = false;
        self.life = self.life.max(at);
    }

    pub(super) fn enter(&mut self, stage: Stage, at: Ms) {
        self.lives(at);
        if self.stage != stage {
            self.stage = stage;
            self.stage_since = at;
        }
    }

    /// An attempt begins.
    pub(super) fn begin(&mut self, at: Ms) {
        if self.is_running() && self.stage > Stage::Preparing {
            // One that nobody saw end.
            self.count_end();
        }
        if !self.is_running() || self.stage > Stage::Preparing {
            self.attempts += 1;
        }
        (self.end, self.share, self.planned_bytes) = (None, None, None);
        self.flow.clear();
        self.enter(Stage::Preparing, at);
    }

    /// An attempt ended. A backup that is told of by its end alone was one all the same.
    pub(super) fn finish(&mut self, end: End, at: Ms) {
        self.lives(at);
        match end {
            End::Done => self.barren = 0,
            End::Failed(_) if self.end.is_none() => self.count_end(),
            End::Failed(_) => {}
        }
        self.attempts = self.attempts.max(1);
        self.end = Some(end);
        (self.stage, self.stage_since) = (Stage::Ended, at);
    }

    fn count_end(&mut self) {
        if self.reached > self.best {
            self.best = self.reached;
            self.barren = 0;
        }
        self.barren += 1;
        self.reached = 0;
    }

    /// So much has come in this attempt.
    pub(super) fn reach(&mut self, amount: u64) {
        self.reached = self.reached.max(amount);
    }

    /// The phone says itself that so many attempts failed in a row.
    pub(super) fn failed_in_a_row(&mut self, times: u64) {
        self.barren = self.barren.max(u32::try_from(times).unwrap_or(u32::MAX));
    }

    /// It failed, and did not begin anew since.
    pub(super) fn stays_failed(&self, now: Ms) -> bool {
        let failed = matches!(self.end, Some(End::Failed(_)));
        failed && passed(self.stage_since, now) >= self.scaled(ANEW)
    }

    /// Whether the same is done over and over.
    pub(super) fn loops(&self) -> bool {
        self.barren >= BARREN_MAX
    }

    pub(super) fn is_running(&self) -> bool {
        !matches!(self.stage, Stage::Idle | Stage::Waiting | Stage::Ended)
    }

    /// So many bytes have come since the watch began.
    pub(super) fn flows(&mut self, at: Ms, bytes: u64) {
        self.flow.push_back((at, bytes));
        while self.flow.len() > 2 && self.flow[1].0 <= at - self.scaled_ms(FLOW_MS) {
            self.flow.pop_front();
        }
    }

    /// Bytes a second lately.
    pub(super) fn speed(&self) -> Option<f64> {
        let ((from, before), (to, after)) = (self.flow.front()?, self.flow.back()?);
        let time = passed(*from, *to);
        let enough = time >= passed(0, self.scaled_ms(FLOW_MS_MIN));
        enough.then(|| after.saturating_sub(*before) as f64 / time.as_secs_f64().max(1e-3))
    }

    fn scaled_ms(&self, time: Ms) -> Ms {
        (time as f64 * self.patience) as Ms
    }

    /// A wait, as patient as the person wants.
    pub(super) fn scaled(&self, time: Duration) -> Duration {
        time.mul_f64(self.patience)
    }

    /// The longest silence that is ordinary now, and whether that was learnt.
    pub(super) fn normal(&self) -> (Duration, bool) {
        let (normal, learnt) = self.history.normal(self.way, self.stage);
        (self.scaled(normal), learnt)
    }

    pub(super) fn history(&self) -> History {
        self.history.clone()
    }
}
