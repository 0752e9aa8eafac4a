//! The disk of this computer.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{CloneKind, DirItem, Disk, DiskFile, Kind, LockGuard, Meta, Space, Times};

/// The disk of this computer, by its ordinary paths.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

#[derive(Debug)]
struct RealFile(File);

impl Read for RealFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for RealFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Seek for RealFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl DiskFile for RealFile {
    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }

    fn len_bytes(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn set_times(&mut self, times: Times) -> io::Result<()> {
        self.0.set_times(system::file_times(times))
    }
}

#[derive(Debug)]
struct RealLock(#[expect(dead_code, reason = "the lock lives as long as the open file")] File);

impl LockGuard for RealLock {}

impl Disk for RealDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        Ok(Box::new(RealFile(system::private(&mut options).open(path)?)))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        Ok(Box::new(RealFile(system::unfollowed(system::private(&mut options)).open(path)?)))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let file = system::open_unfollowed(path).map_err(|error| match self.meta(path) {
            Ok(Some(Meta { kind: Kind::Folder | Kind::Other, .. })) => {
                io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")
            }
            _ => error,
        })?;
        if !file.metadata()?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        Ok(Box::new(RealFile(file)))
    }

    fn meta(&self, path: &Path) -> io::Result<Option<Meta>> {
        match fs::symlink_metadata(path) {
            Ok(found) => Ok(Some(meta(&found))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            // A file where a folder should be: there is nothing below it.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn list(&self, path: &Path) -> io::Result<Vec<DirItem>> {
        let mut items = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            match entry.metadata() {
                Ok(found) => items.push(DirItem { name, meta: meta(&found) }),
                // Removed between listing and looking.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(items)
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        system::create_private_dir(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<bool> {
        match system::rename_new(from, to) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            // File systems that cannot do it in one step. Nobody else writes in our folders.
            Err(error) if is_unsupported(&error) => match self.meta(to)? {
                Some(_) => Ok(false),
                None => fs::rename(from, to).map(|()| true),
            },
            Err(error) => Err(error),
        }
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn clone_file(&self, from: &Path, to: &Path, how: CloneKind) -> io::Result<()> {
        match how {
            CloneKind::Reflink => reflink_copy::reflink(from, to),
            CloneKind::HardLink => fs::hard_link(from, to),
            CloneKind::Copy => {
                let mut source = File::open(from)?;
                let mut target = OpenOptions::new().write(true).create_new(true).open(to)?;
                io::copy(&mut source, &mut target).map(drop)
            }
        }
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        system::sync_dir(path)
    }

    fn sync_batch(&self, root: &Path, files: &[PathBuf]) -> io::Result<()> {
        system::sync_batch(root, files)
    }

    fn space(&self, path: &Path) -> io::Result<Space> {
        let stats = fs4::statvfs(path)?;
        Ok(Space { available_bytes: stats.available_space(), total_bytes: stats.total_space() })
    }

    fn point(&self, path: &Path, target: &str) -> io::Result<()> {
        system::point(path, target)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn LockGuard>>> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        let file = system::unfollowed(system::private(&mut options)).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(RealLock(file)))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn link(&self, path: &Path, target: &str) -> io::Result<()> {
        system::link(path, target)
    }

    fn set_folder_times(&self, path: &Path, times: Times) -> io::Result<()> {
        system::open_unfollowed(path)?.set_times(system::file_times(times))
    }

    fn forget(&self, path: &Path) {
        if let Ok(file) = system::open_unfollowed(path) {
            system::forget(&file);
        }
    }

    fn real_path(&self, path: &Path) -> Option<PathBuf> {
        Some(path.to_path_buf())
    }
}

/// A time of the system's; what it cannot hold becomes 1970.
fn at(seconds: i64) -> SystemTime {
    let span = Duration::from_secs(seconds.unsigned_abs());
    let time =
        if seconds < 0 { UNIX_EPOCH.checked_sub(span) } else { UNIX_EPOCH.checked_add(span) };
    time.unwrap_or(UNIX_EPOCH)
}

fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

fn meta(found: &fs::Metadata) -> Meta {
    let kind = if found.is_file() {
        Kind::File
    } else if found.is_dir() {
        Kind::Folder
    } else {
        Kind::Other
    };
    let modified = found.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let bytes = if kind == Kind::File { found.len() } else { 0 };
    Meta { kind, bytes, modified: modified.unwrap_or_default() }
}

/// What differs between the systems, side by side.
#[cfg(unix)]
mod system {
    use std::fs::{self, DirBuilder, File, FileTimes, OpenOptions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    use std::path::{Path, PathBuf};

    use crate::disk::Times;

    /// O_NOFOLLOW of this system; the same number on every architecture we build for.
    #[cfg(target_os = "linux")]
    const NO_FOLLOW: i32 = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
    #[cfg(not(target_os = "linux"))]
    const NO_FOLLOW: i32 = 0x0100;

    /// Backups hold a person's life: nobody else on this computer may read them.
    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options.mode(0o600)
    }

    pub(super) fn unfollowed(options: &mut OpenOptions) -> &mut OpenOptions {
        options.custom_flags(NO_FOLLOW)
    }

    /// O_NONBLOCK of this system: opening a pipe must not wait for somebody to write into it.
    #[cfg(target_os = "linux")]
    const NO_WAIT: i32 = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    #[cfg(not(target_os = "linux"))]
    const NO_WAIT: i32 = 0x0004;

    pub(super) fn open_unfollowed(path: &Path) -> io::Result<File> {
        OpenOptions::new().read(true).custom_flags(NO_FOLLOW | NO_WAIT).open(path)
    }

    #[cfg(target_os = "linux")]
    pub(super) fn forget(file: &File) {
        let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn forget(_file: &File) {}

    #[cfg(any(target_os = "linux", target_os = "macos"))]
    pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    pub(super) fn rename_new(_from: &Path, _to: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) fn create_private_dir(path: &Path) -> io::Result<()> {
        DirBuilder::new().mode(0o700).create(path)
    }

    pub(super) fn sync_dir(path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    /// One call for the whole file system: one sync per file gave 570 files a second
    /// where one per batch gave 5,000 to 12,000.
    #[cfg(target_os = "linux")]
    pub(super) fn sync_batch(root: &Path, _files: &[PathBuf]) -> io::Result<()> {
        Ok(rustix::fs::syncfs(File::open(root)?)?)
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn sync_batch(_root: &Path, files: &[PathBuf]) -> io::Result<()> {
        let mut folders: Vec<&Path> = files.iter().filter_map(|file| file.parent()).collect();
        for file in files {
            match File::open(file) {
                Ok(file) => file.sync_all()?,
                // Replaced or removed meanwhile: what took its place is in a later batch.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        folders.sort_unstable();
        folders.dedup();
        folders.into_iter().try_for_each(sync_dir)
    }

    pub(super) fn point(path: &Path, target: &str) -> io::Result<()> {
        let temporary = path.with_extension("new");
        match fs::remove_file(&temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        std::os::unix::fs::symlink(target, &temporary)?;
        fs::rename(&temporary, path)
    }

    #[cfg(not(target_os = "macos"))]
    pub(super) fn file_times(times: Times) -> FileTimes {
        FileTimes::new().set_modified(super::at(times.modified))
    }

    #[cfg(target_os = "macos")]
    pub(super) fn file_times(times: Times) -> FileTimes {
        use std::os::macos::fs::FileTimesExt;
        let times_set = FileTimes::new().set_modified(super::at(times.modified));
        times_set.set_created(super::at(times.created))
    }

    pub(super) fn link(path: &Path, target: &str) -> io::Result<()> {
        std::os::unix::fs::symlink(target, path)
    }
}

/// What differs between the systems, side by side.
#[cfg(windows)]
mod system {
    use std::fs::{self, FileTimes, OpenOptions};
    use std::io;
    use std::os::windows::fs::OpenOptionsExt;
    use std::path::{Path, PathBuf};

    use crate::disk::Times;

    /// FILE_FLAG_OPEN_REPARSE_POINT: open the link itself, not what it points to.
    const OPEN_REPARSE_POINT: u32 = 0x0020_0000;

    /// A profile folder is private by its inherited access list.
    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    pub(super) fn unfollowed(options: &mut OpenOptions) -> &mut OpenOptions {
        options.custom_flags(OPEN_REPARSE_POINT)
    }

    pub(super) fn open_unfollowed(path: &Path) -> io::Result<fs::File> {
        // Pipes have a name space of their own here, but a device can be named anywhere.
        if !fs::symlink_metadata(path)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        unfollowed(OpenOptions::new().read(true)).open(path)
    }

    pub(super) fn forget(_file: &fs::File) {}

    /// Windows renames over what is there or not at all as the caller of a lower layer says;
    /// the standard library says the first.
    pub(super) fn rename_new(_from: &Path, _to: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) fn create_private_dir(path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    /// NTFS journals names by itself and offers no call for it.
    pub(super) fn sync_dir(_path: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn sync_batch(_root: &Path, files: &[PathBuf]) -> io::Result<()> {
        // FlushFileBuffers wants write access.
        files.iter().try_for_each(|file| match OpenOptions::new().append(true).open(file) {
            Ok(file) => file.sync_all(),
            // Replaced or removed meanwhile: what took its place is in a later batch.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        })
    }

    /// Links need a privilege on Windows: the pointer is a small text file.
    pub(super) fn point(path: &Path, target: &str) -> io::Result<()> {
        let temporary = path.with_extension("new");
        fs::write(&temporary, target)?;
        fs::rename(&temporary, path)
    }

    pub(super) fn file_times(times: Times) -> FileTimes {
        use std::os::windows::fs::FileTimesExt;
        let times_set = FileTimes::new().set_modified(super::at(times.modified));
        times_set.set_created(super::at(times.created))
    }

    /// Links need a privilege on Windows that few people have.
    pub(super) fn link(path: &Path, target: &str) -> io::Result<()> {
        std::os::windows::fs::symlink_file(target.replace('/', "\\"), path)
    }
}
