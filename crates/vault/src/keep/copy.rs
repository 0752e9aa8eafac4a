//! Copies of whole backups that share nothing that could be changed under them: blocks where
//! the file system copies on write, else every byte. Never hard links: the other program
//! may write into its files.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use unstuck_manifest::Threads;

use crate::disk::{CloneKind, Disk, Kind, create_dir_all};
use crate::error::StoreError;
use crate::read_back::hash_file;
use crate::seal::{SealEntry, SealTotals, SealWriter};
use crate::working::Progress;

/// Files of a window, and bytes of them that are read.
const WINDOW_FILES: usize = 512;
const WINDOW_BYTES: u64 = 256 << 20;
const BUFFER_BYTES: usize = 256 << 10;

/// What copying came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The costliest way that was needed.
    pub how: CloneKind,
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Links, pipes and the like that were left out.
    pub skipped: u64,
}

/// Copies everything below `from` into the folder `to`, which is made. `progress` hears of
/// bytes.
pub(super) fn copy_tree(
    disk: &dyn Disk,
    from: &Path,
    to: &Path,
    progress: Progress<'_>,
) -> Result<Copied, StoreError> {
    let mut copied = Copied { how: CloneKind::Reflink, files: 0, bytes: 0, skipped: 0 };
    create_dir_all(disk, to).map_err(StoreError::at("make the folder", to))?;
    copy_folder(disk, from, to, &mut copied, progress)?;
    Ok(copied)
}

fn copy_folder(
    disk: &dyn Disk,
    from: &Path,
    to: &Path,
    copied: &mut Copied,
    progress: Progress<'_>,
) -> Result<(), StoreError> {
    for item in disk.list(from).map_err(StoreError::at("list", from))? {
        let (source, target) = (from.join(&item.name), to.join(&item.name));
        match item.meta.kind {
            Kind::Folder => {
                disk.create_dir(&target).map_err(StoreError::at("make the folder", &target))?;
                copy_folder(disk, &source, &target, copied, progress)?;
            }
            Kind::File => {
                copy_file(disk, &source, &target, copied)?;
                copied.files += 1;
                copied.bytes += item.meta.bytes;
            }
            Kind::Other => copied.skipped += 1,
        }
        if progress(copied.bytes).is_break() {
            return Err(stopped(&target));
        }
    }
    Ok(())
}

fn copy_file(
    disk: &dyn Disk,
    from: &Path,
    to: &Path,
    copied: &mut Copied,
) -> Result<(), StoreError> {
    if copied.how == CloneKind::Reflink {
        match disk.clone_file(from, to, CloneKind::Reflink) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::StorageFull => {
                return Err(StoreError::at("copy", from)(error));
            }
            Err(_) => copied.how = CloneKind::Copy,
        }
    }
    disk.clone_file(from, to, CloneKind::Copy).map_err(StoreError::at("copy", from))
}

pub(super) fn stopped(place: &Path) -> StoreError {
    StoreError::at("go on with", place)(std::io::ErrorKind::Interrupted.into())
}

/// Reads every file below `backup` and writes a seal of it to `path`. With `original`, each is
/// read there as well and must be the same: a copy is proven by that.
pub(super) fn seal_tree(
    disk: &dyn Disk,
    backup: &Path,
    original: Option<&Path>,
    path: &Path,
    about: &[(String, String)],
    threads: Threads,
    progress: Progress<'_>,
) -> Result<SealTotals, StoreError> {
    let file = disk.create(path).map_err(StoreError::at("create", path))?;
    let out = BufWriter::with_capacity(256 << 10, file);
    let writer = SealWriter::new(out, about).map_err(StoreError::at("write", path))?;
    let mut sealing = Sealing {
        disk,
        backup,
        original,
        path,
        threads,
        progress,
        writer,
        window: Vec::new(),
        window_bytes: 0,
        read_bytes: 0,
    };
    sealing.folder(backup, "")?;
    sealing.close()?;
    let (mut out, totals) = sealing.writer.finish().map_err(StoreError::at("write", path))?;
    out.flush().map_err(StoreError::at("write", path))?;
    let mut file =
        out.into_inner().map_err(|error| StoreError::at("write", path)(error.into_error()))?;
    file.sync().map_err(StoreError::at("make durable", path))?;
    Ok(totals)
}

struct Sealing<'a, W: Write> {
    disk: &'a dyn Disk,
    backup: &'a Path,
    original: Option<&'a Path>,
    path: &'a Path,
    threads: Threads,
    progress: Progress<'a>,
    writer: SealWriter<W>,
    window: Vec<String>,
    window_bytes: u64,
    read_bytes: u64,
}

impl<W: Write> Sealing<'_, W> {
    fn folder(&mut self, place: &Path, prefix: &str) -> Result<(), StoreError> {
        let items = self.disk.list(place).map_err(StoreError::at("list", place))?;
        let items: BTreeMap<String, _> =
            items.into_iter().map(|item| (item.name, item.meta)).collect();
        for (name, meta) in items {
            let path = format!("{prefix}{name}");
            match meta.kind {
                Kind::Folder => self.folder(&place.join(&name), &format!("{path}/"))?,
                Kind::File => {
                    self.window.push(path);
                    self.window_bytes += meta.bytes;
                    if self.window.len() >= WINDOW_FILES || self.window_bytes >= WINDOW_BYTES {
                        self.close()?;
                    }
                }
                Kind::Other => {}
            }
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), StoreError> {
        self.window_bytes = 0;
        let window = std::mem::take(&mut self.window);
        let (disk, backup, original) = (self.disk, self.backup, self.original);
        let (before, progress) = (self.read_bytes, &mut *self.progress);
        let results = self.threads.map(
            &window,
            || vec![0; BUFFER_BYTES],
            |buffer, path, count| {
                let place = backup.join(path);
                let read = hash_file(disk, &place, buffer, count)?;
                if let Some(original) = original {
                    let other = hash_file(disk, &original.join(path), buffer, count)?;
                    if other != read {
                        let text = "the copy differs from the original";
                        return Err(StoreError::at("prove", &place)(std::io::Error::other(text)));
                    }
                }
                Ok(read)
            },
            &mut |bytes| progress(before + bytes),
        );
        let mut results = results.into_iter();
        for path in window {
            let result = results.next().unwrap_or_else(|| Err(stopped(&self.backup.join(&path))));
            let (hash, bytes) = result?;
            self.read_bytes += bytes;
            let entry = SealEntry { path, bytes, hash };
            self.writer.add(&entry).map_err(StoreError::at("write", self.path))?;
        }
        Ok(())
    }
}

/// Makes everything that was copied durable.
pub(super) fn make_durable(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for item in disk.list(&folder).map_err(StoreError::at("list", &folder))? {
            match item.meta.kind {
                Kind::Folder => folders.push(folder.join(&item.name)),
                Kind::File => files.push(folder.join(&item.name)),
                Kind::Other => {}
            }
        }
    }
    disk.sync_batch(root, &files).map_err(StoreError::at("make durable", root))
}
