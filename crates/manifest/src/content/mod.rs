//! The content of encrypted files: AES-256-CBC, zero IV, PKCS#7 padding, a key for each
//! file (docs/backup-format.md 9.4 and 9.5).
//!
//! ```text
//!  plain   |------------ n bytes ------------|
//!  stored  |---------------------------------|padding|   16 * (n / 16 + 1) bytes
//!  key     u32le class | 32-byte key wrapped with that class's key (40 bytes)
//! ```
//!
//! Decryption runs in place over many blocks at once, because the processor then works
//! on several of them in parallel: about four gigabytes a second against one for
//! encryption, where each block needs the one before it.

mod cipher;
mod reader;
mod tail;
mod wrapped;

use thiserror::Error;

pub use cipher::{Decryptor, Encryptor, encrypt};
pub use reader::DecryptingReader;
pub use tail::{TailFault, plain_len};
pub use wrapped::{WrappedKey, WrappedKeyFault};
pub(crate) use wrapped::{unwrap, wrap};

/// Bytes of a cipher block.
pub const BLOCK_BYTES: usize = 16;

/// Why stored bytes are not the encrypted form of anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ContentFault {
    /// The file was cut off within a block.
    #[error("its length is no multiple of 16")]
    NotWholeBlocks,
    /// The file was cut off between blocks, its end was altered, or the key is another's.
    #[error("its last block does not end in padding")]
    BadPadding,
}

/// Bytes that `plain_bytes` of content take up when stored.
///
/// ```
/// use unstuck_manifest::content::stored_len;
///
/// assert_eq!((stored_len(0), stored_len(15), stored_len(16)), (16, 16, 32));
/// ```
pub fn stored_len(plain_bytes: u64) -> u64 {
    (plain_bytes / BLOCK_BYTES as u64).saturating_add(1).saturating_mul(BLOCK_BYTES as u64)
}

/// Content bytes in the last block: 0 to 15.
pub(crate) fn unpadded(last: &[u8; BLOCK_BYTES]) -> Result<usize, ContentFault> {
    let count = usize::from(last[BLOCK_BYTES - 1]);
    let content = BLOCK_BYTES.checked_sub(count).filter(|_| count > 0);
    content
        .filter(|content| last[*content..].iter().all(|byte| usize::from(*byte) == count))
        .ok_or(ContentFault::BadPadding)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use proptest::prelude::*;

    use super::*;
    use crate::FileKey;

    fn key() -> FileKey {
        FileKey::new([0xF1; 32])
    }

    fn hex(text: &str) -> Vec<u8> {
        let digits: String = text.split_whitespace().collect();
        let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
        (0..digits.len()).step_by(2).map(byte).collect()
    }

    #[test]
    fn the_test_vector_comes_out_to_the_byte() {
        let vector = [
            ("hello backup\n", "f2c353fefbc67bf8e31a3c4eefed7951"),
            (
                "0123456789abcdef",
                "a7d20f41efd43533a520f6ef592f90d97f3f694fc6305547fefea71b4e76decc",
            ),
            ("", "88f94e8d87a12de8bf3083b2ec0af857"),
        ];
        for (plain, stored) in vector {
            assert_eq!(encrypt(&key(), plain.as_bytes()), hex(stored));
            let mut out = Vec::new();
            DecryptingReader::new(&hex(stored)[..], &key()).read_to_end(&mut out).unwrap();
            assert_eq!(out, plain.as_bytes());
        }
    }

    #[test]
    fn padding_is_told_from_what_only_looks_like_it() {
        let mut last = [16; 16];
        assert_eq!(unpadded(&last), Ok(0));
        last[0] = 1;
        assert_eq!(unpadded(&last), Err(ContentFault::BadPadding));
        last[15] = 1;
        assert_eq!(unpadded(&last), Ok(15));
        last[15] = 0;
        assert_eq!(unpadded(&last), Err(ContentFault::BadPadding));
        last[15] = 17;
        assert_eq!(unpadded(&last), Err(ContentFault::BadPadding));
    }

    #[test]
    fn a_cut_or_altered_end_is_noticed_by_the_last_blocks_alone() {
        let stored = encrypt(&key(), &[0; 100]);
        let check =
            |stored: &[u8]| plain_len(&mut Cursor::new(stored), stored.len() as u64, &key());
        assert_eq!(check(&stored).unwrap(), 100);
        assert_eq!(check(&[]).unwrap(), 0);
        assert_eq!(check(&encrypt(&key(), b"")).unwrap(), 0);
        assert!(matches!(check(&stored[..96]), Err(TailFault::Content(ContentFault::BadPadding))));
        assert!(matches!(
            check(&stored[..99]),
            Err(TailFault::Content(ContentFault::NotWholeBlocks))
        ));
        let mut altered = stored.clone();
        altered[111] ^= 1;
        assert!(check(&altered).is_err());
    }

    proptest! {
        #[test]
        fn any_split_gives_the_same_bytes(
            plain in proptest::collection::vec(any::<u8>(), 0..300),
            splits in proptest::collection::vec(0usize..50, 1..20),
        ) {
            let whole = encrypt(&key(), &plain);
            prop_assert_eq!(whole.len() as u64, stored_len(plain.len() as u64));
            let (mut stored, mut back) = (Vec::new(), Vec::new());
            let mut encryptor = Encryptor::new(&key());
            for piece in pieces(&plain, &splits) {
                encryptor.push(piece, &mut stored);
            }
            encryptor.finish(&mut stored);
            prop_assert_eq!(&stored, &whole);
            let mut decryptor = Decryptor::new(&key());
            for piece in pieces(&stored, &splits) {
                decryptor.push(piece, &mut back);
            }
            decryptor.finish(&mut back).unwrap();
            prop_assert_eq!(&back, &plain);
            let mut read = Vec::new();
            let source = Stutter { pieces: pieces(&stored, &splits) };
            DecryptingReader::new(source, &key()).read_to_end(&mut read).unwrap();
            prop_assert_eq!(&read, &plain);
        }

        #[test]
        fn garbage_never_panics(stored in proptest::collection::vec(any::<u8>(), 0..100)) {
            let mut out = Vec::new();
            let result = DecryptingReader::new(&stored[..], &key()).read_to_end(&mut out);
            let tail = plain_len(&mut Cursor::new(&stored), stored.len() as u64, &key());
            prop_assert_eq!(result.is_ok(), tail.is_ok());
            // What is no end the first time is none the second time.
            let mut reader = DecryptingReader::new(&stored[..], &key());
            if reader.read_to_end(&mut out).is_err() {
                prop_assert!(reader.read(&mut [0; 16]).is_err());
            }
        }
    }

    fn pieces<'a>(mut bytes: &'a [u8], splits: &[usize]) -> Vec<&'a [u8]> {
        let mut pieces = Vec::new();
        for split in splits {
            let (piece, rest) = bytes.split_at((*split).min(bytes.len()));
            pieces.push(piece);
            bytes = rest;
        }
        pieces.push(bytes);
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    /// Gives its pieces one by one, as a slow disk may.
    struct Stutter<'a> {
        pieces: Vec<&'a [u8]>,
    }

    impl Read for Stutter<'_> {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            let Some(piece) = self.pieces.first_mut() else { return Ok(0) };
            let count = piece.read(out)?;
            if piece.is_empty() {
                self.pieces.remove(0);
            }
            Ok(count)
        }
    }
}
