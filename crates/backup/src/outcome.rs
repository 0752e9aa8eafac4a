//! How a run ended, and what that means.

use std::time::Duration;

use unstuck_manifest::{Report, Verdict};
use unstuck_vault::HashReport;
use unstuck_wire::ErrorCode;

use crate::notice::FileError;
use crate::pulse::GiveUp;

/// The end of a run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What kind of end.
    pub end: End,
    /// Name of the new version, when one was published.
    pub version: Option<String>,
    /// Files received in this run.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that are not in the backup: the first hundred.
    pub file_errors: Vec<FileError>,
    /// How many there are.
    pub file_error_count: u64,
    /// The proof, when it came to one.
    pub proof: Option<Proven>,
    /// Connections it took.
    pub attempts: u32,
    /// How long it took.
    pub took: Duration,
}

/// What was proven about a version.
#[derive(Clone, Debug)]
pub struct Proven {
    /// What the rules found.
    pub report: Report,
    /// What reading back found.
    pub hashes: HashReport,
}

impl Proven {
    /// Nothing is wrong, and nothing was left unchecked for want of the password.
    pub fn is_full(&self) -> bool {
        self.report.verdict == Verdict::Complete && self.hashes.changed_count == 0
    }
}

/// Kinds of end. Exit codes follow docs/contracts.md.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// A version was published; files may be missing from it (`file_errors`).
    Complete,
    /// The phone ended it with an error of its own.
    PhoneError {
        /// `MBErrorDomain`.
        code: ErrorCode,
        /// The phone's text.
        text: String,
    },
    /// Nothing moved, or the phone did not come back.
    Stalled(GiveUp),
    /// The phone was unplugged, or went out of reach, and did not come back.
    PhoneGone {
        /// Percent of its battery, as it said last.
        battery: Option<u8>,
    },
    /// Everything came and is proven, and a version was published; but the connection broke
    /// before the phone said so itself.
    Unconfirmed,
    /// The phone does not allow it; in its words.
    Prohibited(String),
    /// The phone is there, but no connection could be opened; in words.
    NoConnection(String),
    /// Another program held the phone all the time.
    Busy,
    /// The same stretch again and again without progress.
    Looping {
        /// How often.
        times: u32,
        /// Each time because the phone was gone from the cable.
        unplugged: bool,
    },
    /// The phone sent files that were here already, and no others.
    Repeating {
        /// How many.
        files: u64,
    },
    /// The phone broke the rules of the protocol, again and again.
    Violation(String),
    /// The phone wants something of a person that nobody gave.
    PersonNeeded(PersonNeed),
    /// The place for the backup failed.
    Store {
        /// In words.
        text: String,
        /// It is full.
        full: bool,
    },
    /// The phone said all is well, and the proof says it is not.
    Damaged,
    /// The password given is not that of the backup.
    WrongPassword,
    /// Ended by the person.
    Interrupted,
}

/// What a person has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonNeed {
    /// Unlock the phone.
    Unlock,
    /// Give trust.
    Trust,
    /// Give trust, for which a cable is needed.
    TrustByCable,
    /// Type the passcode.
    Passcode,
}

impl Outcome {
    /// The end of a run that had no time to end in order. Everything is kept all the same:
    /// the next run checks what it finds.
    pub fn interrupted(took: Duration) -> Self {
        Self {
            end: End::Interrupted,
            version: None,
            files: 0,
            bytes: 0,
            file_errors: Vec::new(),
            file_error_count: 0,
            proof: None,
            attempts: 0,
            took,
        }
    }

    /// The exit code of contracts.
    pub fn exit_code(&self) -> u8 {
        match &self.end {
            End::Complete if self.file_error_count > 0 => 3,
            End::Complete => 0,
            End::PhoneError { code, .. } => exit_code_of(*code),
            End::Stalled(GiveUp::NoPasscode) | End::PersonNeeded(_) => 4,
            End::Stalled(_) | End::PhoneGone { .. } | End::NoConnection(_) => 6,
            End::Looping { .. } | End::Repeating { .. } | End::Unconfirmed => 6,
            End::Busy => 1,
            End::Violation(_) | End::Prohibited(_) => 10,
            End::Store { .. } => 7,
            End::Damaged => 8,
            End::WrongPassword => 9,
            End::Interrupted => 130,
        }
    }

    /// The word for the JSON result.
    pub fn word(&self) -> &'static str {
        match self.exit_code() {
            0 => "complete",
            3 => "partial",
            _ if self.end == End::Unconfirmed => "partial",
            _ => "failed",
        }
    }

    /// The cause, by its label from the closed list of causes, where the end names one.
    pub fn cause(&self) -> Option<&'static str> {
        match &self.end {
            End::Complete if self.file_error_count > 0 => {
                let disk = self.file_errors.iter().any(|error| !error.on_phone);
                Some(if disk { "target-filesystem" } else { "device-software" })
            }
            End::Complete | End::Interrupted | End::Unconfirmed => None,
            End::PhoneError { code, .. } => cause_of(*code),
            End::Stalled(GiveUp::NoPasscode) => Some("device-locked-passcode"),
            End::Stalled(GiveUp::AgentStalled | GiveUp::NoHandshake) => Some("device-software"),
            End::PhoneGone { battery: Some(0..=BATTERY_EMPTY_PERCENT) } => Some("power"),
            End::Stalled(GiveUp::DeadStream | GiveUp::PhoneSilent | GiveUp::Trickle)
            | End::PhoneGone { .. } => Some("cable-port-hub"),
            End::Looping { unplugged: true, .. } => Some("cable-port-hub"),
            End::Prohibited(_) => Some("mdm-restriction"),
            End::NoConnection(_) => Some("usb-stack"),
            End::Busy => Some("busy-device"),
            End::Looping { .. } | End::Repeating { .. } | End::Violation(_) => {
                Some("device-software")
            }
            End::PersonNeeded(PersonNeed::Trust | PersonNeed::TrustByCable) => {
                Some("pairing-trust")
            }
            End::PersonNeeded(_) => Some("device-locked-passcode"),
            End::Store { full: true, .. } => Some("host-disk-full"),
            End::Store { full: false, .. } => Some("target-filesystem"),
            End::Damaged => Some("target-filesystem"),
            End::WrongPassword => Some("encryption-password"),
        }
    }
}

/// A phone this low that goes away went because of it.
pub const BATTERY_EMPTY_PERCENT: u8 = 5;

pub(crate) fn exit_code_of(code: ErrorCode) -> u8 {
    match code {
        ErrorCode::HOST_FULL => 7,
        ErrorCode::PASSWORD => 9,
        ErrorCode::LOCKED => 4,
        ErrorCode::CANCELLED => 130,
        _ => 10,
    }
}

pub(crate) fn cause_of(code: ErrorCode) -> Option<&'static str> {
    Some(match code {
        ErrorCode::HOST_FULL => "host-disk-full",
        ErrorCode::PHONE_FULL => "device-storage-full",
        ErrorCode::PASSWORD => "encryption-password",
        ErrorCode::LOCKED | ErrorCode::FIND_MY => "device-locked-passcode",
        ErrorCode::DAMAGED | ErrorCode::HOST_READ => "backup-corrupt",
        ErrorCode::VERSION => "version-mismatch",
        ErrorCode::RESTORE_IN_PROGRESS | ErrorCode::NOT_SET_UP => "busy-device",
        ErrorCode::CANCELLED => return None,
        _ => "device-software",
    })
}
