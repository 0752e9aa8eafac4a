//! Why a Manifest.db is not read.

use std::io;

use rusqlite::ErrorCode;
use thiserror::Error;

/// Why a Manifest.db cannot be opened, or not be read to its end.
#[derive(Debug, Error)]
pub enum DbFault {
    /// Nothing is there.
    #[error("there is no Manifest.db")]
    Missing,
    /// A folder, a link or something stranger.
    #[error("Manifest.db is not a regular file")]
    NotAFile,
    /// There, but without a single byte.
    #[error("Manifest.db is empty")]
    Empty,
    /// Encrypted, and cut off within a cipher block.
    #[error("Manifest.db has {bytes} bytes, which no encrypted file has")]
    NotWholeBlocks {
        /// Bytes found.
        bytes: u64,
    },
    /// It does not begin as databases do: damage, or decrypted with a key not its own.
    #[error("Manifest.db does not begin like a database")]
    NotADatabase,
    /// Encrypted, and its end is not padding: cut off between blocks, or altered.
    #[error("the end of Manifest.db is missing or altered")]
    BadPadding,
    /// SQLite cannot make sense of a page.
    #[error("Manifest.db is damaged inside: {0}")]
    Damaged(rusqlite::Error),
    /// The disk, or the scratch file, failed.
    #[error("Manifest.db cannot be read: {0}")]
    Io(io::Error),
    /// The progress function asked to stop.
    #[error("stopped on request")]
    Stopped,
    /// SQLite failed for a reason outside the database: no memory, no place.
    #[error("the database library failed: {0}")]
    Sqlite(rusqlite::Error),
}

/// Travels as an [`io::Error`] through readers that know no other kind.
#[derive(Debug, Error)]
#[error("stopped on request")]
pub(super) struct StopRequest;

impl From<io::Error> for DbFault {
    fn from(error: io::Error) -> Self {
        let stopped = error.get_ref().is_some_and(|inner| inner.is::<StopRequest>());
        if stopped { Self::Stopped } else { Self::Io(error) }
    }
}

impl From<rusqlite::Error> for DbFault {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotADatabase,
            Some(
                ErrorCode::OutOfMemory
                | ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::DiskFull
                | ErrorCode::PermissionDenied,
            ) => Self::Sqlite(error),
            _ => Self::Damaged(error),
        }
    }
}
