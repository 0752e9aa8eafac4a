//! The beginning of a file that is a SQLite database.

use crate::db::{Header, SQLITE_MAGIC};

/// What the header of a database says of its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SqliteHead {
    /// A sound header: the length it calls for, when it says.
    Sound {
        /// Bytes of all its pages.
        bytes: Option<u64>,
    },
    /// It begins like a database and contradicts itself.
    Broken,
}

impl SqliteHead {
    /// Looks at the first bytes of a file; `None` when it is no database.
    pub(crate) fn read(front: &[u8]) -> Option<Self> {
        if !front.starts_with(SQLITE_MAGIC) {
            return None;
        }
        Some(match Header::read(front) {
            Some(Ok(header)) => {
                let page_bytes = u64::from(header.page_bytes);
                Self::Sound { bytes: header.pages.map(|pages| u64::from(pages) * page_bytes) }
            }
            _ => Self::Broken,
        })
    }
}
