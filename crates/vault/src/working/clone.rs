//! A clone of a version: reflinks where the file system can, else hard links, else copies. A run
//! keeps no history of its own, so it gets a copy to change (docs/backup-format.md 8.3).

use std::io;
use std::path::Path;

use super::{Progress, fault, go_on};
use crate::disk::{CloneKind, Disk, Kind};
use crate::error::StoreError;

/// How a working tree was cloned, for the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloneReport {
    /// The costliest way that was needed.
    pub how: CloneKind,
    /// Files cloned.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Links, pipes and the like that were left out.
    pub skipped: u64,
}

/// Clones everything below `source` into the existing folder `target`.
pub(super) fn clone_tree(
    disk: &dyn Disk,
    source: &Path,
    target: &Path,
    progress: Progress<'_>,
) -> Result<CloneReport, StoreError> {
    let mut report = CloneReport { how: CloneKind::Reflink, files: 0, bytes: 0, skipped: 0 };
    clone_folder(disk, source, target, &mut report, progress)?;
    Ok(report)
}

fn clone_folder(
    disk: &dyn Disk,
    source: &Path,
    target: &Path,
    report: &mut CloneReport,
    progress: Progress<'_>,
) -> Result<(), StoreError> {
    for item in disk.list(source).map_err(fault("list", source))? {
        let (from, to) = (source.join(&item.name), target.join(&item.name));
        match item.meta.kind {
            Kind::Folder => {
                disk.create_dir(&to).map_err(fault("make the folder", &to))?;
                clone_folder(disk, &from, &to, report, progress)?;
                go_on(progress, report.files, &to)?;
            }
            Kind::File => {
                let how = clone_file_best(disk, &from, &to, report.how);
                report.how = how.map_err(fault("clone", &from))?;
                report.files += 1;
                report.bytes += item.meta.bytes;
            }
            Kind::Other => report.skipped += 1,
        }
    }
    Ok(())
}

/// Clones a file in the cheapest way that works, beginning with `from_kind`; returns the
/// way that worked, to begin with for the next file.
pub(crate) fn clone_file_best(
    disk: &dyn Disk,
    from: &Path,
    to: &Path,
    from_kind: CloneKind,
) -> io::Result<CloneKind> {
    for how in [CloneKind::Reflink, CloneKind::HardLink] {
        if how >= from_kind {
            match disk.clone_file(from, to, how) {
                Ok(()) => return Ok(how),
                Err(error) if is_final(&error) => return Err(error),
                Err(_) => {}
            }
        }
    }
    disk.clone_file(from, to, CloneKind::Copy).map(|()| CloneKind::Copy)
}

/// Errors that no other way of copying would cure.
fn is_final(error: &io::Error) -> bool {
    use io::ErrorKind::{AlreadyExists, NotFound, ReadOnlyFilesystem, StorageFull};
    matches!(error.kind(), AlreadyExists | NotFound | ReadOnlyFilesystem | StorageFull)
}
