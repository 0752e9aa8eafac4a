//! The only way to the disk.
//!
//! Everything the vault does goes through [`Disk`], so that a simulated disk can fill
//! up, fail, or lose what was not yet durable (`sim`). [`RealDisk`] is the one behind
//! every real run.
//!
//! Rules every implementation keeps, and `tests/disk_conformance.rs` checks:
//!
//! - no call follows a link in the last component of a path, and none opens anything
//!   but a regular file;
//! - [`Disk::rename`] replaces a file atomically;
//! - a file's content is durable after [`DiskFile::sync`], its name after
//!   [`Disk::sync_dir`] of its folder, and both after [`Disk::sync_batch`].

mod real;

use std::fmt::Debug;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use real::RealDisk;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, pipe, socket or device. Never opened, never followed.
    Other,
}

/// Facts about one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meta {
    /// What it is.
    pub kind: Kind,
    /// Length of a file, 0 for anything else.
    pub bytes: u64,
    /// Last change of the content, since 1970.
    pub modified: Duration,
}

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirItem {
    /// Name without path. An entry whose name is not UTF-8 is listed lossily and cannot
    /// be opened; no backup holds any.
    pub name: String,
    /// What it is.
    pub meta: Meta,
}

/// An open file.
pub trait DiskFile: Read + Write + Seek + Send + Debug {
    /// Makes the content durable.
    ///
    /// # Errors
    /// The disk could not take it: what was written must not be counted as kept.
    fn sync(&mut self) -> io::Result<()>;

    /// Its length in bytes.
    ///
    /// # Errors
    /// As the system says.
    fn len_bytes(&self) -> io::Result<u64>;

    /// Sets when it was changed and, where the system keeps that, made.
    ///
    /// # Errors
    /// `Unsupported` where there are no such times.
    fn set_times(&mut self, _times: Times) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Times of a file, in seconds since 1970 (UTC); before that they are negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// Last change of the content.
    pub modified: i64,
    /// When it was made.
    pub created: i64,
}

/// How a copy came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CloneKind {
    /// Shares blocks, copies on write.
    Reflink,
    /// A second name for the same file: safe only because nothing here writes into a
    /// file that has a final name.
    HardLink,
    /// A full copy.
    Copy,
}

/// Space on the volume that holds a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Bytes a new file of ours may take, quotas included.
    pub available_bytes: u64,
    /// Bytes of the volume.
    pub total_bytes: u64,
}

/// Held as long as it lives.
pub trait LockGuard: Send + Debug {}

/// The primitive acts a vault is made of.
pub trait Disk: Send + Sync + Debug {
    /// Makes a new empty file for writing. Fails when something is there already.
    ///
    /// # Errors
    /// As the system says; so for all methods of this trait.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Opens a file at its end for writing, making it if needed.
    ///
    /// # Errors
    /// See [`Disk::create`].
    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Opens a regular file for reading.
    ///
    /// # Errors
    /// See [`Disk::create`]; `InvalidInput` when it is not a regular file.
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// What stands at `path`, `None` when nothing does.
    ///
    /// # Errors
    /// See [`Disk::create`].
    fn meta(&self, path: &Path) -> io::Result<Option<Meta>>;

    /// The entries of a folder, in any order.
    ///
    /// # Errors
    /// See [`Disk::create`].
    fn list(&self, path: &Path) -> io::Result<Vec<DirItem>>;

    /// Makes one folder. Its parent must exist, itself must not.
    ///
    /// # Errors
    /// See [`Disk::create`].
    fn create_dir(&self, path: &Path) -> io::Result<()>;

    /// Gives a file or folder another name; a file in its place is replaced.
    ///
    /// # Errors
    /// See [`Disk::create`].
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// The same unless something has the name already: then nothing happens, and `false`.
    ///
    /// # Errors
    /// See [`Disk::create`].
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<bool>;

    /// Removes a file or a link, never a folder.
    ///
    /// # Errors
    /// See [`Disk::create`].
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// See [`Disk::create`].
    fn remove_dir(&self, path: &Path) -> io::Result<()>;

    /// A copy of a file under a new name, in exactly the way asked for.
    ///
    /// # Errors
    /// `Unsupported` (or whatever the system says) where that way is not to be had.
    fn clone_file(&self, from: &Path, to: &Path, how: CloneKind) -> io::Result<()>;

    /// Makes the names in a folder durable.
    ///
    /// # Errors
    /// See [`Disk::create`].
    fn sync_dir(&self, path: &Path) -> io::Result<()>;

    /// Makes content and names of `files`, all below `root`, durable together.
    ///
    /// # Errors
    /// See [`Disk::create`]; nothing of the batch counts as kept then.
    fn sync_batch(&self, root: &Path, files: &[PathBuf]) -> io::Result<()>;

    /// Room on the volume of `path`.
    ///
    /// # Errors
    /// See [`Disk::create`].
    fn space(&self, path: &Path) -> io::Result<Space>;

    /// Points the link or pointer file at `path` to `target`, atomically.
    ///
    /// # Errors
    /// See [`Disk::create`].
    fn point(&self, path: &Path, target: &str) -> io::Result<()>;

    /// Takes a lock that ends with the process at the latest; `None` when another
    /// process holds it.
    ///
    /// # Errors
    /// See [`Disk::create`].
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn LockGuard>>>;

    /// Makes a symbolic link at `path`; nothing must be there.
    ///
    /// # Errors
    /// `Unsupported` where there are none, or the system's own.
    fn link(&self, _path: &Path, _target: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Sets when a folder was last changed.
    ///
    /// # Errors
    /// `Unsupported` where there are no such times.
    fn set_folder_times(&self, _path: &Path, _times: Times) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Asks the system to read a file from the disk next time, not from its memory.
    fn forget(&self, _path: &Path) {}

    /// Where other programs find `path`, if it is a real path.
    fn real_path(&self, path: &Path) -> Option<PathBuf>;
}

/// Makes a folder and its missing parents.
///
/// # Errors
/// Whatever stands in the way.
pub fn create_dir_all(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    match disk.meta(path)? {
        Some(Meta { kind: Kind::Folder, .. }) => return Ok(()),
        Some(_) => return Err(io::Error::from(io::ErrorKind::NotADirectory)),
        None => {}
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        create_dir_all(disk, parent)?;
    }
    match disk.create_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// Removes a file, or a folder with everything in it. Links are removed, not followed.
/// What is not there counts as removed.
///
/// # Errors
/// The first thing that would not go.
pub fn remove_all(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    match disk.meta(path)? {
        None => Ok(()),
        Some(Meta { kind: Kind::Folder, .. }) => {
            for item in disk.list(path)? {
                remove_all(disk, &path.join(&item.name))?;
            }
            disk.remove_dir(path)
        }
        Some(_) => disk.remove_file(path),
    }
}

/// Reads a whole small file, at most `bytes_max` of it.
///
/// # Errors
/// `FileTooLarge` above the bound.
pub fn read_small(disk: &dyn Disk, path: &Path, bytes_max: u64) -> io::Result<Vec<u8>> {
    let file = disk.open(path)?;
    let mut bytes = Vec::new();
    file.take(bytes_max + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > bytes_max {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    Ok(bytes)
}

/// Replaces a small file so that either the old or the new content is there, also after
/// a power cut: temporary file, sync, rename, sync of the folder.
///
/// # Errors
/// The old content is untouched then.
pub fn replace_small(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    let temporary = folder.join(format!(".{name}.new"));
    if disk.meta(&temporary)?.is_some() {
        disk.remove_file(&temporary)?;
    }
    let mut file = disk.create(&temporary)?;
    file.write_all(bytes)?;
    file.sync()?;
    drop(file);
    disk.rename(&temporary, path)?;
    disk.sync_dir(folder)
}
