//! The working tree: what the phone sees while a run goes on.
//!
//! A clone of the last good version, or what an interrupted run left, or empty. Nothing
//! the phone asks for can reach a published version: they are not below this root, and
//! files that share blocks or names with one are only ever replaced by rename.

mod clone;
mod receive;
mod refused;
mod resume;
mod serve;

use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use clone::CloneReport;
pub use receive::{BatchReport, FailedFile};
pub use refused::Refusal;
pub use resume::ResumeReport;
pub(crate) use resume::load as load_changes;

use crate::disk::{Disk, Kind, create_dir_all, read_small, remove_all, replace_small};
use crate::error::StoreError;
use crate::journal::JournalWriter;
use crate::layout::{Layout, version_name};
use crate::publish;
use crate::syncing::{AtOnce, Beside, Syncer};
use crate::tree_path::TreePath;
use crate::version;

use receive::Incoming;

/// A sync is begun when this many files were written or moved since the last one.
const UNSYNCED_FILES_MAX: usize = 4096;
/// Receipts are written out when this many bytes of them wait.
const LINES_MAX: usize = 1 << 20;

/// Hears of things done so far and may stop long work, which then ends with an error of
/// kind `Interrupted`.
pub type Progress<'a> = &'a mut dyn FnMut(u64) -> ControlFlow<()>;

/// What a run begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nothing: the first backup, or a full one was asked for.
    Empty,
    /// A clone of this version.
    Cloned {
        /// Name of the version.
        version: String,
        /// How, and how much.
        report: CloneReport,
    },
    /// What an interrupted run left; the phone may go on from there.
    Interrupted(ResumeReport),
}

/// The working tree of the run under way. Only one exists per phone at a time; the
/// vault's lock sees to that.
#[derive(Debug)]
pub struct WorkingTree {
    disk: Arc<dyn Disk>,
    layout: Layout,
    root: PathBuf,
    journal: JournalWriter,
    incoming: Option<Incoming>,
    incoming_count: u64,
    batch: BatchReport,
    syncer: Box<dyn Syncer>,
    /// Written or moved since the last sync was begun.
    unsynced: Vec<PathBuf>,
    /// Bytes written since then.
    unsynced_bytes: u64,
    /// Folders known to be real folders all the way down.
    real_folders: HashSet<String>,
    reading: Option<Box<dyn crate::disk::DiskFile>>,
}

impl WorkingTree {
    /// Makes the working tree ready: goes on with what is there, or clones the newest
    /// version, or begins empty when `full` or when there is none. `now` is in seconds
    /// since 1970; `progress` hears of files cloned or checked so far.
    ///
    /// # Errors
    /// Whatever stands in the way. Versions are untouched.
    pub fn prepare(
        disk: &Arc<dyn Disk>,
        layout: &Layout,
        full: bool,
        now: i64,
        progress: Progress<'_>,
    ) -> Result<(Self, Origin), StoreError> {
        let working = layout.working();
        let make = StoreError::at("make the folder", layout.root());
        publish::roll_forward(&**disk, layout, now)?;
        create_dir_all(&**disk, &layout.incoming()).map_err(make)?;
        let found = disk.meta(&working).map_err(StoreError::at("look at", &working))?;
        let refused = refused::speaks_against_the_tree(&**disk, layout);
        let goes_on = found.is_some() && !full && !refused;
        if found.is_some() && !goes_on {
            set_aside(&**disk, layout, now)?;
        }
        let origin = if goes_on {
            Origin::Interrupted(resume::check(&**disk, layout, progress)?)
        } else {
            let newest = if full { None } else { version::newest_sealed(&**disk, layout)? };
            begin(&**disk, layout, newest.as_deref(), progress)?
        };
        let unclean = layout.unclean();
        replace_small(&**disk, &unclean, b"a run is under way\n")
            .map_err(StoreError::at("write", &unclean))?;
        let journal = layout.journal();
        let file = disk.append(&journal).map_err(StoreError::at("open", &journal))?;
        let mut journal = JournalWriter::new(file);
        if matches!(origin, Origin::Interrupted(ResumeReport { was_unclean: true, .. })) {
            journal.crashed();
        }
        let tree = Self {
            disk: Arc::clone(disk),
            root: working,
            layout: layout.clone(),
            journal,
            incoming: None,
            incoming_count: 0,
            batch: BatchReport::default(),
            syncer: Box::new(AtOnce::new(Arc::clone(disk))),
            unsynced: Vec::new(),
            unsynced_bytes: 0,
            real_folders: HashSet::new(),
            reading: None,
        };
        Ok((tree, origin))
    }

    /// Where things lie.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The disk it lies on.
    pub fn disk(&self) -> &Arc<dyn Disk> {
        &self.disk
    }

    /// An orderly end without a version: everything stays for the next run to go on from.
    ///
    /// # Errors
    /// The next run then checks every file again; nothing else follows.
    pub fn pause(&mut self) -> Result<(), StoreError> {
        self.abandon_file();
        self.sync()?;
        let unclean = self.layout.unclean();
        self.disk.remove_file(&unclean).map_err(StoreError::at("remove", &unclean))
    }

    /// A run over this tree ended with an error of the phone.
    ///
    /// # Errors
    /// It could not be noted; the next run then goes on from here.
    pub(crate) fn refused(&self, refusal: Refusal) -> Result<(), StoreError> {
        refused::note(&*self.disk, &self.layout, refusal)
    }

    /// Syncs on a thread beside from now on, so that receiving does not wait for it.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn sync_beside(&mut self) -> io::Result<()> {
        self.syncer = Box::new(Beside::start(Arc::clone(&self.disk))?);
        Ok(())
    }

    /// Makes everything received and moved so far durable.
    pub(crate) fn sync(&mut self) -> Result<(), StoreError> {
        let journal = self.layout.journal();
        self.journal.flush().map_err(StoreError::at("write", &journal))?;
        self.settle();
        let synced = self.syncer.wait();
        synced.map_err(StoreError::at("make durable what is in", &self.root))
    }

    /// Begins to make durable what came so far. Nobody waits for it; how it went shows with
    /// the next commit record.
    pub fn settle(&mut self) {
        if !self.unsynced.is_empty() {
            self.unsynced.push(self.layout.journal());
            self.unsynced_bytes = 0;
            self.syncer.begin(&self.root, std::mem::take(&mut self.unsynced));
        }
    }

    /// Writes receipts out and begins a sync once many names came together: a phone may ask
    /// for half a million moves at once, and memory does not grow with what it asks for.
    fn relieve(&mut self) -> io::Result<()> {
        if self.unsynced.len() >= UNSYNCED_FILES_MAX || self.journal.waiting_bytes() >= LINES_MAX {
            self.journal.flush()?;
            self.settle();
        }
        Ok(())
    }

    /// The place on disk of a path of the phone. Every folder on the way must be a real
    /// folder or not there yet: links are never followed.
    fn place(&mut self, path: &TreePath) -> io::Result<PathBuf> {
        if let Some(parent) = path.parent()
            && !self.real_folders.contains(parent.as_str())
        {
            self.check_folder(&parent)?;
        }
        Ok(path.below(&self.root))
    }

    fn check_folder(&mut self, folder: &TreePath) -> io::Result<()> {
        if let Some(parent) = folder.parent() {
            self.check_folder(&parent)?;
        }
        match self.disk.meta(&folder.below(&self.root))?.map(|meta| meta.kind) {
            Some(Kind::Folder) => {
                // A few hundred folders make a backup; a phone that invents more does not
                // get to fill our memory with them.
                if self.real_folders.len() > 4096 {
                    self.real_folders.clear();
                }
                self.real_folders.insert(folder.as_str().into());
                Ok(())
            }
            Some(Kind::Other) => {
                Err(io::Error::new(io::ErrorKind::InvalidInput, "the path leads through a link"))
            }
            Some(Kind::File) => Err(io::Error::from(io::ErrorKind::NotADirectory)),
            None => Ok(()),
        }
    }
}

/// A new working tree.
fn begin(
    disk: &dyn Disk,
    layout: &Layout,
    newest: Option<&str>,
    progress: Progress<'_>,
) -> Result<Origin, StoreError> {
    let (new, run, journal) = (layout.working_new(), layout.run(), layout.journal());
    // What a crash in the middle of a clone left.
    remove_all(disk, &new).map_err(StoreError::at("clear", &new))?;
    remove_all(disk, &layout.incoming()).map_err(StoreError::at("clear", &run))?;
    disk.create_dir(&layout.incoming()).map_err(StoreError::at("make the folder", &run))?;
    replace_small(disk, &journal, b"").map_err(StoreError::at("write", &journal))?;
    let base = layout.base();
    let text = newest.unwrap_or_default();
    replace_small(disk, &base, text.as_bytes()).map_err(StoreError::at("write", &base))?;
    let backup = new.join(layout.udid());
    create_dir_all(disk, &backup).map_err(StoreError::at("make the folder", &backup))?;
    let origin = match newest {
        None => Origin::Empty,
        Some(version) => {
            let source = layout.version(version).join(layout.udid());
            let report = clone::clone_tree(disk, &source, &backup, progress)?;
            Origin::Cloned { version: version.into(), report }
        }
    };
    refused::forget(disk, layout)?;
    let working = layout.working();
    disk.rename(&new, &working).map_err(StoreError::at("rename", &new))?;
    disk.sync_dir(layout.root()).map_err(StoreError::at("make durable", layout.root()))?;
    Ok(origin)
}

/// Puts the working tree away, whole and findable.
fn set_aside(disk: &dyn Disk, layout: &Layout, now: i64) -> Result<PathBuf, StoreError> {
    let aside = layout.aside();
    create_dir_all(disk, &aside).map_err(StoreError::at("make the folder", &aside))?;
    let target = version::free_name(disk, &aside, &version_name(now))?;
    let working = layout.working();
    disk.rename(&working, &target).map_err(StoreError::at("set aside", &working))?;
    disk.sync_dir(layout.root()).map_err(StoreError::at("make durable", layout.root()))?;
    Ok(target)
}

/// Name of the version the working tree was cloned from.
pub(crate) fn base_version(disk: &dyn Disk, layout: &Layout) -> Option<String> {
    let bytes = read_small(disk, &layout.base(), 256).ok()?;
    let name = String::from_utf8(bytes).ok()?;
    crate::layout::version_time(&name).map(|_| name)
}

/// Whether `path` names the phone's Status.plist, the commit record of the protocol.
fn is_status(layout: &Layout, path: &TreePath) -> bool {
    path.first() == layout.udid() && path.below_first() == Some("Status.plist")
}

/// Reports progress; an error when the work is to stop.
fn go_on(progress: Progress<'_>, done: u64, at: &Path) -> Result<(), StoreError> {
    match progress(done) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(fault("go on with", at)(io::ErrorKind::Interrupted.into())),
    }
}

/// `path` as an error of the vault.
fn fault(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    StoreError::at(act, path)
}
