//! Giving a version to another program: a copy where that program looks, under the name it
//! expects.

use std::path::{Path, PathBuf};

use unstuck_manifest::Threads;

use super::copy::{Copied, copy_tree, make_durable, stopped};
use super::scrub::scrub;
use crate::disk::{Disk, create_dir_all, remove_all};
use crate::error::StoreError;
use crate::layout::{Layout, version_time};
use crate::working::Progress;

/// Which program it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Finder of macOS.
    Finder,
    /// iTunes, or Apple Devices.
    ITunes,
    /// idevicebackup2, pymobiledevice3 and the like.
    Idevicebackup2,
}

/// What was given away.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The folder that was made.
    pub folder: PathBuf,
    /// How it was copied.
    pub copied: Copied,
    /// Files that were read again in the vault before, and their bytes.
    pub read: (u64, u64),
}

/// Copies a version into `dir`. The version is first read against its seal: what is given
/// away is proven. Nothing that is there is replaced: for Apple's programs a second backup of
/// the same phone gets the date behind its name, as they do it (docs/backup-format.md 1).
///
/// # Errors
/// As the disk says, when the version is damaged (`InvalidData`), or the name is taken
/// (`AlreadyExists`). Nothing is left behind then.
pub fn export(
    disk: &dyn Disk,
    layout: &Layout,
    version: &str,
    whom: For,
    dir: &Path,
    threads: Threads,
    progress: Progress<'_>,
) -> Result<Exported, StoreError> {
    let from = layout.version(version).join(layout.udid());
    let report = scrub(disk, layout, version, None, threads, progress)?;
    if report.stopped_at.is_some() {
        return Err(stopped(&from));
    }
    if !report.damaged.is_empty() || report.seal_fault.is_some() {
        let text = "it is not what was sealed; see `unstuck versions scrub`";
        let error = std::io::Error::new(std::io::ErrorKind::InvalidData, text);
        return Err(StoreError::at("give away", &from)(error));
    }
    let folder = target(disk, layout, version, whom, dir)?;
    create_dir_all(disk, dir).map_err(StoreError::at("make the folder", dir))?;
    let partial = dir.join(format!(".unstuck-{}", layout.udid()));
    remove_all(disk, &partial).map_err(StoreError::at("clear", &partial))?;
    let copied = copy_tree(disk, &from, &partial, progress).and_then(|copied| {
        make_durable(disk, &partial)?;
        match disk.rename_new(&partial, &folder) {
            Ok(true) => Ok(copied),
            Ok(false) => Err(taken(&folder)),
            Err(error) => Err(StoreError::at("give its name to", &folder)(error)),
        }
    });
    let copied = copied.inspect_err(|_| drop(remove_all(disk, &partial)))?;
    disk.sync_dir(dir).map_err(StoreError::at("make durable", dir))?;
    Ok(Exported { folder, copied, read: (report.files, report.bytes) })
}

fn taken(folder: &Path) -> StoreError {
    StoreError::at("make", folder)(std::io::ErrorKind::AlreadyExists.into())
}

fn target(
    disk: &dyn Disk,
    layout: &Layout,
    version: &str,
    whom: For,
    dir: &Path,
) -> Result<PathBuf, StoreError> {
    let folder = dir.join(layout.udid());
    if disk.meta(&folder).map_err(StoreError::at("look at", &folder))?.is_none() {
        return Ok(folder);
    }
    if whom == For::Idevicebackup2 {
        return Err(taken(&folder));
    }
    let stamp = version_time(version).map(crate::layout::archive_stamp).unwrap_or_default();
    let folder = dir.join(format!("{}-{stamp}", layout.udid()));
    match disk.meta(&folder).map_err(StoreError::at("look at", &folder))? {
        None => Ok(folder),
        Some(_) => Err(taken(&folder)),
    }
}
