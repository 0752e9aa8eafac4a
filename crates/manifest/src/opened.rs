//! A backup opened for reading: its list row by row, its payloads by name.
//!
//! ```text
//!  Tree ─► Manifest.plist ─► keys ─► list ─► Listed ─► payload ─► plain bytes
//! ```
//!
//! Unlike a verification this judges nothing: whatever can be read is given, whatever cannot
//! is named.

use std::io::{self, Read};
use std::ops::ControlFlow;

use thiserror::Error;

use crate::content::{BLOCK_BYTES, ContentFault, Decryptor, WrappedKey, unpadded};
use crate::db::{BadRow, DbFault, ManifestDb, Reading};
use crate::keybag::{Keybag, KeybagFault, UnlockFault};
use crate::list::FileList;
use crate::mbdb::Mbdb;
use crate::plists::{MANIFEST_BYTES_MAX, ManifestPlist, PlistFault};
use crate::survey::Root;
use crate::tree::{ReadFault, Tree, read_file};
use crate::verify::Unlock;
use crate::{ClassKeys, FileId, FileKey, Record, RecordFault, RecordKind, file_id};

/// A backup whose list can be read.
pub struct OpenBackup<'t> {
    manifest: ManifestPlist,
    list: FileList<'t>,
    contents: Contents<'t>,
}

/// The payloads of an open backup and the keys to them, for any thread.
pub struct Contents<'t> {
    tree: &'t dyn Tree,
    keys: Option<ClassKeys>,
    flat: bool,
}

/// Why a backup cannot be opened.
#[derive(Debug, Error)]
pub enum OpenFault {
    /// Nothing of a backup lies in the folder.
    #[error("there is no backup in this folder")]
    NotABackup,
    /// iOS 4 or older.
    #[error("the backup was made by iOS 4 or older")]
    TooOld,
    /// Manifest.plist cannot be read.
    #[error("Manifest.plist: {0}")]
    Unreadable(#[from] ReadFault),
    /// Manifest.plist is damaged.
    #[error("Manifest.plist: {0}")]
    Plist(#[from] PlistFault),
    /// The backup is encrypted and no password was given.
    #[error("the backup is encrypted, and no password was given")]
    NoPassword,
    /// The keybag is damaged, missing or asks for too much.
    #[error("the keys of the backup are damaged: {0}")]
    Keybag(#[from] KeybagFault),
    /// There is no keybag, or no key of the list.
    #[error("the keys of the backup are missing")]
    NoKeys,
    /// The password does not open it, or nothing could.
    #[error(transparent)]
    Unlock(#[from] UnlockFault),
    /// The list of files cannot be opened.
    #[error(transparent)]
    List(#[from] DbFault),
}

/// One file, folder or link of a backup, borrowed while it is looked at.
#[derive(Debug)]
pub struct Listed<'a> {
    /// Its domain.
    pub domain: &'a str,
    /// Its path in the domain; empty for the domain's root folder.
    pub relative_path: &'a str,
    /// What the list says it is; `None` when it does not say.
    pub kind: Option<RecordKind>,
    /// The name that domain and path make.
    pub id: FileId,
    /// Its record; `None` for a placeholder of an unfinished run.
    pub record: Option<Result<Record<'a>, RecordFault>>,
}

impl<'a> Listed<'a> {
    /// The record, when it can be read.
    pub fn sound(&self) -> Option<&Record<'a>> {
        self.record.as_ref()?.as_ref().ok()
    }
}

/// Why the content of one file is not had.
#[derive(Debug, Error)]
pub enum ContentError {
    /// It is not in the backup.
    #[error("its content is not in the backup")]
    Missing,
    /// A folder, a link, a pipe or a device lies where it should be.
    #[error("what lies in its place is not a file")]
    NotAFile,
    /// Its key is missing, damaged or of a class that is not open.
    #[error("its key cannot be used: {0}")]
    Key(String),
    /// It was cut off or altered; what came before was given out.
    #[error("its content is damaged: {0}")]
    Damaged(#[from] ContentFault),
    /// The disk did not give it up.
    #[error("it cannot be read: {0}")]
    Io(io::Error),
    /// The place it goes to did not take it.
    #[error("it cannot be written: {0}")]
    Sink(io::Error),
}

impl<'t> OpenBackup<'t> {
    /// Opens the backup in `tree`. Stretching a password takes seconds.
    ///
    /// # Errors
    /// [`OpenFault`].
    pub fn open(tree: &'t dyn Tree, unlock: Unlock<'_>) -> Result<Self, OpenFault> {
        let root = Root::list(tree);
        if let Some(error) = root.fault {
            return Err(ReadFault::Io(error).into());
        }
        if !root.looks_like_a_backup() {
            return Err(OpenFault::NotABackup);
        }
        if root.is_ancient() {
            return Err(OpenFault::TooOld);
        }
        let manifest = read_manifest(tree)?;
        let keys = match manifest.is_encrypted() {
            Some(true) => Some(open_keys(&manifest, unlock)?),
            _ => None,
        };
        let flat = root.is_old();
        let list = if flat {
            FileList::Old(Mbdb::open(tree)?)
        } else {
            let key = list_key(&manifest, keys.as_ref())?;
            FileList::New(ManifestDb::open(tree, key.as_ref())?)
        };
        Ok(Self { manifest, list, contents: Contents { tree, keys, flat } })
    }

    /// Manifest.plist.
    pub fn manifest(&self) -> &ManifestPlist {
        &self.manifest
    }

    /// Whether it is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.contents.keys.is_some()
    }

    /// Its payloads.
    pub fn contents(&self) -> &Contents<'t> {
        &self.contents
    }

    /// Visits everything in the list that can be read, until `visit` breaks.
    ///
    /// # Errors
    /// When the list cannot be read at all. Damage within is in the result.
    pub fn read(
        &self,
        visit: &mut dyn FnMut(Result<Listed<'_>, BadRow>) -> ControlFlow<()>,
    ) -> Result<Reading, DbFault> {
        self.list.read(&mut |row| {
            visit(row.map(|listed| Listed {
                domain: listed.row.domain,
                relative_path: listed.row.relative_path,
                kind: RecordKind::from_flags(listed.row.flags),
                id: file_id(listed.row.domain, listed.row.relative_path),
                record: listed.decoded,
            }))
        })
    }
}

impl Contents<'_> {
    /// Where the content of a file lies below the backup's folder.
    pub fn payload_path(&self, id: &FileId) -> String {
        if self.flat { id.to_string() } else { id.payload_path() }
    }

    /// The key of a file, from the EncryptionKey of its record; `None` in a plain backup.
    ///
    /// # Errors
    /// [`ContentError::Key`].
    pub fn file_key(&self, wrapped: Option<&[u8]>) -> Result<Option<FileKey>, ContentError> {
        let Some(keys) = &self.keys else { return Ok(None) };
        let wrapped = wrapped.ok_or_else(|| ContentError::Key("its record holds none".into()))?;
        let key = WrappedKey::parse(wrapped).and_then(|key| keys.unwrap(&key));
        key.map(Some).map_err(|fault| ContentError::Key(fault.to_string()))
    }

    /// Gives the plain content of a payload to `sink`, piece by piece, and returns its
    /// length. Memory is `buffer`, whatever the length; it must hold whole cipher blocks.
    /// What cannot be right is given out all the same, before the error says so.
    ///
    /// # Errors
    /// [`ContentError`].
    pub fn copy_content(
        &self,
        id: &FileId,
        wrapped_key: Option<&[u8]>,
        buffer: &mut [u8],
        sink: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<u64, ContentError> {
        let mut file = self.tree.open(&self.payload_path(id)).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => ContentError::Missing,
            io::ErrorKind::InvalidInput => ContentError::NotAFile,
            _ => ContentError::Io(e),
        })?;
        match self.file_key(wrapped_key)? {
            None => copy_plain(&mut *file, buffer, sink),
            Some(key) => copy_decrypted(&mut *file, &key, buffer, sink),
        }
    }
}

/// Manifest.plist of a backup.
///
/// # Errors
/// [`OpenFault::Unreadable`], [`OpenFault::Plist`].
pub fn read_manifest(tree: &dyn Tree) -> Result<ManifestPlist, OpenFault> {
    Ok(ManifestPlist::parse(&read_file(tree, "Manifest.plist", MANIFEST_BYTES_MAX)?)?)
}

/// The keybag of an encrypted backup.
///
/// # Errors
/// [`OpenFault::NoKeys`], [`OpenFault::Keybag`].
pub fn read_keybag(manifest: &ManifestPlist) -> Result<Keybag, OpenFault> {
    Ok(Keybag::parse(manifest.keybag().ok_or(OpenFault::NoKeys)?)?)
}

fn open_keys(manifest: &ManifestPlist, unlock: Unlock<'_>) -> Result<ClassKeys, OpenFault> {
    let keys = match unlock {
        Unlock::Nothing => return Err(OpenFault::NoPassword),
        Unlock::Keys(keys) => keys.clone(),
        Unlock::Derived(key) => read_keybag(manifest)?.unlock_with_key(key)?,
        Unlock::Password(password) => read_keybag(manifest)?.unlock(password)?,
    };
    Ok(keys)
}

/// The key of Manifest.db; `None` for a plain one.
fn list_key(
    manifest: &ManifestPlist,
    keys: Option<&ClassKeys>,
) -> Result<Option<FileKey>, OpenFault> {
    let Some(keys) = keys else { return Ok(None) };
    match manifest.manifest_key() {
        // Before iOS 10.2 the database of an encrypted backup is plain.
        None if !manifest.wants_manifest_key() => Ok(None),
        None => Err(OpenFault::NoKeys),
        Some(wrapped) => {
            let key = WrappedKey::parse(wrapped).and_then(|wrapped| keys.unwrap(&wrapped));
            key.map(Some).map_err(|_| OpenFault::NoKeys)
        }
    }
}

fn copy_plain(
    file: &mut dyn Read,
    buffer: &mut [u8],
    sink: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> Result<u64, ContentError> {
    let mut done = 0;
    loop {
        let count = fill(file, buffer).map_err(ContentError::Io)?;
        if count == 0 {
            return Ok(done);
        }
        sink(&buffer[..count]).map_err(ContentError::Sink)?;
        done += count as u64;
    }
}

/// The last block is held back at the front of the buffer until it is known to be the last.
fn copy_decrypted(
    file: &mut dyn Read,
    key: &FileKey,
    buffer: &mut [u8],
    sink: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> Result<u64, ContentError> {
    let mut decryptor = Decryptor::new(key);
    let (mut held, mut done, mut cut) = (0, 0, false);
    loop {
        let count = fill(file, &mut buffer[held..]).map_err(ContentError::Io)?;
        if count == 0 {
            break;
        }
        let whole = decryptor.decrypt_blocks(&mut buffer[held..held + count]);
        cut = whole < count;
        let end = held + whole;
        let give = end.saturating_sub(BLOCK_BYTES);
        sink(&buffer[..give]).map_err(ContentError::Sink)?;
        done += give as u64;
        buffer.copy_within(give..end, 0);
        held = end - give;
    }
    let mut last = zeroize::Zeroizing::new([0; BLOCK_BYTES]);
    let end = match held {
        // Stored as nothing: an odd form of an empty file.
        0 if cut => Err(ContentFault::NotWholeBlocks),
        0 => Ok(0),
        _ => {
            last.copy_from_slice(&buffer[..BLOCK_BYTES]);
            if cut { Err(ContentFault::NotWholeBlocks) } else { unpadded(&last) }
        }
    };
    let count = *end.as_ref().unwrap_or(&held);
    sink(&last[..count]).map_err(ContentError::Sink)?;
    end?;
    Ok(done + count as u64)
}

/// Fills the buffer as far as the file goes.
pub(crate) fn fill(file: &mut (impl Read + ?Sized), buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Password;
    use crate::build::{Built, Entry};
    use crate::rules::testing::*;

    fn content(built: &Built, path: &str, buffer: usize) -> (Vec<u8>, Result<u64, ContentError>) {
        let password = Password::from(PASSWORD);
        let opened = OpenBackup::open(&built.tree, Unlock::Password(&password)).unwrap();
        let (mut out, mut result) = (Vec::new(), Err(ContentError::Missing));
        opened
            .read(&mut |row| {
                let row = row.unwrap();
                if row.relative_path == path {
                    let key = row.sound().unwrap().encryption_key.as_deref();
                    let mut sink = |piece: &[u8]| {
                        out.extend_from_slice(piece);
                        Ok(())
                    };
                    let mut buffer = vec![0; buffer];
                    let contents = opened.contents();
                    result = contents.copy_content(&row.id, key, &mut buffer, &mut sink);
                }
                ControlFlow::Continue(())
            })
            .unwrap();
        (out, result)
    }

    #[test]
    fn content_comes_out_as_it_went_in_whatever_its_length_and_the_buffer() {
        for length in [0, 1, 15, 16, 17, 31, 32, 33, 48, 100] {
            let plain: Vec<u8> = (0..length).collect();
            let mut recipe = encrypted_recipe();
            recipe.entries = vec![Entry::file("D", "f", plain.clone())];
            for built in [recipe.build().unwrap(), recipe.build_old().unwrap()] {
                for buffer in [32, 48, 256] {
                    let (out, result) = content(&built, "f", buffer);
                    assert_eq!((out, result.unwrap()), (plain.clone(), u64::from(length)));
                }
            }
        }
    }

    #[test]
    fn damage_is_told_and_what_is_left_comes_out() {
        let mut recipe = encrypted_recipe();
        recipe.entries = vec![Entry::file("HomeDomain", "Library/SMS/sms.db", vec![200; 100])];
        let mut built = recipe.build().unwrap();
        built.tree.file_mut(&sms().payload_path()).unwrap().truncate(96);
        let (out, result) = content(&built, "Library/SMS/sms.db", 64);
        assert_eq!(out, vec![200; 96]);
        assert!(matches!(result, Err(ContentError::Damaged(ContentFault::BadPadding))));
        built.tree.file_mut(&sms().payload_path()).unwrap().truncate(90);
        let (out, result) = content(&built, "Library/SMS/sms.db", 64);
        assert_eq!(out, vec![200; 80]);
        assert!(matches!(result, Err(ContentError::Damaged(ContentFault::NotWholeBlocks))));
        built.tree.put_other(&sms().payload_path());
        let (_, result) = content(&built, "Library/SMS/sms.db", 64);
        assert!(matches!(result, Err(ContentError::NotAFile)));
        built.tree.remove(&sms().payload_path());
        let (_, result) = content(&built, "Library/SMS/sms.db", 64);
        assert!(matches!(result, Err(ContentError::Missing)));
    }

    #[test]
    fn a_wrong_password_is_told_from_damage() {
        let built = encrypted();
        let wrong = Password::from("wrong");
        let fault = OpenBackup::open(&built.tree, Unlock::Password(&wrong)).err().unwrap();
        assert!(matches!(fault, OpenFault::Unlock(UnlockFault::WrongPassword)));
        let fault = OpenBackup::open(&built.tree, Unlock::Nothing).err().unwrap();
        assert!(matches!(fault, OpenFault::NoPassword));
    }
}
