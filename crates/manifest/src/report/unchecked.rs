//! What a verification could not look at. Not knowing is said, never passed over.

use std::fmt;

/// Rules that could not be checked for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// Why.
    pub why: Why,
    /// Ids of the rules, in order.
    pub rules: Vec<&'static str>,
}

/// Why rules could not be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The backup is encrypted and no password was given.
    NoPassword,
    /// The password given is not the one of this backup.
    WrongPassword,
    /// Keybag or ManifestKey are damaged, so no password helps.
    KeysUnusable,
    /// The folder cannot be listed.
    FolderUnreadable(String),
    /// The system does not let us read something: which, and its error. No damage is
    /// proven by that; often a permission is missing.
    Unreadable(String),
    /// Status.plist is missing or damaged.
    NoStatus,
    /// Manifest.plist is missing or damaged.
    NoManifest,
    /// Manifest.db is missing or cannot be opened.
    NoDatabase,
    /// Manifest.db has not the tables of a manifest.
    ForeignDatabase,
    /// Manifest.db could be read only in part.
    RowsCutShort(String),
    /// Some rows hold values of wrong types, so it is not known what they stand for.
    RowsUnreadable(u64),
    /// Some payload folders cannot be listed: how many, and the first with its error.
    PayloadsUnreadable(u64, String),
    /// No backup has ever finished here, so there is nothing to compare with.
    NothingFinished,
    /// The verification was stopped.
    Stopped,
}

impl Why {
    /// Whether the rules were checked in part, so that they may have findings as well.
    pub(crate) fn is_partial(&self) -> bool {
        matches!(
            self,
            Self::RowsCutShort(_)
                | Self::RowsUnreadable(_)
                | Self::PayloadsUnreadable(..)
                | Self::Stopped
        )
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPassword => f.write_str(
                "The backup is encrypted. With its password Unstuck can read the list of files \
                 and check that each is there.",
            ),
            Self::WrongPassword => f.write_str(
                "The password was not the right one, so the list of files stays closed.",
            ),
            Self::KeysUnusable => f.write_str("The keys of the backup are damaged or missing."),
            Self::FolderUnreadable(error) => write!(f, "The folder cannot be listed: {error}."),
            Self::Unreadable(what) => write!(f, "The computer could not read {what}."),
            Self::NoStatus => f.write_str("Status.plist cannot be read."),
            Self::NoManifest => f.write_str("Manifest.plist cannot be read."),
            Self::NoDatabase => f.write_str("Manifest.db cannot be opened."),
            Self::ForeignDatabase => {
                f.write_str("Manifest.db is not built like any list of files Unstuck knows.")
            }
            Self::RowsCutShort(fault) => write!(f, "The list of files breaks off: {fault}."),
            Self::RowsUnreadable(rows) => {
                write!(f, "{rows} rows of the list of files cannot be read.")
            }
            Self::PayloadsUnreadable(count, first) => {
                write!(f, "{count} folders cannot be listed, the first is {first}.")
            }
            Self::NothingFinished => f.write_str("No backup has ever finished here."),
            Self::Stopped => f.write_str("The check was stopped before it got there."),
        }
    }
}
