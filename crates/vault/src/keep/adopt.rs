//! Taking in a backup of another program: a copy of it becomes a version, the original is
//! not touched.

use std::path::Path;

use unstuck_manifest::Threads;

use super::copy::{Copied, copy_tree, make_durable, seal_tree};
use crate::disk::{CloneKind, Disk, create_dir_all, remove_all};
use crate::error::StoreError;
use crate::layout::{Layout, SEAL, version_name};
use crate::seal::SealTotals;
use crate::version::free_name;
use crate::working::Progress;

/// A backup that was taken in.
#[derive(Clone, Debug)]
pub struct Adopted {
    /// Name of the version.
    pub version: String,
    /// How it was copied.
    pub copied: Copied,
    /// Its seal's sums.
    pub totals: SealTotals,
}

/// Copies the backup in `source` into the vault and publishes it as a version made at `made`
/// (seconds since 1970). Whoever calls has the lock, and has verified the source. A copy that
/// does not share blocks is held against the original, byte by byte.
///
/// # Errors
/// As the disk says; no version is made then.
pub fn adopt(
    disk: &dyn Disk,
    layout: &Layout,
    source: &Path,
    about: &[(String, String)],
    made: i64,
    threads: Threads,
    progress: Progress<'_>,
) -> Result<Adopted, StoreError> {
    let root = layout.adopting();
    let backup = root.join(layout.udid());
    remove_all(disk, &root).map_err(StoreError::at("clear", &root))?;
    let done = (|| {
        let copied = copy_tree(disk, source, &backup, progress)?;
        let original = (copied.how == CloneKind::Copy).then_some(source);
        let seal = root.join(SEAL);
        let totals = seal_tree(disk, &backup, original, &seal, about, threads, progress)?;
        make_durable(disk, &root)?;
        Ok((copied, totals))
    })();
    let (copied, totals) = done.inspect_err(|_| drop(remove_all(disk, &root)))?;
    let versions = layout.versions();
    create_dir_all(disk, &versions).map_err(StoreError::at("make the folder", &versions))?;
    let target = free_name(disk, &versions, &version_name(made))?;
    disk.rename(&root, &target).map_err(StoreError::at("publish", &target))?;
    disk.sync_dir(&versions).map_err(StoreError::at("make durable", &versions))?;
    let version = target.file_name().map(|name| name.to_string_lossy().into_owned());
    let version = version.unwrap_or_default();
    if let Ok(Some(newest)) = crate::version::newest_sealed(disk, layout) {
        let _ = disk.point(&layout.latest(), &format!("versions/{newest}"));
    }
    Ok(Adopted { version, copied, totals })
}
