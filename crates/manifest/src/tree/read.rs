//! Reading one small file whole, with a bound.

use std::io::{self, Read};

use thiserror::Error;

use super::{ItemKind, Tree};

/// Why a file could not be read whole.
#[derive(Debug, Error)]
pub enum ReadFault {
    /// Nothing is there.
    #[error("it is not there")]
    Missing,
    /// A folder, a link or something stranger.
    #[error("it is not a regular file")]
    NotAFile,
    /// There, but without a single byte.
    #[error("it is empty")]
    Empty,
    /// Larger than such a file ever is.
    #[error("it has more than {bytes_max} bytes")]
    TooLarge {
        /// The bound.
        bytes_max: u64,
    },
    /// The system could not read it.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
}

/// Reads a file of at most `bytes_max` bytes; never empty.
pub(crate) fn read_file(tree: &dyn Tree, path: &str, bytes_max: u64) -> Result<Vec<u8>, ReadFault> {
    let item = tree.look(path)?.ok_or(ReadFault::Missing)?;
    if item.kind != ItemKind::Regular {
        return Err(ReadFault::NotAFile);
    }
    if item.bytes > bytes_max {
        return Err(ReadFault::TooLarge { bytes_max });
    }
    let mut bytes = Vec::new();
    // One byte beyond the bound: the file may have grown since it was looked at.
    tree.open(path)?.take(bytes_max + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 {
        0 => Err(ReadFault::Empty),
        len if len > bytes_max => Err(ReadFault::TooLarge { bytes_max }),
        _ => Ok(bytes),
    }
}
