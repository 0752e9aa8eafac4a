//! Pages of a database, read as they are asked for and decrypted on the way.
//!
//! Each block of an encrypted file needs only the stored block before it, so any page can be
//! opened by itself. What was decrypted stays in memory, a megabyte of it: nothing of a
//! database is ever written anywhere.

use std::cell::RefCell;
use std::io::{self, Read, SeekFrom};

use super::header::{HEADER_BYTES, Header};
use crate::FileKey;
use crate::content::{BLOCK_BYTES, Decryptor};
use crate::db::DbFault;
use crate::tree::ReadSeek;

/// Read at once: neighbours of a page are usually wanted next.
const CHUNK_BYTES: u64 = 64 << 10;
/// Chunks kept.
const CHUNKS_MAX: usize = 16;

/// A file of pages.
pub(crate) struct Pager<'t> {
    pub(crate) header: Header,
    /// Pages that the file has room for.
    pages: u32,
    inner: RefCell<Inner<'t>>,
}

struct Inner<'t> {
    source: Box<dyn ReadSeek + Send + 't>,
    key: Option<FileKey>,
    /// Bytes of the database, padding not counted.
    bytes: u64,
    chunk_bytes: u64,
    /// The most recently used last.
    chunks: Vec<Chunk>,
}

struct Chunk {
    number: u64,
    content: Vec<u8>,
}

impl<'t> Pager<'t> {
    /// Opens a database of `bytes` bytes.
    pub(crate) fn open(
        source: Box<dyn ReadSeek + Send + 't>,
        bytes: u64,
        key: Option<FileKey>,
    ) -> Result<Self, DbFault> {
        let mut inner = Inner { source, key, bytes, chunk_bytes: CHUNK_BYTES, chunks: Vec::new() };
        let mut front = [0; HEADER_BYTES];
        if bytes < front.len() as u64 {
            return Err(DbFault::NotADatabase);
        }
        inner.read(0, &mut front)?;
        let header = Header::read(&front).ok_or(DbFault::NotADatabase)??;
        inner.chunks.clear();
        inner.chunk_bytes = CHUNK_BYTES.max(u64::from(header.page_bytes));
        let pages = u32::try_from(bytes / u64::from(header.page_bytes)).unwrap_or(u32::MAX);
        Ok(Self { header, pages, inner: RefCell::new(inner) })
    }

    /// Pages there are: by the header, but no more than the file holds.
    pub(crate) fn pages(&self) -> u32 {
        self.header.pages.map_or(self.pages, |pages| pages.min(self.pages))
    }

    /// Pages that the file has room for.
    pub(crate) fn pages_in_file(&self) -> u32 {
        self.pages
    }

    /// Reads page `number`, counted from 1, into `page`.
    pub(crate) fn read(&self, number: u32, page: &mut Vec<u8>) -> Result<(), DbFault> {
        if number == 0 || number > self.pages {
            return Err(super::Damage::NoSuchPage { page: number }.into());
        }
        let bytes = u64::from(self.header.page_bytes);
        page.resize(self.header.page_bytes as usize, 0);
        Ok(self.inner.borrow_mut().read(u64::from(number - 1) * bytes, page)?)
    }
}

impl Inner<'_> {
    /// Fills `out` from byte `at` on. Pages and headers lie within a chunk.
    fn read(&mut self, at: u64, out: &mut [u8]) -> io::Result<()> {
        let (number, from) = (at / self.chunk_bytes, (at % self.chunk_bytes) as usize);
        let known = self.chunks.iter().rposition(|chunk| chunk.number == number);
        let chunk = match known {
            Some(known) => self.chunks.remove(known),
            None => self.load(number)?,
        };
        let content = chunk.content.get(from..from + out.len());
        let content = content.ok_or(io::ErrorKind::UnexpectedEof);
        out.copy_from_slice(content?);
        self.chunks.push(chunk);
        Ok(())
    }

    fn load(&mut self, number: u64) -> io::Result<Chunk> {
        // The oldest gives its memory to the new one.
        let full = self.chunks.len() >= CHUNKS_MAX;
        let mut content = if full { self.chunks.remove(0).content } else { Vec::new() };
        let start = number * self.chunk_bytes;
        let length = self.bytes.saturating_sub(start).min(self.chunk_bytes);
        content.resize(usize::try_from(length).unwrap_or_default(), 0);
        let mut before = [0; BLOCK_BYTES];
        match (&self.key, start.checked_sub(BLOCK_BYTES as u64)) {
            (Some(_), Some(at)) => {
                self.source.seek(SeekFrom::Start(at))?;
                self.source.read_exact(&mut before)?;
            }
            _ => drop(self.source.seek(SeekFrom::Start(start))?),
        }
        match &self.key {
            None => self.source.read_exact(&mut content)?,
            Some(key) => {
                // The last block may reach into the padding.
                let blocks = content.len().next_multiple_of(BLOCK_BYTES);
                content.resize(blocks, 0);
                self.source.read_exact(&mut content)?;
                Decryptor::with_iv(key, &before).decrypt_blocks(&mut content);
                content.truncate(usize::try_from(length).unwrap_or_default());
            }
        }
        Ok(Chunk { number, content })
    }
}

impl Drop for Inner<'_> {
    fn drop(&mut self) {
        if self.key.is_some() {
            self.chunks.iter_mut().for_each(|chunk| zeroize::Zeroize::zeroize(&mut chunk.content));
        }
    }
}
