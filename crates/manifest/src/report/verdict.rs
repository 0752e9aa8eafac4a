//! The conclusion of a verification.

use std::fmt;

use super::Interruption;

/// The conclusion of a verification. Restoring needs one of the first two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything was checked and is there.
    Complete,
    /// Everything was checked; some files are damaged or missing, the rest is there.
    CompleteWithDamage {
        /// Files affected.
        files: u64,
    },
    /// Nothing wrong was found, but not everything could be checked: see the report's
    /// `unchecked`. `files` counts damage seen so far.
    Unproven {
        /// Files affected.
        files: u64,
    },
    /// The last run did not end, and that is all that is wrong.
    Interrupted(Interruption),
    /// The backup cannot be restored as it is.
    Damaged,
    /// The password is not the one of this backup. That is no damage.
    WrongPassword,
    /// A backup of iOS 4 or older, which is not read.
    TooOld,
    /// The folder changed while it was looked at: a program is writing it. Nothing that was
    /// found counts.
    BeingWritten,
    /// The folder holds no backup.
    NotABackup,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Complete => {
                f.write_str("The backup is complete: every file in its list is there.")
            }
            Self::CompleteWithDamage { files } => {
                write!(f, "The backup is complete except for {}.", files_are(*files))
            }
            Self::Unproven { files: 0 } => {
                f.write_str("Nothing wrong was found, but not everything could be checked.")
            }
            Self::Unproven { files } => {
                write!(f, "Not everything could be checked; {} so far.", files_are(*files))
            }
            Self::Interrupted(state) => f.write_str(state.meaning()),
            Self::Damaged => f.write_str("The backup is damaged and cannot be restored as it is."),
            Self::WrongPassword => f.write_str(
                "The password is not the one this backup was made with. The backup itself may be \
                 perfectly well.",
            ),
            Self::TooOld => {
                f.write_str("The backup was made by iOS 4 or older, which Unstuck cannot check.")
            }
            Self::BeingWritten => f.write_str(
                "A program is writing this backup at this moment, so it cannot be judged. Check \
                 it again once that is done.",
            ),
            Self::NotABackup => f.write_str("There is no iPhone backup in this folder."),
        }
    }
}

fn files_are(files: u64) -> String {
    match files {
        1 => "1 file that is damaged or missing".to_owned(),
        files => format!("{files} files that are damaged or missing"),
    }
}
