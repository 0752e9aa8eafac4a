//! One file being taken out, on whichever thread.

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use unstuck_manifest::{ContentError, Contents, FileId};

use super::places::{Spot, beside};
use super::{Existing, Problem};
use crate::disk::{Disk, DiskFile, Kind, Meta, Times, remove_all};
use crate::error::StoreError;

/// What a thread reads and decrypts at once.
const BUFFER_BYTES: usize = 256 << 10;
/// Names that are tried beside others.
const NUMBERS_MAX: u32 = 1000;
/// What is left of a damaged file ends in this.
const DAMAGED: &str = ".damaged";

/// What a thread works with.
pub(super) fn buffer() -> Vec<u8> {
    vec![0; BUFFER_BYTES]
}

/// One file to take out.
pub(super) struct Task {
    pub(super) domain: String,
    pub(super) relative_path: String,
    pub(super) id: FileId,
    pub(super) wrapped_key: Option<Vec<u8>>,
    pub(super) size: u64,
    pub(super) times: Times,
    pub(super) spot: Spot,
    /// Names the partial file.
    pub(super) number: u64,
}

/// What became of it.
pub(super) struct Done {
    pub(super) task: Task,
    pub(super) outcome: Outcome,
}

pub(super) enum Outcome {
    /// Where it lies, below the target.
    Written {
        to: String,
    },
    Already {
        to: String,
    },
    Problem(Problem),
    /// The target takes nothing more.
    Full(StoreError),
    Stopped,
}

/// What all threads share.
pub(super) struct Worker<'a> {
    pub(super) contents: &'a Contents<'a>,
    pub(super) disk: &'a dyn Disk,
    pub(super) partial: &'a Path,
    pub(super) existing: Existing,
    pub(super) bytes: &'a AtomicU64,
    pub(super) stop: &'a AtomicBool,
}

/// Where a file goes once it is whole.
enum Goes {
    To(String),
    Already(String),
    Nowhere(Problem),
}

impl Worker<'_> {
    pub(super) fn take_out(&self, buffer: &mut [u8], task: Task) -> Done {
        let outcome = match self.goes(&task) {
            _ if self.stop.load(Ordering::Relaxed) => Outcome::Stopped,
            Ok(Goes::To(to)) => self.write(buffer, &task, to),
            Ok(Goes::Already(to)) => Outcome::Already { to },
            Ok(Goes::Nowhere(problem)) => Outcome::Problem(problem),
            Err(error) => Outcome::Full(error),
        };
        Done { task, outcome }
    }

    fn goes(&self, task: &Task) -> Result<Goes, StoreError> {
        let spot = &task.spot;
        if spot.fresh {
            return Ok(Goes::To(spot.relative.clone()));
        }
        for number in 1..=NUMBERS_MAX {
            let (relative, path) = match number {
                1 => (spot.relative.clone(), spot.path.clone()),
                _ => {
                    let relative = beside(&spot.relative, &format!(" ({number})"));
                    let name = relative.rsplit('/').next().unwrap_or(&relative);
                    let path = spot.path.with_file_name(name);
                    (relative, path)
                }
            };
            let found = self.disk.meta(&path).map_err(StoreError::at("look at", &path))?;
            match found {
                None => return Ok(Goes::To(relative)),
                Some(meta) if is_it(&meta, task) => return Ok(Goes::Already(relative)),
                Some(meta) if meta.kind != Kind::File => {
                    return Ok(Goes::Nowhere(Problem::InTheWay));
                }
                Some(_) => match self.existing {
                    Existing::Replace => return Ok(Goes::To(relative)),
                    Existing::Skip => return Ok(Goes::Nowhere(Problem::Kept)),
                    Existing::KeepBoth => {}
                },
            }
        }
        Ok(Goes::Nowhere(Problem::Kept))
    }

    fn write(&self, buffer: &mut [u8], task: &Task, to: String) -> Outcome {
        let partial = self.partial.join(task.number.to_string());
        let name = to.rsplit('/').next().unwrap_or(&to);
        let path = task.spot.path.with_file_name(name);
        let written = self.write_partial(buffer, task, &partial);
        let placed = |path: &Path| {
            self.disk.rename(&partial, path).map_err(StoreError::at("give its name to", path))
        };
        match written {
            Ok(()) => match placed(&path) {
                Ok(()) => Outcome::Written { to },
                // A name this file system does not take after all.
                Err(error) if is_fatal(&error.source) => Outcome::Full(error),
                Err(error) => self.give_up(&partial, Problem::Refused(error.source.to_string())),
            },
            Err(ContentError::Damaged(fault)) => {
                let problem = Problem::Damaged(ContentError::Damaged(fault).to_string());
                let path = path.with_file_name(format!("{name}{DAMAGED}"));
                match placed(&path) {
                    Ok(()) => Outcome::Problem(problem),
                    Err(error) => {
                        self.give_up(&partial, Problem::Refused(error.source.to_string()))
                    }
                }
            }
            Err(ContentError::Sink(error)) if error.kind() == io::ErrorKind::Interrupted => {
                let _ = remove_all(self.disk, &partial);
                Outcome::Stopped
            }
            Err(ContentError::Sink(error)) if is_fatal(&error) => {
                let _ = remove_all(self.disk, &partial);
                Outcome::Full(StoreError::at("write", &path)(error))
            }
            Err(fault) => self.give_up(&partial, Problem::Content(fault.to_string())),
        }
    }

    fn give_up(&self, partial: &Path, problem: Problem) -> Outcome {
        let _ = remove_all(self.disk, partial);
        Outcome::Problem(problem)
    }

    fn write_partial(
        &self,
        buffer: &mut [u8],
        task: &Task,
        partial: &Path,
    ) -> Result<(), ContentError> {
        let mut file: Option<Box<dyn DiskFile>> = None;
        let mut sink = |piece: &[u8]| {
            if self.stop.load(Ordering::Relaxed) {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let file = match &mut file {
                Some(file) => file,
                none => none.insert(self.disk.create(partial)?),
            };
            file.write_all(piece)?;
            self.bytes.fetch_add(piece.len() as u64, Ordering::Relaxed);
            Ok(())
        };
        let key = task.wrapped_key.as_deref();
        let copied = match self.contents.copy_content(&task.id, key, buffer, &mut sink) {
            // An empty file may lack its payload (docs/backup-format.md 10, rule 25).
            Err(ContentError::Missing) if task.size == 0 => Ok(0),
            copied => copied,
        };
        if matches!(copied, Ok(_) | Err(ContentError::Damaged(_))) {
            sink(&[]).map_err(ContentError::Sink)?;
        }
        if let Some(file) = &mut file {
            match file.set_times(task.times) {
                Err(error) if error.kind() != io::ErrorKind::Unsupported => {
                    return Err(ContentError::Sink(error));
                }
                _ => {}
            }
        }
        copied.map(drop)
    }
}

/// Errors after which no other file would fare better.
fn is_fatal(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | ReadOnlyFilesystem | PermissionDenied)
}

/// Whether what is there is this very file, from an earlier time: its date is set last, so
/// that a file cut short never has it. Sizes in records are not always exact
/// (docs/backup-format.md 6), so a live file of another size is taken out once more.
fn is_it(found: &Meta, task: &Task) -> bool {
    let seconds = u64::try_from(task.times.modified).unwrap_or_default();
    found.kind == Kind::File
        && found.bytes == task.size
        && found.modified == Duration::from_secs(seconds)
}
