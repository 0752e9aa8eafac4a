//! One backup being written back to a phone (docs/protocol.md 6.5).
//!
//! ```text
//! Connecting ─► Preparing ─► Sending ─► PuttingInPlace ─ final 0 ─► Restarting, Over
//!     │            │            │              │
//!     └────────────┴────────────┴──────────────┴─ lost, silent, error, interrupt ─► Over
//! ```
//!
//! [`RestoreRun`] begins with a connection that stands and ends with it: a restore is not taken
//! up again by itself, because the phone begins anew and a person should know that it did. The
//! phone asks for files, the run reads them ahead of their turn from a
//! [`Shelf`](unstuck_vault::shelf::Shelf), which cannot change the backup; whatever the phone
//! wants written is refused and told. Like a [`Run`](crate::Run) it has no socket, no clock and
//! no disk.

mod ending;
mod feed;
mod machine;
mod outcome;
mod serving;

use std::collections::VecDeque;

use unstuck_vault::shelf::ShelfJob;
use unstuck_wire::mobilebackup2::RestoreOptions;
use unstuck_wire::{Host, HostConfig, Moment};

use crate::deadlines::Deadlines;
use crate::notice::{FileError, Notice};
use crate::phase::Phase;
use crate::progress::Meter;
use crate::pulse::{Pulse, Signs};

use feed::Feed;
pub use outcome::{PhoneState, RestoreEnd, RestoreOutcome};
use serving::Asked;

/// The stretches of a restore, as a person would tell them apart. The words are those of the
/// JSON notices (docs/contracts.md 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RestorePhase {
    /// Finding the phone, opening its services.
    Connecting,
    /// The phone shows its passcode sheet.
    WaitingPasscode,
    /// The phone reads the lists of the backup and looks whether it fits.
    Preparing,
    /// Files go to the phone.
    Sending,
    /// Everything is there; the phone puts it in its places.
    PuttingInPlace,
    /// The phone said that it is done, and restarts.
    Restarting,
}

impl RestorePhase {
    /// The word of the JSON notices.
    pub fn word(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::WaitingPasscode => "waiting-passcode",
            Self::Preparing => "preparing",
            Self::Sending => "sending",
            Self::PuttingInPlace => "putting-in-place",
            Self::Restarting => "restarting",
        }
    }

    /// The phase of a backup whose silences are as long.
    fn like(self) -> Phase {
        match self {
            Self::Connecting => Phase::Connecting,
            Self::WaitingPasscode => Phase::WaitingPasscode,
            // The phone moves gigabytes about without a word.
            Self::Preparing | Self::PuttingInPlace => Phase::Preparing,
            Self::Sending => Phase::Receiving,
            Self::Restarting => Phase::Done,
        }
    }
}

/// Settings of a restore.
#[derive(Clone, Debug)]
pub struct RestoreConfig {
    /// UDID of the phone.
    pub target: String,
    /// UDID of the phone the backup was made of: the name the phone will know it by.
    pub source: String,
    /// How.
    pub options: RestoreOptions,
    /// Payload files of the backup, as its list names them.
    pub files: u64,
    /// Their bytes as they are stored.
    pub bytes: u64,
    /// How long is waited for what.
    pub deadlines: Deadlines,
}

/// Something the owner of a restore has to do.
#[derive(Debug)]
pub enum RestoreAction {
    /// Close the connection, without a word to the phone.
    HangUp,
    /// Hand these jobs to the shelf: results to [`RestoreRun::handle_done`].
    Work(Vec<ShelfJob>),
    /// Ask the phone anything on another service: [`Sign::Answered`](crate::Sign::Answered) or
    /// [`Sign::Unanswered`](crate::Sign::Unanswered).
    AskPhone,
    /// Tell people.
    Tell(Notice),
    /// The restore is over.
    Finish(Box<RestoreOutcome>),
}

/// One restore.
#[derive(Debug)]
pub struct RestoreRun {
    config: RestoreConfig,
    host: Host,
    phase: RestorePhase,
    started: Moment,
    now: Moment,
    asked: Option<Asked>,
    /// Since when the phone waits for the shelf.
    asked_since: Moment,
    feed: Feed,
    jobs: Vec<ShelfJob>,
    signs: Signs,
    meter: Meter,
    sent_bytes: u64,
    flow_bytes: u64,
    /// Payload files asked for, sent or not.
    asked_files: u64,
    next_tick: Moment,
    told_at: Moment,
    told_progress: Moment,
    told_pulse: Option<(Moment, Pulse)>,
    asked_phone: Moment,
    battery: Option<u8>,
    file_errors: Vec<FileError>,
    file_error_count: u64,
    /// The connection is gone; when that is told, and what the phone said.
    gone: Option<(Moment, Option<String>)>,
    over: bool,
    actions: VecDeque<RestoreAction>,
}

impl RestoreRun {
    /// A restore over a connection that stands now.
    pub fn new(now: Moment, config: RestoreConfig) -> Self {
        let host = HostConfig {
            timers: config.deadlines.timers(),
            folder: Some(config.source.clone()),
            ..HostConfig::default()
        };
        let mut meter = Meter::new();
        meter.set_expected_bytes(config.bytes);
        let mut run = Self {
            config,
            host: Host::with_config(now, host),
            phase: RestorePhase::Connecting,
            started: now,
            now,
            asked: None,
            asked_since: now,
            feed: Feed::new(),
            jobs: Vec::new(),
            signs: Signs::fresh(now),
            meter,
            sent_bytes: 0,
            flow_bytes: 0,
            asked_files: 0,
            next_tick: now,
            told_at: now,
            told_progress: now,
            told_pulse: None,
            asked_phone: now,
            battery: None,
            file_errors: Vec::new(),
            file_error_count: 0,
            gone: None,
            over: false,
            actions: VecDeque::new(),
        };
        run.tell(Notice::RestorePhase(RestorePhase::Connecting));
        run
    }

    /// What to do next; `None` when there is nothing to do until something happens.
    pub fn poll_action(&mut self) -> Option<RestoreAction> {
        if let Some(action) = self.actions.pop_front() {
            return Some(action);
        }
        (!self.jobs.is_empty()).then(|| RestoreAction::Work(std::mem::take(&mut self.jobs)))
    }

    fn enter(&mut self, phase: RestorePhase) {
        if phase > self.phase {
            self.phase = phase;
            self.told_pulse = None;
            self.tell(Notice::RestorePhase(phase));
        }
    }

    fn tell(&mut self, notice: Notice) {
        self.told_at = self.now;
        self.actions.push_back(RestoreAction::Tell(notice));
    }
}
