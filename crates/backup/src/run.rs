//! One run: from the first connection to a published version, or an honest end.
//!
//! ```text
//! Starting ─► Talking ─ final 0 ─► Proving ─► Publishing ─► Over(complete, partial)
//!    ▲           │ lost, silent, stalled
//!    │           ▼
//!    └── Away (reconnect now, or wait for the phone) ─ loop, never back ─► Pausing ─► Over
//!                │ error of the phone, interrupt                              ▲
//!                └────────────────────────────────────────────────────────────┘
//! ```
//!
//! Whoever owns a run does what [`Run::poll_action`] says, drives it as a
//! [`Machine`](unstuck_wire::Machine) while a connection stands, hands it the disk's
//! results and every [`Sign`] of the side channels. The run has no clock, no socket and no
//! disk of its own.

mod away;
mod ending;
mod machine;
mod signs;
mod talking;

pub(crate) use signs::BATTERY_LOW_PERCENT;

use std::collections::VecDeque;
use std::time::Duration;

use unstuck_manifest::Password;
use unstuck_manifest::plists::SnapshotState;
use unstuck_vault::worker::{Done, Job, JobProgress};
use unstuck_vault::{Origin, TreePath};
use unstuck_wire::Moment;

use crate::attempts::{Attempts, Mark, Repeats};
use crate::buffers::Buffers;
use crate::conversation::{Conversation, Trouble};
use crate::deadlines::Deadlines;
use crate::notice::{FileError, Notice};
use crate::outcome::{End, Outcome, PersonNeed, Proven};
use crate::phase::Phase;
use crate::progress::Meter;
use crate::pulse::{Pulse, Signs, Verdict, WaitingFor};

/// Settings of a run.
#[derive(Clone, Debug)]
pub struct RunConfig {
    /// UDID of the phone.
    pub udid: String,
    /// Begin empty instead of with a clone of the last version.
    pub full: bool,
    /// The phone is reached over Wi-Fi.
    pub network: bool,
    /// Opens the encrypted backup for the proof.
    pub password: Option<Password>,
    /// How long is waited for what.
    pub deadlines: Deadlines,
    /// The time of day at the start of the run, in seconds since 1970.
    pub started: i64,
    /// What the seal says of the version besides times: phone, system, program.
    pub about: Vec<(String, String)>,
}

/// Something the owner of a run has to do.
#[derive(Debug)]
pub enum Action {
    /// Open a connection to the backup service: [`Run::connected`] or
    /// [`Run::connect_failed`].
    Connect,
    /// Close the connection, without a word to the phone.
    HangUp,
    /// Hand these jobs to the disk's desk: results to [`Run::handle_done`].
    Work(Vec<Job>),
    /// End long work at the desk early.
    StopWork,
    /// Ask the phone anything on another service: [`Sign::Answered`] or
    /// [`Sign::Unanswered`].
    AskPhone,
    /// Tell people.
    Tell(Notice),
    /// The run is over.
    Finish(Box<Outcome>),
}

/// A sign of life, or of its absence, from beside the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The phone is attached (again).
    Attached,
    /// The phone was detached.
    Detached,
    /// The passcode sheet came up.
    PromptShown,
    /// The passcode sheet went away.
    PromptGone,
    /// The backup agent wrote a line into the phone's log.
    AgentLog(String),
    /// A heartbeat came.
    Heartbeat,
    /// The phone answered on another service; whether it is locked, when it said so.
    Answered {
        /// As the phone says.
        locked: Option<bool>,
    },
    /// The phone did not answer on another service in time.
    Unanswered,
    /// While connecting: somebody has to do something on the phone.
    PersonAsked(PersonNeed),
    /// While connecting: another program holds the phone.
    HeldByOther,
    /// The person cancelled on the phone.
    CancelledOnPhone,
    /// Percent of the phone's battery.
    Battery(u8),
}

/// Why a connection could not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectFault {
    /// The phone is not attached.
    Absent,
    /// It is locked and was not unlocked since it started.
    Locked,
    /// It does not trust this computer, and nobody gave trust in time.
    TrustMissing,
    /// Trust was refused on the phone.
    TrustRefused,
    /// It does not trust this computer, and over Wi-Fi it cannot be asked to.
    TrustNeedsCable,
    /// Another program is syncing with the phone.
    Busy,
    /// The phone does not allow it: management, or a state of its own; in its words.
    Prohibited(String),
    /// Something else, in words; worth another attempt.
    Other(String),
}

/// Where the run is.
#[derive(Debug)]
enum Stage {
    /// A connection is being opened.
    Connecting,
    /// A conversation is under way.
    Talking,
    /// No connection.
    Away(Away),
    /// The desk puts everything in order before this end.
    Pausing(End),
    /// The desk proves.
    Proving,
    /// The desk publishes; how it will have ended then.
    Publishing(End),
    Over,
}

/// Between two connections.
#[derive(Clone, Copy, Debug)]
struct Away {
    since: Moment,
    /// When to connect again; `None` while the phone is not attached.
    again: Option<Moment>,
    /// The lost connection still has to be weighed: did it bring anything?
    unweighed: bool,
    /// The phone is gone from the cable, and not only the connection.
    gone: bool,
    /// Nothing was told yet: whether the cable was pulled shows a moment later.
    untold: bool,
}

/// One run.
#[derive(Debug)]
pub struct Run {
    config: RunConfig,
    stage: Stage,
    phase: Phase,
    started: Moment,
    now: Moment,
    talk: Option<Conversation>,
    /// Results still to come for questions of a conversation that is gone.
    stale_results: u32,
    prepared: bool,
    host_ready: bool,
    info_plist: Option<Vec<u8>>,
    buffers: Buffers,
    jobs: Vec<Job>,
    desk_since: Option<Moment>,
    away_since: Moment,
    signs: Signs,
    attempts: Attempts,
    mark: Mark,
    repeats: Repeats,
    /// Files an interrupted run had left.
    found_files: u64,
    /// Connections in a row that were given up because hardly anything came.
    trickles: u32,
    meter: Meter,
    next_tick: Moment,
    told_at: Moment,
    told_progress: Moment,
    told_pulse: Option<(Moment, Pulse)>,
    settled: Moment,
    /// A sync is on order; a slow disk must not get orders faster than it works.
    settling: bool,
    asked_phone: Moment,
    free_bytes: Option<u64>,
    battery: Option<u8>,
    flow_bytes: u64,
    /// The phone's own record of how far it is, as it came last.
    status: Option<SnapshotState>,
    wire_error: Option<String>,
    store_trouble: Option<Trouble>,
    connect_fault: Option<ConnectFault>,
    file_errors: Vec<FileError>,
    file_error_count: u64,
    proof: Option<Proven>,
    /// How the run ends when the proof holds.
    proven_end: End,
    actions: VecDeque<Action>,
}

/// Pictures of the progress are at least this far apart.
pub(crate) const PROGRESS_GAP: Duration = Duration::from_millis(250);
/// In silence a word is said at least this often.
pub(crate) const PULSE_GAP: Duration = Duration::from_secs(4);
/// After this silence the phone is asked on another service, and again as often.
pub(crate) const ASK_GAP: Duration = Duration::from_secs(10);
/// What came in is written to the platters at least this often: a power cut costs no more.
const SETTLE_GAP: Duration = Duration::from_secs(5);
/// A broken connection is told after this pause, when it is known whether the cable was
/// pulled.
pub(crate) const AWAY_PAUSE: Duration = Duration::from_millis(500);
/// Pause before a connection that could not be opened is tried again.
const CONNECT_GAP: Duration = Duration::from_secs(2);

impl Run {
    /// A run that begins now: it prepares the working tree and connects at once, both at
    /// the same time.
    pub fn new(now: Moment, config: RunConfig) -> Self {
        let prepare = Job::Prepare { full: config.full, now: config.started };
        let mut run = Self {
            config,
            stage: Stage::Connecting,
            phase: Phase::Connecting,
            started: now,
            now,
            talk: None,
            stale_results: 0,
            prepared: false,
            host_ready: false,
            info_plist: None,
            buffers: Buffers::new(),
            jobs: vec![prepare],
            desk_since: Some(now),
            away_since: now,
            signs: Signs::fresh(now),
            attempts: Attempts::new(),
            mark: Mark::default(),
            repeats: Repeats::default(),
            found_files: 0,
            trickles: 0,
            meter: Meter::new(),
            next_tick: now,
            told_at: now,
            told_progress: now,
            told_pulse: None,
            settled: now,
            settling: false,
            asked_phone: now,
            free_bytes: None,
            battery: None,
            flow_bytes: 0,
            status: None,
            wire_error: None,
            store_trouble: None,
            connect_fault: None,
            file_errors: Vec::new(),
            file_error_count: 0,
            proof: None,
            proven_end: End::Complete,
            actions: VecDeque::new(),
        };
        run.tell(Notice::Phase(Phase::Connecting));
        run.actions.push_back(Action::Connect);
        run
    }

    /// What to do next; `None` when there is nothing to do until something happens.
    pub fn poll_action(&mut self) -> Option<Action> {
        if let Some(action) = self.actions.pop_front() {
            return Some(action);
        }
        if self.jobs.is_empty() {
            return None;
        }
        Some(Action::Work(std::mem::take(&mut self.jobs)))
    }

    /// A connection to the backup service stands. `info_plist` is the host's file about
    /// the phone, when it could be made.
    pub fn connected(&mut self, now: Moment, info_plist: Option<Vec<u8>>) {
        self.now = now;
        if !matches!(self.stage, Stage::Connecting) {
            self.actions.push_back(Action::HangUp);
            return;
        }
        self.stage = Stage::Talking;
        self.signs = Signs { prompt_since: self.signs.prompt_since, ..Signs::fresh(now) };
        self.info_plist = info_plist;
        self.host_ready = false;
        self.connect_fault = None;
        self.attempts.begin();
        self.repeats.begin(self.found_files + self.mark.files);
        self.begin_conversation();
    }

    /// The person wants it to end now. Everything stays as it is for the next run.
    pub fn interrupt(&mut self, now: Moment) {
        self.now = now;
        match self.stage {
            Stage::Pausing(_) | Stage::Publishing(_) | Stage::Over => {}
            _ => {
                self.actions.push_back(Action::StopWork);
                self.end_later(End::Interrupted);
            }
        }
    }

    /// A result from the desk.
    pub fn handle_done(&mut self, now: Moment, done: Done) {
        self.now = now;
        self.desk_since = None;
        let held = !self.buffers.has_room();
        match done {
            Done::Prepared(Ok(origin)) => {
                self.prepared = true;
                if let Origin::Interrupted(report) = &origin {
                    self.found_files = report.files;
                    self.repeats.begin(self.found_files);
                }
                self.tell(Notice::Origin(origin));
                self.request_when_ready();
            }
            Done::Prepared(Err(error)) => self.store_failed(&error),
            Done::Buffer(buffer) => self.buffers.give_back(buffer),
            Done::Settling => self.settling = false,
            Done::Progress(JobProgress::Preparing { files }) => {
                self.tell_gently(Notice::Cloning { files });
            }
            Done::Progress(JobProgress::Proving { files, bytes }) => {
                self.tell_gently(Notice::Proving { files, bytes });
            }
            Done::Paused(_) => self.paused(),
            Done::Proved(result) => self.proved(result),
            Done::Published(result) => self.published(result),
            answer => self.answer_from_desk(answer),
        }
        if held && self.buffers.has_room() {
            // The phone was not listened to; its silence begins only now.
            self.signs.last_byte = now;
        }
        if self.desk_is_busy() {
            self.desk_since = Some(now);
        }
        self.pump();
    }

    fn answer_from_desk(&mut self, answer: Done) {
        if let Done::Batch(Ok(report)) = &answer {
            self.mark.files += report.fresh;
            if self.repeats.count(report) {
                let times = self.repeats.files();
                return self.end_later(End::Repeating { files: times });
            }
        }
        if self.stale_results > 0 {
            self.stale_results -= 1;
            return;
        }
        let Some(talk) = &mut self.talk else { return };
        let happening = talk.handle_done(self.now, answer);
        // Until now the phone waited for us; its silence begins with our answer.
        self.signs.last_byte = self.now;
        self.store_trouble = self.store_trouble.take().or_else(|| talk.take_trouble());
        if let Some(happening) = happening {
            self.happened(happening);
        }
    }

    fn desk_is_busy(&self) -> bool {
        let asked = self.talk.as_ref().is_some_and(|talk| talk.results_due() > 0);
        asked || self.buffers.out() > 0 || self.stale_results > 0 || !self.prepared
    }

    /// While nothing is carried: a word every few seconds all the same.
    pub(super) fn tick_elsewhere(&mut self, waiting_for: WaitingFor) {
        if self.now.since(self.told_at) >= PULSE_GAP {
            let verdict = match waiting_for {
                WaitingFor::Phone | WaitingFor::PhoneNearby => Verdict::WaitingForPerson,
                _ => Verdict::Preparing,
            };
            self.tell_waiting(verdict, waiting_for);
        }
    }

    pub(super) fn tell_waiting(&mut self, verdict: Verdict, waiting_for: WaitingFor) {
        let silent = self.now.since(self.signs.last_byte);
        self.tell(Notice::Pulse(Pulse {
            verdict,
            silent,
            normal: self.phase.normal_silence(),
            waiting_for,
            give_up: None,
        }));
    }

    /// Enters a phase and says so.
    pub(super) fn enter(&mut self, phase: Phase) {
        if self.phase != phase {
            if phase == Phase::Receiving {
                self.meter.pause();
                self.signs.last_flow = self.now;
            }
            self.phase = phase;
            self.told_pulse = None;
            self.tell(Notice::Phase(phase));
        }
    }

    pub(super) fn tell(&mut self, notice: Notice) {
        self.told_at = self.now;
        self.actions.push_back(Action::Tell(notice));
    }

    /// Tells what may be told now and then.
    fn tell_gently(&mut self, notice: Notice) {
        if self.now.since(self.told_progress) >= PROGRESS_GAP {
            self.told_progress = self.now;
            self.tell(notice);
        }
    }

    /// The connection is of no more use; what came over it stays.
    pub(super) fn drop_connection(&mut self) {
        self.meter.pause();
        if let Some(talk) = self.talk.take() {
            self.stale_results += talk.results_due();
            self.actions.push_back(Action::HangUp);
        }
        self.buffers.drop_current();
        // What came whole is put in order and counted.
        self.jobs.push(Job::FinishBatch);
        self.stale_results += 1;
        self.signs.prompt_since = None;
    }

    /// Info.plist of the host, once per connection and before the request.
    fn put_info_plist(&mut self) {
        let path = TreePath::new(&format!("{}/Info.plist", self.config.udid));
        if let (Some(bytes), Ok(path)) = (self.info_plist.take(), path) {
            // Its result is not waited for: no phone needs this file, and what was wrong
            // with the disk will show itself with the next one.
            self.stale_results += 1;
            self.jobs.push(Job::Put(path, bytes));
        }
    }
}
