//! Reading an encrypted file as if it were plain.

use std::io::{self, Read};

use zeroize::Zeroizing;

use super::{BLOCK_BYTES, ContentFault, Decryptor, unpadded};
use crate::FileKey;

/// Bytes asked of the source at once.
const BUFFER_BYTES: usize = 128 << 10;

/// Decrypts what it reads. A [`ContentFault`] comes as an error of kind `InvalidData`,
/// at the end of the file: what was read before is not proven to be whole.
pub struct DecryptingReader<R> {
    source: R,
    decryptor: Decryptor,
    padded: bool,
    /// Plain bytes wait at `start..end`. The plain block held back and the stored bytes of
    /// a block that is not whole move to the front before each refill.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    held: Option<Zeroizing<[u8; BLOCK_BYTES]>>,
    partial: [u8; BLOCK_BYTES],
    partial_bytes: usize,
    ended: bool,
    /// Told again at every further read: an end that was refused is no end.
    fault: Option<ContentFault>,
}

impl<R: Read> DecryptingReader<R> {
    /// Reads `source` from its beginning.
    pub fn new(source: R, key: &FileKey) -> Self {
        Self::build(source, key, true)
    }

    /// Reads a file that was stored without padding, as some tools store Manifest.db
    /// (docs/backup-format.md 9.5).
    pub fn without_padding(source: R, key: &FileKey) -> Self {
        Self::build(source, key, false)
    }

    fn build(source: R, key: &FileKey, padded: bool) -> Self {
        Self {
            source,
            decryptor: Decryptor::new(key),
            padded,
            buffer: vec![0; BUFFER_BYTES],
            start: 0,
            end: 0,
            held: None,
            partial: [0; BLOCK_BYTES],
            partial_bytes: 0,
            ended: false,
            fault: None,
        }
    }

    /// Makes more plain bytes ready; none only at the end.
    fn refill(&mut self) -> io::Result<()> {
        if let Some(fault) = self.fault {
            return Err(io::Error::new(io::ErrorKind::InvalidData, fault));
        }
        while self.start == self.end && !self.ended {
            let held = self.held.take();
            let front = held.as_ref().map_or(0, |held| held.len());
            if let Some(held) = held {
                self.buffer[..front].copy_from_slice(&*held);
            }
            self.buffer[front..][..self.partial_bytes]
                .copy_from_slice(&self.partial[..self.partial_bytes]);
            let filled = front + self.partial_bytes;
            let count = match self.source.read(&mut self.buffer[filled..]) {
                Ok(count) => count,
                Err(error) => {
                    self.keep_back(front);
                    return Err(error);
                }
            };
            (self.start, self.end) = (0, front);
            if count == 0 {
                self.ended = true;
                match self.last_block(front) {
                    Ok(end) => self.end = end,
                    Err(fault) => {
                        (self.end, self.fault) = (0, Some(fault));
                        return Err(io::Error::new(io::ErrorKind::InvalidData, fault));
                    }
                }
            } else {
                self.decrypt(front, filled + count);
            }
        }
        Ok(())
    }

    /// Undoes what a refill had prepared, for a source that can be asked again.
    fn keep_back(&mut self, front: usize) {
        self.hold(front);
        (self.start, self.end) = (0, 0);
    }

    /// Decrypts the whole blocks of `from..to`, makes all but the last ready.
    fn decrypt(&mut self, from: usize, to: usize) {
        let whole = self.decryptor.decrypt_blocks(&mut self.buffer[from..to]);
        let end = from + whole;
        self.partial_bytes = to - end;
        self.partial[..to - end].copy_from_slice(&self.buffer[end..to]);
        self.end = end;
        if self.padded {
            self.end -= self.hold(end);
        }
    }

    /// Keeps the block that ends at `end` to itself; returns its length.
    fn hold(&mut self, end: usize) -> usize {
        let Some(start) = end.checked_sub(BLOCK_BYTES) else { return 0 };
        let mut held = Zeroizing::new([0; BLOCK_BYTES]);
        held.copy_from_slice(&self.buffer[start..end]);
        self.held = Some(held);
        BLOCK_BYTES
    }

    /// The end of the source: how much of the block held back, now at the front of the
    /// buffer, is content.
    fn last_block(&self, front: usize) -> Result<usize, ContentFault> {
        if self.partial_bytes > 0 {
            return Err(ContentFault::NotWholeBlocks);
        }
        let mut last = Zeroizing::new([0; BLOCK_BYTES]);
        if front != last.len() {
            return Ok(0);
        }
        last.copy_from_slice(&self.buffer[..front]);
        unpadded(&last)
    }
}

impl<R: Read> Read for DecryptingReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.refill()?;
        let count = out.len().min(self.end - self.start);
        out[..count].copy_from_slice(&self.buffer[self.start..][..count]);
        self.start += count;
        Ok(count)
    }
}
