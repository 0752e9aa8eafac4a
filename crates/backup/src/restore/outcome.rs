//! How a restore ended, and what that means for the phone.

use std::time::Duration;

use unstuck_wire::ErrorCode;

use super::RestorePhase;
use crate::notice::FileError;
use crate::outcome::{BATTERY_EMPTY_PERCENT, cause_of, exit_code_of};
use crate::pulse::GiveUp;

/// The end of a restore.
#[derive(Clone, Debug)]
pub struct RestoreOutcome {
    /// What kind of end.
    pub end: RestoreEnd,
    /// How far it had come.
    pub phase: RestorePhase,
    /// Files the phone was sent.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that could not be sent: the first hundred.
    pub file_errors: Vec<FileError>,
    /// How many there are.
    pub file_error_count: u64,
    /// The phone restarts by itself now.
    pub restarts: bool,
    /// How long it took.
    pub took: Duration,
}

/// Kinds of end. Exit codes follow docs/contracts.md.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestoreEnd {
    /// The phone has everything and says so; files may be missing from it (`file_errors`).
    Complete,
    /// The phone ended it with an error of its own.
    PhoneError {
        /// `MBErrorDomain`.
        code: ErrorCode,
        /// The phone's text.
        text: String,
    },
    /// The phone was unplugged, or its connection broke.
    Lost {
        /// It is gone from the cable, and not only the connection.
        gone: bool,
        /// Percent of its battery, as it said last.
        battery: Option<u8>,
        /// Why, in words, where it is known.
        why: Option<String>,
    },
    /// Everything was sent, and the connection ended before the phone's last word.
    Unconfirmed,
    /// Nothing moved any more.
    Stalled(GiveUp),
    /// The phone broke the rules of the protocol.
    Violation(String),
    /// Ended by the person.
    Interrupted,
}

/// What is known of the data on the phone after an end (docs/protocol.md 6.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneState {
    /// The phone was not given a single file: it is as it was.
    Untouched,
    /// It was given files and drops them again: what it held is still there.
    KeepsWhatItHad,
    /// It was putting things in their places; what it did with them is not known.
    Unknown,
    /// The backup is on it.
    Restored,
}

impl RestoreOutcome {
    /// What is known of the data on the phone.
    pub fn phone_state(&self) -> PhoneState {
        match (&self.end, self.phase) {
            (RestoreEnd::Complete, _) => PhoneState::Restored,
            (_, RestorePhase::PuttingInPlace | RestorePhase::Restarting) => PhoneState::Unknown,
            (_, RestorePhase::Sending) => PhoneState::KeepsWhatItHad,
            _ => PhoneState::Untouched,
        }
    }

    /// The exit code of contracts.
    pub fn exit_code(&self) -> u8 {
        match &self.end {
            RestoreEnd::Complete if self.file_error_count > 0 => 3,
            RestoreEnd::Complete => 0,
            RestoreEnd::PhoneError { code, .. } => match *code {
                // In a restore it is our folder the phone speaks of, and not our disk.
                ErrorCode::DAMAGED | ErrorCode::HOST_READ if self.file_error_count > 0 => 8,
                code => exit_code_of(code),
            },
            RestoreEnd::Stalled(GiveUp::NoPasscode) => 4,
            RestoreEnd::Lost { .. } | RestoreEnd::Unconfirmed | RestoreEnd::Stalled(_) => 6,
            RestoreEnd::Violation(_) => 10,
            RestoreEnd::Interrupted => 130,
        }
    }

    /// The word for the JSON result.
    pub fn word(&self) -> &'static str {
        match self.exit_code() {
            0 => "complete",
            3 => "partial",
            _ => "failed",
        }
    }

    /// The cause, by its label from the closed list of causes, where the end names one.
    pub fn cause(&self) -> Option<&'static str> {
        match &self.end {
            RestoreEnd::Complete if self.file_error_count > 0 => Some("backup-corrupt"),
            RestoreEnd::Complete | RestoreEnd::Unconfirmed | RestoreEnd::Interrupted => None,
            RestoreEnd::PhoneError { code, .. } => cause_of(*code),
            RestoreEnd::Lost { battery: Some(0..=BATTERY_EMPTY_PERCENT), .. } => Some("power"),
            RestoreEnd::Lost { .. } => Some("cable-port-hub"),
            RestoreEnd::Stalled(GiveUp::NoPasscode) => Some("device-locked-passcode"),
            RestoreEnd::Stalled(GiveUp::DeadStream | GiveUp::PhoneSilent | GiveUp::Trickle) => {
                Some("cable-port-hub")
            }
            RestoreEnd::Stalled(_) | RestoreEnd::Violation(_) => Some("device-software"),
        }
    }
}
