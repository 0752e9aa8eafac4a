//! Files coming in: hidden and nameless until they are whole.

use std::io::Write;
use std::path::PathBuf;

use blake3::Hasher;

use super::{WorkingTree, fault, is_status};
use crate::disk::{DiskFile, create_dir_all};
use crate::error::StoreError;
use crate::tree_path::TreePath;

/// A file on its way.
#[derive(Debug)]
pub(super) struct Incoming {
    target: TreePath,
    temporary: PathBuf,
    /// `None` once something failed: the rest of the file is dropped, the stream goes on.
    file: Option<Box<dyn DiskFile>>,
    hasher: Hasher,
    bytes: u64,
}

/// A file the disk did not take.
#[derive(Debug)]
pub struct FailedFile {
    /// Where it belongs.
    pub path: TreePath,
    /// Why not.
    pub error: StoreError,
}

/// What became of a batch.
#[derive(Debug, Default)]
pub struct BatchReport {
    /// Files that are whole and in place.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Those of them in whose place nothing stood before: progress, and not a repetition.
    pub fresh: u64,
    /// The first files the disk did not take, at most a hundred.
    pub failed: Vec<FailedFile>,
    /// How many there were.
    pub failed_count: u64,
}

impl BatchReport {
    fn fail(&mut self, path: TreePath, error: StoreError) {
        self.failed_count += 1;
        if self.failed.len() < 100 {
            self.failed.push(FailedFile { path, error });
        }
    }
}

impl WorkingTree {
    /// Begins a file under a temporary name outside the phone's sight. A file begun before
    /// and not ended is dropped.
    pub fn begin_file(&mut self, target: TreePath) {
        self.abandon_file();
        self.incoming_count += 1;
        let temporary = self.layout.incoming().join(self.incoming_count.to_string());
        let file = self.create_temporary(&temporary).map_err(fault("create", &temporary));
        let file = match file {
            Ok(file) => Some(file),
            Err(error) => {
                self.batch.fail(target.clone(), error);
                None
            }
        };
        self.incoming = Some(Incoming { target, temporary, file, hasher: Hasher::new(), bytes: 0 });
    }

    fn create_temporary(&self, path: &std::path::Path) -> std::io::Result<Box<dyn DiskFile>> {
        match self.disk.create(path) {
            // Left by a run that crashed.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                self.disk.remove_file(path)?;
                self.disk.create(path)
            }
            other => other,
        }
    }

    /// More of the file begun last.
    pub fn write(&mut self, bytes: &[u8]) {
        let Some(incoming) = &mut self.incoming else { return };
        let Some(file) = &mut incoming.file else { return };
        if let Err(error) = file.write_all(bytes) {
            let error = fault("write", &incoming.temporary)(error);
            incoming.file = None;
            let target = incoming.target.clone();
            self.batch.fail(target, error);
            return;
        }
        incoming.hasher.update(bytes);
        incoming.bytes += bytes.len() as u64;
    }

    /// The file is whole: it gets its name and a line in the journal.
    pub fn end_file(&mut self) {
        let Some(incoming) = self.incoming.take() else { return };
        let Incoming { target, temporary, file, hasher, bytes } = incoming;
        let Some(file) = file else {
            // Failed before; what is left of it is in nobody's way.
            let _ = self.disk.remove_file(&temporary);
            return;
        };
        match self.settle(&target, &temporary, file) {
            Ok(fresh) => {
                self.batch.fresh += u64::from(fresh);
                self.journal.received(&target, bytes, &hasher.finalize());
                self.batch.files += 1;
                self.batch.bytes += bytes;
            }
            Err(error) => {
                let _ = self.disk.remove_file(&temporary);
                self.batch.fail(target, error);
            }
        }
    }

    /// Gives a whole file its name, and tells whether nothing stood there before. Status.plist
    /// is the commit record of the whole protocol: everything before it is made durable first,
    /// then the record itself (docs/protocol.md 6.2).
    fn settle(
        &mut self,
        target: &TreePath,
        temporary: &std::path::Path,
        mut file: Box<dyn DiskFile>,
    ) -> Result<bool, StoreError> {
        let place = self.place(target).map_err(fault("place", temporary))?;
        let commits = is_status(&self.layout, target);
        if commits {
            self.sync()?;
            file.sync().map_err(fault("make durable", temporary))?;
        }
        drop(file);
        let fresh = self.disk.meta(&place).map_err(fault("look at", &place))?.is_none();
        self.rename_into(temporary, &place).map_err(fault("rename to", &place))?;
        if commits && let Some(folder) = place.parent() {
            self.disk.sync_dir(folder).map_err(fault("make durable", folder))?;
        }
        self.unsynced.push(place);
        Ok(fresh)
    }

    /// Renames, making missing parents when they turn out to be missing.
    pub(super) fn rename_into(
        &mut self,
        from: &std::path::Path,
        to: &std::path::Path,
    ) -> std::io::Result<()> {
        match self.disk.rename(from, to) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let Some(folder) = to.parent() else { return Err(error) };
                create_dir_all(&*self.disk, folder)?;
                self.disk.rename(from, to)
            }
            other => other,
        }
    }

    /// The file will not become whole: the phone could not read it, or is gone.
    pub fn abandon_file(&mut self) {
        if let Some(incoming) = self.incoming.take() {
            drop(incoming.file);
            let _ = self.disk.remove_file(&incoming.temporary);
        }
    }

    /// The batch is over: makes it durable and says what became of it.
    ///
    /// # Errors
    /// When it cannot be made durable; none of it counts as kept then.
    pub fn finish_batch(&mut self) -> Result<BatchReport, StoreError> {
        self.abandon_file();
        let report = std::mem::take(&mut self.batch);
        self.sync()?;
        Ok(report)
    }

    /// Puts a whole small file of our own into the tree (Info.plist).
    ///
    /// # Errors
    /// As the disk says; the old one stays.
    pub fn put(&mut self, target: TreePath, bytes: &[u8]) -> Result<(), StoreError> {
        let before = std::mem::take(&mut self.batch);
        self.begin_file(target);
        self.write(bytes);
        self.end_file();
        let mut report = std::mem::replace(&mut self.batch, before);
        match report.failed.pop() {
            Some(failed) => Err(failed.error),
            None => Ok(()),
        }
    }
}
