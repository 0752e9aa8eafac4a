//! What a run reports unasked. Terminal, page and JSON draw these very values.

use std::time::Duration;

use unstuck_vault::Origin;
use unstuck_wire::{PathFault, StatusCode};

use crate::phase::Phase;
use crate::progress::Progress;
use crate::pulse::{GiveUp, Pulse, WaitingFor};
use crate::restore::RestorePhase;

/// One thing worth knowing.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// A stretch of the run begins.
    Phase(Phase),
    /// A stretch of a restore begins.
    RestorePhase(RestorePhase),
    /// What the run begins with.
    Origin(Origin),
    /// How far it is.
    Progress(Progress),
    /// Whether it moves; told on every change and every few seconds of silence.
    Pulse(Pulse),
    /// Patience ran out, the connection is given up. The run goes on by itself.
    Stall {
        /// Why.
        reason: GiveUp,
        /// How long nothing came.
        silent: Duration,
        /// In which phase.
        phase: Phase,
    },
    /// The connection is gone; what is waited for now.
    Lost {
        /// What would bring it back.
        waiting_for: WaitingFor,
        /// How long that is waited for.
        patience: Duration,
        /// Why, in words, where it is known.
        why: Option<String>,
    },
    /// The conversation goes on after an interruption.
    Resumed {
        /// Connections so far, this one included.
        attempt: u32,
        /// Files that are here already.
        files: u64,
        /// Their bytes.
        bytes: u64,
    },
    /// A file the phone could not read, or the disk did not take.
    FileError(FileError),
    /// A file of the backup that the phone asked for and could not be sent.
    NotSent(FileError),
    /// In a restore the phone wanted to change the backup; it was refused.
    LeftAlone {
        /// What it wanted to do.
        verb: &'static str,
        /// To what.
        path: String,
    },
    /// The phone named a path that leads out of its backup; it was refused.
    Refused {
        /// What it wanted to do.
        verb: &'static str,
        /// The path, printable.
        path: String,
        /// The rule it broke.
        fault: PathFault,
    },
    /// The phone said something this version does not know; it got an error in answer.
    UnknownMessage(String),
    /// The phone asks for room the disk does not have.
    SpaceMissing {
        /// Bytes it needs in all.
        needed_bytes: u64,
        /// Bytes there are.
        available_bytes: u64,
    },
    /// The phone's battery is nearly empty.
    BatteryLow {
        /// Of a full one.
        percent: u8,
    },
    /// The proof at work.
    Proving {
        /// Files looked at by the rules.
        files: u64,
        /// Bytes read back.
        bytes: u64,
    },
    /// The working tree is being cloned or checked.
    Cloning {
        /// Files so far.
        files: u64,
    },
}

/// A file that is not in the backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// Its path on the phone, or in the backup when the phone names none.
    pub path: String,
    /// What went wrong.
    pub code: StatusCode,
    /// The same in words.
    pub text: String,
    /// The phone is at fault and not our disk.
    pub on_phone: bool,
}
