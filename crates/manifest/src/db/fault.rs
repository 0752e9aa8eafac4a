//! Why a Manifest.db is not read.

use std::io;

use thiserror::Error;

pub use super::sqlite::Damage;

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
    /// Pages or rows do not hold together.
    #[error("Manifest.db is damaged inside: {0}")]
    Damaged(#[from] Damage),
    /// The disk failed.
    #[error("Manifest.db cannot be read: {0}")]
    Io(#[from] io::Error),
    /// Manifest.mbdb, the list of old systems, does not begin like one.
    #[error("Manifest.mbdb does not begin like a list of files")]
    NotAnOldList,
    /// Manifest.mbdb breaks off within an entry.
    #[error("Manifest.mbdb breaks off in the entry at byte {at}")]
    OldCutOff {
        /// Where the entry begins.
        at: u64,
    },
    /// The progress function asked to stop.
    #[error("stopped on request")]
    Stopped,
    /// Making a database failed.
    #[error("the database library failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
}
