//! What can be seen of a backup from outside.

use std::time::Duration;

use super::told::Process;

/// How far the phone says the backup in a folder is (`SnapshotState` of Status.plist,
/// docs/protocol.md 6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnapshotStage {
    /// Files come in.
    Uploading,
    /// New files go to their places.
    Moving,
    /// Old files go.
    Removing,
    /// Finished.
    Finished,
}

/// One look at a backup folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glimpse {
    /// What Status.plist says; `None` when there is none, or it cannot be read yet.
    pub stage: Option<SnapshotStage>,
    /// Bytes that were added since the first look.
    pub grown_bytes: u64,
    /// Files that were added or renamed since the first look.
    pub grown_files: u64,
    /// Since the look before, something was added, changed, renamed or removed.
    pub changed: bool,
    /// Age of the newest change that was found.
    pub age: Option<Duration>,
}

/// A sign of life, or of trouble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A process of the phone wrote a line.
    Log {
        /// Which.
        process: Process,
        /// Its text, without the head.
        text: String,
    },
    /// A look at the folder.
    Folder(Glimpse),
    /// The disk of the folder takes so long over one thing, or has not done it after that time.
    Disk(Duration),
    /// The phone is attached, or not any more.
    Present(bool),
    /// The phone answered a question.
    Answered,
    /// It did not.
    Unanswered,
    /// The passcode sheet came up, or went.
    Prompt(bool),
    /// The phone says that it is locked, or not.
    Locked(bool),
    /// The phone is on power, or not.
    Powered(bool),
    /// iCloud Backup is switched on, or not.
    CloudSwitch(bool),
    /// The phone says when its last good iCloud backup was made, in seconds of one epoch.
    CloudDate(i64),
    /// The same of backups by computers.
    LocalDate(i64),
}
