//! Files coming in: hidden and nameless until they are whole.

use std::io::Write;
use std::path::{Path, PathBuf};

use blake3::Hasher;

use super::{WorkingTree, fault, is_status};
use crate::disk::DiskFile;
use crate::error::StoreError;
use crate::tree_path::TreePath;

/// A sync is begun when this much came since the last one. Every one costs the file system a
/// commit of its journal; more of them would not make a crash cheaper by much.
const UNSYNCED_BYTES_MAX: u64 = 64 << 20;
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
        let temporary = self.next_temporary();
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

    /// Takes a whole file at once.
    pub fn receive_whole(&mut self, target: TreePath, bytes: &[u8]) {
        self.begin_file(target);
        self.write(bytes);
        self.end_file();
    }

    fn next_temporary(&mut self) -> PathBuf {
        self.incoming_count += 1;
        self.layout.incoming().join(self.incoming_count.to_string())
    }

    fn create_temporary(&self, path: &Path) -> std::io::Result<Box<dyn DiskFile>> {
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
        self.unsynced_bytes += bytes.len() as u64;
        if self.unsynced_bytes >= UNSYNCED_BYTES_MAX {
            let place = incoming.temporary.clone();
            self.unsynced.push(place);
            self.settle();
        }
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
        match self.name_file(&target, &temporary, file) {
            Ok(fresh) => {
                self.batch.fresh += u64::from(fresh);
                self.journal.received(&target, bytes, &hasher.finalize());
                self.batch.files += 1;
                self.batch.bytes += bytes;
                // Receipts that cannot be written are kept: the end of the batch says so.
                let _ = self.relieve();
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
    fn name_file(
        &mut self,
        target: &TreePath,
        temporary: &Path,
        mut file: Box<dyn DiskFile>,
    ) -> Result<bool, StoreError> {
        let place = self.place(target).map_err(fault("place", temporary))?;
        let commits = is_status(&self.layout, target);
        if commits {
            self.sync()?;
            file.sync().map_err(fault("make durable", temporary))?;
        }
        drop(file);
        let fresh = self.rename_if_free(temporary, &place).map_err(fault("rename to", &place))?;
        if !fresh {
            self.disk.rename(temporary, &place).map_err(fault("rename to", &place))?;
        }
        if commits && let Some(folder) = place.parent() {
            self.disk.sync_dir(folder).map_err(fault("make durable", folder))?;
        }
        self.unsynced.push(place);
        Ok(fresh)
    }

    /// The file will not become whole: the phone could not read it, or is gone.
    pub fn abandon_file(&mut self) {
        if let Some(incoming) = self.incoming.take() {
            drop(incoming.file);
            let _ = self.disk.remove_file(&incoming.temporary);
        }
    }

    /// The batch is over: says what became of it. It is made durable in the background now
    /// and then, and for certain before the next commit record.
    ///
    /// # Errors
    /// When its receipts cannot be written; none of it counts as kept then.
    pub fn finish_batch(&mut self) -> Result<BatchReport, StoreError> {
        self.abandon_file();
        let report = std::mem::take(&mut self.batch);
        let journal = self.layout.journal();
        self.journal.flush().map_err(StoreError::at("write", &journal))?;
        self.relieve().map_err(StoreError::at("write", &journal))?;
        Ok(report)
    }

    /// Puts a whole small file of our own into the tree (Info.plist).
    ///
    /// # Errors
    /// As the disk says; the old one stays.
    pub fn put(&mut self, target: TreePath, bytes: &[u8]) -> Result<(), StoreError> {
        let before = std::mem::take(&mut self.batch);
        self.receive_whole(target, bytes);
        let mut report = std::mem::replace(&mut self.batch, before);
        match report.failed.pop() {
            Some(failed) => Err(failed.error),
            None => Ok(()),
        }
    }
}
