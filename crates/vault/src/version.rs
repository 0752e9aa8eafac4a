//! Published versions: whole, sealed, never changed.

use std::io::BufReader;
use std::path::{Path, PathBuf};

use crate::disk::{Disk, DiskFile, Kind};
use crate::error::StoreError;
use crate::layout::{Layout, SEAL, version_time};
use crate::seal::{SealFault, SealReader};

/// One published version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its name: UTC time.
    pub name: String,
    /// Folder of the version.
    pub path: PathBuf,
    /// Whether a seal lies in it. Without one it is not a version of ours.
    pub sealed: bool,
}

impl Version {
    /// The backup itself, in Apple's layout.
    pub fn backup(&self, udid: &str) -> PathBuf {
        self.path.join(udid)
    }
}

/// All versions, oldest first. Other folders are passed over.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(disk: &dyn Disk, layout: &Layout) -> Result<Vec<Version>, StoreError> {
    let versions = layout.versions();
    let act = "list the versions in";
    if disk.meta(&versions).map_err(StoreError::at(act, &versions))?.is_none() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for item in disk.list(&versions).map_err(StoreError::at(act, &versions))? {
        if item.meta.kind == Kind::Folder && version_time(&item.name).is_some() {
            let path = versions.join(&item.name);
            let seal = path.join(SEAL);
            let sealed = disk.meta(&seal).map_err(StoreError::at("look at", &seal))?;
            let sealed = sealed.is_some_and(|meta| meta.kind == Kind::File);
            found.push(Version { name: item.name, path, sealed });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// Name of the newest sealed version.
///
/// # Errors
/// When the folder cannot be read.
pub fn newest_sealed(disk: &dyn Disk, layout: &Layout) -> Result<Option<String>, StoreError> {
    let newest = list(disk, layout)?.into_iter().rfind(|version| version.sealed);
    Ok(newest.map(|version| version.name))
}

/// A seal being read from a disk.
pub type OpenSeal = SealReader<BufReader<Box<dyn DiskFile>>>;

/// Opens the seal at `path`.
///
/// # Errors
/// [`SealFault`]
pub fn open_seal(disk: &dyn Disk, path: &Path) -> Result<OpenSeal, SealFault> {
    SealReader::new(BufReader::with_capacity(64 * 1024, disk.open(path)?))
}

/// `folder/name`, or with a number behind it when that is taken.
pub(crate) fn free_name(disk: &dyn Disk, folder: &Path, name: &str) -> Result<PathBuf, StoreError> {
    let mut path = folder.join(name);
    let mut number = 0;
    while disk.meta(&path).map_err(StoreError::at("look at", &path))?.is_some() {
        number += 1;
        path = folder.join(format!("{name}.{number}"));
    }
    Ok(path)
}
