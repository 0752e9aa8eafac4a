//! Opening Manifest.db, plain or encrypted.

use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, MAIN_DB, OpenFlags};

use super::fault::StopRequest;
use super::{DbFault, ManifestDb, VALUE_BYTES_MAX, uri};
use crate::content::{BLOCK_BYTES, ContentFault, DecryptingReader, TailFault, plain_len};
use crate::tree::{ItemKind, Scratch, Tree};
use crate::{FileKey, content};

/// Databases up to this size are decrypted into memory, larger ones into scratch.
pub const MEMORY_BYTES_MAX: u64 = 8 << 20;

/// Where the database of a tree lies.
const PATH: &str = "Manifest.db";
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Enough of the front for the magic and the page size.
const FRONT_BYTES: usize = 2 * BLOCK_BYTES;
/// Written to scratch at once.
const BUFFER_BYTES: usize = 256 << 10;
/// Copied between two calls of the progress function.
const STEP_BYTES: u64 = 4 << 20;

/// What an opening needs to know besides the tree.
pub struct Opening<'a> {
    /// Key of an encrypted database.
    pub key: Option<&'a FileKey>,
    /// Told how many bytes of how many are decrypted; may stop it.
    pub progress: &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>,
}

impl ManifestDb {
    /// Opens the database of `tree`, with the key of an encrypted one.
    ///
    /// # Errors
    /// [`DbFault`].
    pub fn open(tree: &dyn Tree, key: Option<&FileKey>) -> Result<Self, DbFault> {
        Self::open_at(tree, PATH, Opening { key, progress: &mut |_, _| ControlFlow::Continue(()) })
    }

    /// Opens the database at `path`, such as `Snapshot/Manifest.db`.
    ///
    /// # Errors
    /// [`DbFault`].
    pub fn open_at(tree: &dyn Tree, path: &str, opening: Opening<'_>) -> Result<Self, DbFault> {
        let item = tree.look(path)?.ok_or(DbFault::Missing)?;
        if item.kind != ItemKind::Regular {
            return Err(DbFault::NotAFile);
        }
        match (item.bytes, opening.key) {
            (0, _) => Err(DbFault::Empty),
            (bytes, None) => open_plain(tree, path, bytes, opening.progress),
            (bytes, Some(key)) => open_encrypted(tree, path, bytes, key, opening.progress),
        }
    }

    /// Opens a plain database in memory.
    ///
    /// # Errors
    /// [`DbFault`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DbFault> {
        if !bytes.starts_with(MAGIC) {
            return Err(DbFault::NotADatabase);
        }
        finish(in_memory(bytes, bytes.len())?, None, false)
    }
}

type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

fn open_plain(
    tree: &dyn Tree,
    path: &str,
    bytes: u64,
    progress: Progress<'_>,
) -> Result<ManifestDb, DbFault> {
    let mut front = [0; MAGIC.len()];
    let mut source = tree.open(path)?;
    read_front(&mut source, &mut front)?;
    if front != *MAGIC {
        return Err(DbFault::NotADatabase);
    }
    match tree.local_path(path) {
        Some(local) => finish(on_disk(&local)?, None, false),
        None => load(tree, tree.open(path)?, bytes, progress, false),
    }
}

fn open_encrypted(
    tree: &dyn Tree,
    path: &str,
    stored: u64,
    key: &FileKey,
    progress: Progress<'_>,
) -> Result<ManifestDb, DbFault> {
    if !stored.is_multiple_of(BLOCK_BYTES as u64) {
        return Err(DbFault::NotWholeBlocks { bytes: stored });
    }
    let mut front = [0; FRONT_BYTES];
    let mut source = tree.open(path)?;
    read_front(&mut source, &mut front)?;
    content::Decryptor::new(key).decrypt_blocks(&mut front);
    if !front.starts_with(MAGIC) {
        return Err(DbFault::NotADatabase);
    }
    let (plain, padded) = match plain_len(&mut *source, stored, key) {
        Ok(plain) => (plain, true),
        Err(TailFault::Io(error)) => return Err(error.into()),
        Err(TailFault::Content(ContentFault::BadPadding)) if whole_pages(stored, &front) => {
            (stored, false)
        }
        Err(TailFault::Content(_)) => return Err(DbFault::BadPadding),
    };
    let source = tree.open(path)?;
    let source = match padded {
        true => DecryptingReader::new(source, key),
        false => DecryptingReader::without_padding(source, key),
    };
    load(tree, source, plain, progress, !padded)
}

/// Whether `bytes` are a multiple of the page size in the database's header.
fn whole_pages(bytes: u64, front: &[u8; FRONT_BYTES]) -> bool {
    let page = match u16::from_be_bytes([front[16], front[17]]) {
        // 65,536 does not fit and is written so.
        1 => 65_536,
        page => u64::from(page),
    };
    page >= 512 && bytes.is_multiple_of(page)
}

fn read_front(source: &mut impl Read, front: &mut [u8]) -> Result<(), DbFault> {
    source.read_exact(front).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => DbFault::NotADatabase,
        _ => error.into(),
    })
}

/// Takes a database of `bytes` bytes out of `source`, into memory or scratch.
fn load(
    tree: &dyn Tree,
    source: impl Read,
    bytes: u64,
    progress: Progress<'_>,
    unpadded: bool,
) -> Result<ManifestDb, DbFault> {
    let mut source = Stepping { source, progress, done: 0, reported: 0, total: bytes };
    if bytes <= MEMORY_BYTES_MAX {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        return finish(in_memory(&mut source, bytes)?, None, unpadded);
    }
    let mut scratch = tree.scratch()?;
    // A large buffer: the scratch file would otherwise be written 8 KiB at a time.
    let mut buffered = io::BufWriter::with_capacity(BUFFER_BYTES, &mut scratch);
    io::copy(&mut source, &mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    let connection = match (scratch.local_path(), scratch.bytes()) {
        (Some(path), _) => on_disk(path)?,
        (None, Some(bytes)) => in_memory(bytes, bytes.len())?,
        (None, None) => return Err(io::Error::from(io::ErrorKind::Unsupported).into()),
    };
    finish(connection, Some(scratch), unpadded)
}

fn on_disk(path: &Path) -> Result<Connection, DbFault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(Connection::open_with_flags(uri::immutable(path), flags)?)
}

fn in_memory(mut source: impl Read, bytes: usize) -> Result<Connection, DbFault> {
    let mut failure = None;
    let source = Keeping { source: &mut source, position: 0, failure: &mut failure };
    let mut connection = Connection::open_in_memory()?;
    let loaded = connection.deserialize_read_exact(MAIN_DB, source, bytes, true);
    // SQLite's error would only say that reading failed.
    match failure {
        Some(error) => Err(error.into()),
        None => loaded.map(|()| connection).map_err(DbFault::from),
    }
}

/// Sets the connection up for a database that nobody vouches for.
fn finish(
    connection: Connection,
    scratch: Option<Box<dyn Scratch>>,
    unpadded: bool,
) -> Result<ManifestDb, DbFault> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES_MAX)?;
    // 4 MiB: a scan passes each page once, so more would only be held, not used.
    connection.pragma_update(None, "cache_size", -4096)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(ManifestDb { connection, _scratch: scratch, unpadded })
}

/// Reports progress while it is read.
struct Stepping<'a, R> {
    source: R,
    progress: Progress<'a>,
    done: u64,
    reported: u64,
    total: u64,
}

impl<R: Read> Read for Stepping<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        self.done += count as u64;
        if self.done - self.reported >= STEP_BYTES {
            self.reported = self.done;
            if (self.progress)(self.done, self.total).is_break() {
                return Err(io::Error::other(StopRequest));
            }
        }
        Ok(count)
    }
}

/// Feeds SQLite's memory. Keeps the error, which SQLite loses, and takes the database out
/// of WAL mode on the way: SQLite does not open such a database in memory.
struct Keeping<'a, R> {
    source: &'a mut R,
    position: usize,
    failure: &'a mut Option<io::Error>,
}

/// Where the header says how the file is written and read: 1 rollback journal, 2 WAL.
const JOURNAL_BYTES: [usize; 2] = [18, 19];

impl<R: Read> Read for Keeping<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out).map_err(|error| {
            let kind = error.kind();
            *self.failure = Some(error);
            io::Error::from(kind)
        })?;
        for at in JOURNAL_BYTES {
            let at = at.checked_sub(self.position);
            if let Some(byte) = at.and_then(|at| out[..count].get_mut(at)) {
                *byte = (*byte).min(1);
            }
        }
        self.position += count;
        Ok(count)
    }
}
