//! What somebody noted of every file of a backup when it was proven.

use std::fmt::Debug;

/// One line of a seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealLine<'a> {
    /// Path below the backup's folder.
    pub path: &'a str,
    /// Length in bytes.
    pub bytes: u64,
    /// BLAKE3 of the content.
    pub hash: [u8; 32],
}

/// A seal: the names, lengths and hashes of a backup's files (docs/backup-format.md 10,
/// rule 40).
pub trait SealBook: Debug + Sync {
    /// Shows every line, in any order.
    ///
    /// # Errors
    /// In words, when the seal cannot be read or was changed itself.
    fn read(&self, visit: &mut dyn FnMut(SealLine<'_>)) -> Result<(), String>;
}
