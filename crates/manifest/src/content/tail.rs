//! The end of an encrypted file, without reading the rest.

use std::io::{self, Read, Seek, SeekFrom};

use thiserror::Error;

use super::{BLOCK_BYTES, ContentFault, Decryptor, unpadded};
use crate::FileKey;

/// Why the end of a file is not the end of encrypted content.
#[derive(Debug, Error)]
pub enum TailFault {
    /// It was cut off or altered, or the key is not its key.
    #[error(transparent)]
    Content(#[from] ContentFault),
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Bytes of content in a file of `stored` bytes, from its padding. Reads the last two
/// blocks only, of a source that stands at its beginning: the one before the last is what the
/// last was mixed with
/// (docs/backup-format.md 10, rule 29). A file cut between blocks passes when the content
/// there happens to look like padding, so this proves less than a hash does.
///
/// # Errors
/// [`TailFault`].
pub fn plain_len(
    source: &mut (impl Read + Seek + ?Sized),
    stored: u64,
    key: &FileKey,
) -> Result<u64, TailFault> {
    const BLOCK: u64 = BLOCK_BYTES as u64;
    if !stored.is_multiple_of(BLOCK) {
        return Err(ContentFault::NotWholeBlocks.into());
    }
    let Some(before_last) = stored.checked_sub(BLOCK) else { return Ok(0) };
    let mut blocks = [[0; BLOCK_BYTES]; 2];
    // One call to the system fewer each counts with 200,000 small files.
    match before_last.checked_sub(BLOCK) {
        None => source.read_exact(&mut blocks[1])?,
        Some(start) => {
            if start > 0 {
                source.seek(SeekFrom::Start(start))?;
            }
            source.read_exact(blocks.as_flattened_mut())?;
        }
    }
    let [iv, mut last] = blocks;
    Decryptor::with_iv(key, &iv).decrypt_blocks(&mut last);
    Ok(before_last + unpadded(&last)? as u64)
}
