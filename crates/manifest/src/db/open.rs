//! Opening Manifest.db, plain or encrypted.

use std::io::{self, Cursor, Read};

use super::sqlite::{HEADER_BYTES, Header, MAGIC, Pager};
use super::{DbFault, ManifestDb};
use crate::FileKey;
use crate::content::{self, BLOCK_BYTES, ContentFault, TailFault, plain_len};
use crate::tree::{ItemKind, Tree};

/// Where the database of a tree lies.
const PATH: &str = "Manifest.db";

impl<'t> ManifestDb<'t> {
    /// Opens the database of `tree`, with the key of an encrypted one.
    ///
    /// # Errors
    /// [`DbFault`].
    pub fn open(tree: &'t dyn Tree, key: Option<&FileKey>) -> Result<Self, DbFault> {
        Self::open_at(tree, PATH, key)
    }

    /// Opens the database at `path`, such as `Snapshot/Manifest.db`.
    ///
    /// # Errors
    /// [`DbFault`].
    pub fn open_at(tree: &'t dyn Tree, path: &str, key: Option<&FileKey>) -> Result<Self, DbFault> {
        let item = tree.look(path)?.ok_or(DbFault::Missing)?;
        if item.kind != ItemKind::Regular {
            return Err(DbFault::NotAFile);
        }
        let (plain_bytes, unpadded) = match (item.bytes, key) {
            (0, _) => return Err(DbFault::Empty),
            (bytes, None) => (bytes, false),
            (bytes, Some(key)) => encrypted(tree, path, bytes, key)?,
        };
        let pager = Pager::open(tree.open(path)?, plain_bytes, key.cloned())?;
        Ok(Self { pager, unpadded })
    }

    /// Opens a plain database in memory.
    ///
    /// # Errors
    /// [`DbFault`].
    pub fn from_bytes(bytes: &'t [u8]) -> Result<Self, DbFault> {
        let pager = Pager::open(Box::new(Cursor::new(bytes)), bytes.len() as u64, None)?;
        Ok(Self { pager, unpadded: false })
    }
}

/// Bytes of the database in an encrypted file, and whether it was stored without padding.
fn encrypted(
    tree: &dyn Tree,
    path: &str,
    stored: u64,
    key: &FileKey,
) -> Result<(u64, bool), DbFault> {
    if !stored.is_multiple_of(BLOCK_BYTES as u64) {
        return Err(DbFault::NotWholeBlocks { bytes: stored });
    }
    let mut front = [0; HEADER_BYTES.next_multiple_of(BLOCK_BYTES)];
    let mut source = tree.open(path)?;
    source.read_exact(&mut front).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => DbFault::NotADatabase,
        _ => error.into(),
    })?;
    content::Decryptor::new(key).decrypt_blocks(&mut front);
    if !front.starts_with(MAGIC) {
        return Err(DbFault::NotADatabase);
    }
    match plain_len(&mut *source, stored, key) {
        Ok(plain) => Ok((plain, false)),
        Err(TailFault::Io(error)) => Err(error.into()),
        Err(TailFault::Content(ContentFault::BadPadding)) if whole_pages(stored, &front) => {
            Ok((stored, true))
        }
        Err(TailFault::Content(_)) => Err(DbFault::BadPadding),
    }
}

/// Whether `bytes` are a multiple of the page size in the database's header.
fn whole_pages(bytes: u64, front: &[u8]) -> bool {
    let Some(Ok(header)) = Header::read(front) else { return false };
    bytes.is_multiple_of(header.page_bytes.into())
}
