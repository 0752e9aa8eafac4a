//! Taking files out of a backup: decrypted, under their own names, with their dates.
//!
//! ```text
//!  list ─► wanted? ─► place ─► (threads) partial file, times, rename ─► told
//!  list again ─► links, dates of folders      last, so that nothing is written through a link
//! ```
//!
//! Nothing is written outside the target, whatever names and links the backup holds; nothing
//! that is there is replaced unless asked for; what is there already is not made again, so an
//! interrupted extraction goes on where it stopped. Memory does not depend on how large files
//! are.

mod naming;
mod places;
mod task;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use thiserror::Error;
use unstuck_manifest::db::Reading;
use unstuck_manifest::{Heard, Listed, OpenBackup, Record, RecordKind, Threads, convey};

pub use naming::System;
use places::{Failed, Places};
use task::{Done, Outcome, Task, Worker};

use crate::disk::{Disk, Kind, Times, create_dir_all, remove_all};
use crate::error::StoreError;

/// Folder of files that are not whole yet, in the target.
const PARTIAL: &str = ".unstuck-partial";

/// How files are arranged in the target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// `<domain>/<path>`.
    #[default]
    Domains,
    /// The camera roll as on a camera's card: `DCIM/100APPLE/IMG_0001.HEIC`; the rest as
    /// above.
    Photos,
}

/// What becomes of a file that is there already and is another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existing {
    /// The new one gets a number: `IMG_0001 (2).HEIC`.
    #[default]
    KeepBoth,
    /// The new one takes its place.
    Replace,
    /// It stays, and the new one is left out.
    Skip,
}

/// How to take files out.
#[derive(Clone, Copy, Debug)]
pub struct ExtractOptions {
    /// Whose rules names must keep.
    pub system: System,
    /// How they are arranged.
    pub arrangement: Arrangement,
    /// What becomes of others in their place.
    pub existing: Existing,
    /// On how many threads.
    pub threads: Threads,
}

/// Why one file, folder or link was not taken out, or not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// Its path climbs out, or has no name that can be written.
    #[error("its path cannot be a path here: it climbs, or a part of it is no name")]
    NoUsableName,
    /// A file or link stands where its folder must be, or a folder where it must be.
    #[error("something else stands in its place")]
    InTheWay,
    /// Another file has its name, and was to be kept.
    #[error("another file of that name is there, and was kept")]
    Kept,
    /// Its record cannot be read.
    #[error("its record in the list is damaged")]
    NoRecord,
    /// Its content is not there, or not what it was.
    #[error("{0}")]
    Content(String),
    /// It was cut off or altered; what is left lies under a name that ends in `.damaged`.
    #[error("{0}; what is left was written with .damaged at its end")]
    Damaged(String),
    /// It points out of the target, so it is not made.
    #[error("it points to {0}, outside of this folder, and was not made")]
    LinkLeadsOut(String),
    /// The system did not take it.
    #[error("the system did not take it: {0}")]
    Refused(String),
}

/// What is told while files are taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// Files and bytes so far.
    Progress {
        /// Files.
        files: u64,
        /// Bytes.
        bytes: u64,
    },
    /// A file lies under another name than on the phone.
    Renamed {
        /// Its domain.
        domain: &'a str,
        /// Its path on the phone.
        relative_path: &'a str,
        /// Where it lies, below the target.
        to: &'a str,
    },
    /// Something was not taken out.
    Problem {
        /// Its domain.
        domain: &'a str,
        /// Its path on the phone.
        relative_path: &'a str,
        /// Why.
        problem: &'a Problem,
    },
}

/// What taking out came to.
#[derive(Debug, Default)]
pub struct ExtractReport {
    /// Files written.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that were there already, the same.
    pub already: u64,
    /// Folders made or found.
    pub folders: u64,
    /// Links made.
    pub links: u64,
    /// Files under another name than on the phone.
    pub renamed: u64,
    /// Things not taken out, or not whole.
    pub problems: u64,
    /// Rows of the list that cannot be read at all.
    pub bad_rows: u64,
    /// What reading the list came to.
    pub reading: Reading,
    /// It was stopped.
    pub stopped: bool,
}

/// Takes everything out of `backup` that `wanted` says into the folder `out`.
///
/// # Errors
/// When the target takes nothing more. What was written until then stays and is whole.
pub fn extract(
    backup: &OpenBackup<'_>,
    disk: &dyn Disk,
    out: &Path,
    options: ExtractOptions,
    wanted: &dyn Fn(&Listed<'_>) -> bool,
    hear: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
) -> Result<ExtractReport, StoreError> {
    let partial = out.join(PARTIAL);
    create_dir_all(disk, out).map_err(StoreError::at("make the folder", out))?;
    remove_all(disk, &partial).map_err(StoreError::at("clear", &partial))?;
    create_dir_all(disk, &partial).map_err(StoreError::at("make the folder", &partial))?;
    let places = Places::new(disk, out, options.system, options.arrangement)?;
    let (bytes, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let worker = Worker {
        contents: backup.contents(),
        disk,
        partial: &partial,
        existing: options.existing,
        bytes: &bytes,
        stop: &stop,
    };
    let mut run = Run {
        backup,
        worker: &worker,
        places,
        wanted,
        hear,
        report: ExtractReport::default(),
        full: None,
        number: 0,
    };
    run.files(options.threads)?;
    if run.full.is_none() && !run.report.stopped {
        run.links_and_folders()?;
    }
    let Run { full, mut report, .. } = run;
    report.bytes = bytes.load(Ordering::Relaxed);
    let cleared = remove_all(disk, &partial).map_err(StoreError::at("clear", &partial));
    match full {
        Some(error) => Err(error),
        None => cleared.map(|()| report),
    }
}

struct Run<'a, 'b, 'h> {
    backup: &'a OpenBackup<'b>,
    worker: &'a Worker<'a>,
    places: Places<'a>,
    wanted: &'a dyn Fn(&Listed<'_>) -> bool,
    hear: &'h mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
    report: ExtractReport,
    /// The target takes nothing more.
    full: Option<StoreError>,
    number: u64,
}

impl Run<'_, '_, '_> {
    fn files(&mut self, threads: Threads) -> Result<(), StoreError> {
        let (worker, backup) = (self.worker, self.backup);
        let list = Path::new("Manifest.db");
        let reading = convey(
            threads,
            task::buffer,
            |buf, task| worker.take_out(buf, task),
            |line| {
                let reading = backup.read(&mut |row| {
                    match row {
                        Err(_) => self.report.bad_rows += 1,
                        Ok(listed) => {
                            if let Some(task) = self.take(&listed) {
                                let weight = task.size;
                                line.put(task, weight, &mut |heard| self.heard(heard));
                            }
                        }
                    }
                    self.flow()
                });
                line.settle(&mut |heard| self.heard(heard));
                reading
            },
        );
        let failed = |error: std::io::Error| StoreError::at("read", list)(error);
        self.report.reading = reading.map_err(|fault| failed(std::io::Error::other(fault)))?;
        Ok(())
    }

    fn flow(&self) -> ControlFlow<()> {
        if self.report.stopped || self.full.is_some() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// What is to be done for a row; folders are made at once.
    fn take(&mut self, listed: &Listed<'_>) -> Option<Task> {
        if !(self.wanted)(listed) {
            return None;
        }
        let placed = match listed.kind {
            Some(RecordKind::File) => self.places.file(listed).map(Some),
            Some(RecordKind::Directory) => {
                let relative = self.places.relative(listed).map_err(Failed::from);
                relative.and_then(|(relative, _)| self.places.folder(&relative)).map(|_| {
                    self.report.folders += 1;
                    None
                })
            }
            _ => return None,
        };
        match placed {
            Ok(None) => None,
            Ok(Some(spot)) => {
                let Some(record) = listed.sound() else {
                    self.problem(listed.domain, listed.relative_path, &Problem::NoRecord);
                    return None;
                };
                self.number += 1;
                Some(Task {
                    domain: listed.domain.to_owned(),
                    relative_path: listed.relative_path.to_owned(),
                    id: listed.id,
                    wrapped_key: record.encryption_key.as_deref().map(<[u8]>::to_vec),
                    size: record.content_bytes(),
                    times: times(record),
                    spot,
                    number: self.number,
                })
            }
            Err(Failed::One(problem)) => {
                self.problem(listed.domain, listed.relative_path, &problem);
                None
            }
            Err(Failed::All(error)) => {
                self.full = Some(error);
                None
            }
        }
    }

    fn heard(&mut self, heard: Heard<Done>) {
        if let Heard::Done(Done { task, outcome }) = heard {
            match outcome {
                Outcome::Written { to } => {
                    self.report.files += 1;
                    self.renamed(&task, &to);
                }
                Outcome::Already { to } => {
                    self.report.already += 1;
                    self.renamed(&task, &to);
                }
                Outcome::Problem(problem) => {
                    self.problem(&task.domain, &task.relative_path, &problem);
                }
                Outcome::Full(error) => {
                    self.worker.stop.store(true, Ordering::Relaxed);
                    self.full.get_or_insert(error);
                }
                Outcome::Stopped => {}
            }
        }
        let bytes = self.worker.bytes.load(Ordering::Relaxed);
        self.tell(Event::Progress { files: self.report.files, bytes });
    }

    fn renamed(&mut self, task: &Task, to: &str) {
        if task.spot.renamed || to != task.spot.relative {
            self.report.renamed += 1;
            let (domain, relative_path) = (task.domain.as_str(), task.relative_path.as_str());
            self.tell(Event::Renamed { domain, relative_path, to });
        }
    }

    fn problem(&mut self, domain: &str, relative_path: &str, problem: &Problem) {
        self.report.problems += 1;
        self.tell(Event::Problem { domain, relative_path, problem });
    }

    fn tell(&mut self, event: Event<'_>) {
        if (self.hear)(event).is_break() {
            self.report.stopped = true;
            self.worker.stop.store(true, Ordering::Relaxed);
        }
    }

    /// The second reading of the list: links, when no file is written any more, and the
    /// dates of folders, when nothing is put into them any more.
    fn links_and_folders(&mut self) -> Result<(), StoreError> {
        let list = Path::new("Manifest.db");
        let backup = self.backup;
        let read = backup.read(&mut |row| {
            let Ok(listed) = row else { return ControlFlow::Continue(()) };
            let kind = listed.kind.filter(|kind| *kind != RecordKind::File);
            if let Some(kind) = kind.filter(|_| (self.wanted)(&listed)) {
                match kind {
                    RecordKind::Link => self.link(&listed),
                    _ => self.date(&listed),
                }
            }
            self.flow()
        });
        let failed = |error: std::io::Error| StoreError::at("read", list)(error);
        read.map(drop).map_err(|fault| failed(std::io::Error::other(fault)))
    }

    fn link(&mut self, listed: &Listed<'_>) {
        let made = match listed.sound().and_then(|record| record.target.as_deref()) {
            None => Err(Failed::One(Problem::NoRecord)),
            Some(target) => self.make_link(listed, target),
        };
        match made {
            Ok(()) => self.report.links += 1,
            Err(Failed::One(problem)) => {
                self.problem(listed.domain, listed.relative_path, &problem);
            }
            Err(Failed::All(error)) => self.full = Some(error),
        }
    }

    fn make_link(&mut self, listed: &Listed<'_>, target: &str) -> Result<(), Failed> {
        let disk = self.worker.disk;
        let spot = self.places.file(listed)?;
        if self.places.link_target(&spot.relative, target).is_none() {
            return Err(Problem::LinkLeadsOut(target.to_owned()).into());
        }
        match disk.meta(&spot.path).map_err(StoreError::at("look at", &spot.path))? {
            // One from an earlier time: to be made again costs nothing.
            Some(meta) if meta.kind == Kind::Other => {
                disk.remove_file(&spot.path).map_err(StoreError::at("replace", &spot.path))?;
            }
            Some(_) => return Err(Problem::InTheWay.into()),
            None => {}
        }
        let made = disk.link(&spot.path, target);
        made.map_err(|error| Problem::Refused(error.to_string()).into())
    }

    /// A date that the system does not take is no loss worth a word.
    fn date(&mut self, listed: &Listed<'_>) {
        let place = self.places.relative(listed).ok().map(|(path, _)| self.places.path(&path));
        if let (Some(place), Some(record)) = (place, listed.sound()) {
            let _ = self.worker.disk.set_folder_times(&place, times(record));
        }
    }
}

fn times(record: &Record<'_>) -> Times {
    Times { modified: record.last_modified, created: record.birth }
}

#[cfg(test)]
mod tests;
