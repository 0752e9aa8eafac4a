//! How this crate sees a backup folder: through a read-only trait, never the disk itself.

mod memory;
mod read;

use std::io::{self, Read, Seek};
use std::time::Duration;

pub use memory::MemoryTree;
pub use read::ReadFault;
pub(crate) use read::read_file;

/// Read-only view of one backup folder, the one that holds Manifest.plist.
///
/// Paths are relative, `/` between components, and the empty path is the folder itself.
/// They are made by this crate (fixed names and hex), never taken from the backup.
pub trait Tree: Sync {
    /// Opens a regular file for reading.
    ///
    /// # Errors
    /// `NotFound` when there is nothing, `InvalidInput` when it is not a regular file
    /// (a link is not followed), else whatever the system says.
    fn open(&self, path: &str) -> io::Result<Box<dyn ReadSeek + Send + '_>>;

    /// What lies at `path`, `None` when nothing does. Never follows a link.
    ///
    /// # Errors
    /// Whatever the system says, except that nothing is there.
    fn look(&self, path: &str) -> io::Result<Option<Item>>;

    /// The items of one folder, in any order, not of the folders inside it.
    ///
    /// # Errors
    /// `NotFound` when there is no such folder, else whatever the system says.
    fn list(&self, path: &str) -> io::Result<Vec<Item>>;

    /// When what lies at `path` was last changed, since 1970; `None` when that is not known.
    fn modified(&self, _path: &str) -> Option<Duration> {
        None
    }

    /// Bytes a new file beside these may take; `None` when that is not known.
    fn free_bytes(&self) -> Option<u64> {
        None
    }

    /// Asks the system to read the file from the disk next time, not from its memory. It may
    /// not be able to.
    fn forget(&self, _path: &str) {}
}

/// What a file of a [`Tree`] can do once open.
pub trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// One item of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name, without the folder. A name that is not UTF-8 comes with the
    /// replacement character in it, and so never passes for one of ours.
    pub name: String,
    /// What it is.
    pub kind: ItemKind,
    /// Bytes of a regular file, otherwise 0.
    pub bytes: u64,
}

/// What an item of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A regular file.
    Regular,
    /// A folder.
    Directory,
    /// A link, a device, a pipe: never part of a backup.
    Other,
}
