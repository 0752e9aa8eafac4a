//! The desk where jobs for the disk are done, one after the other.
//!
//! A run never touches the disk itself: it hands [`Job`]s over and hears [`Done`]s, so
//! that receiving and writing overlap, a slow disk never stops the conversation from
//! keeping time, and a simulated world can do the same jobs in virtual time.
//! [`Desk`] does them; [`spawn`] puts a desk on a thread of its own.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use crate::disk::{DirItem, Disk, Space};
use crate::error::StoreError;
use crate::layout::Layout;
use crate::proof::{Proof, ProofOptions, prove};
use crate::publish::publish;
use crate::tree_path::TreePath;
use crate::working::{BatchReport, Origin, Refusal, WorkingTree};
use unstuck_manifest::Threads;

/// Something to be done at the disk.
#[derive(Debug)]
pub enum Job {
    /// Make the working tree ready: [`Done::Prepared`].
    Prepare {
        /// Begin empty, set aside what is there.
        full: bool,
        /// Seconds since 1970.
        now: i64,
    },
    /// A file begins.
    Begin(TreePath),
    /// More of it; the buffer comes back with [`Done::Buffer`].
    Write(Vec<u8>),
    /// It is whole.
    End,
    /// A whole small file at once; the buffer comes back with [`Done::Buffer`].
    Whole(TreePath, Vec<u8>),
    /// It will not become whole.
    Abandon,
    /// The batch is over: [`Done::Batch`].
    FinishBatch,
    /// Begin to make durable what came so far: [`Done::Settling`] when it is begun.
    Settle,
    /// Replace a small file: [`Done::Plain`].
    Put(TreePath, Vec<u8>),
    /// List a folder: [`Done::Listing`].
    List(TreePath),
    /// Make a folder: [`Done::Plain`].
    CreateDir(TreePath),
    /// Move items: [`Done::Items`].
    Move(Vec<(TreePath, TreePath)>),
    /// Remove items: [`Done::Items`].
    Remove(Vec<TreePath>),
    /// Copy an item: [`Done::Plain`].
    Copy(TreePath, TreePath),
    /// Room on the volume: [`Done::Space`].
    Space,
    /// Open a file for reading: [`Done::Plain`].
    Open(TreePath),
    /// Its next bytes: [`Done::Data`].
    Read(usize),
    /// The phone ended with an error that speaks against the working tree.
    Refused(Refusal),
    /// Stop in order, keep everything: [`Done::Paused`].
    Pause,
    /// Prove the finished tree and seal it: [`Done::Proved`].
    Prove(ProofOptions),
    /// Make it a version: [`Done::Published`].
    Publish {
        /// Seconds since 1970.
        now: i64,
    },
}

/// What came of a [`Job`].
#[derive(Debug)]
pub enum Done {
    /// The working tree is ready, or could not be made so.
    Prepared(Result<Origin, StoreError>),
    /// A buffer is free again.
    Buffer(Vec<u8>),
    /// What came so far is on its way to the platters.
    Settling,
    /// What became of the batch.
    Batch(Result<BatchReport, StoreError>),
    /// Done, or why not.
    Plain(io::Result<()>),
    /// Entries of the folder.
    Listing(io::Result<Vec<DirItem>>),
    /// Items that failed, by their number in the job.
    Items(Vec<(usize, io::Error)>),
    /// Room on the volume.
    Space(io::Result<Space>),
    /// Bytes read; empty at the end of the file.
    Data(io::Result<Vec<u8>>),
    /// Everything is kept.
    Paused(Result<(), StoreError>),
    /// What the proof found.
    Proved(Result<Box<Proof>, StoreError>),
    /// Name of the version.
    Published(Result<String, StoreError>),
    /// Long work goes on.
    Progress(JobProgress),
}

/// How far long work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobProgress {
    /// Files cloned, or checked after an interruption.
    Preparing {
        /// So far.
        files: u64,
    },
    /// The proof at work.
    Proving {
        /// Files looked at by the rules.
        files: u64,
        /// Bytes read back.
        bytes: u64,
    },
}

/// Does jobs on one working tree.
#[derive(Debug)]
pub struct Desk {
    disk: Arc<dyn Disk>,
    layout: Layout,
    tree: Option<WorkingTree>,
    stop: Arc<AtomicBool>,
    threads: Threads,
}

impl Desk {
    /// A desk for the vault of one phone. Setting `stop` ends long work early.
    pub fn new(disk: Arc<dyn Disk>, layout: Layout, stop: Arc<AtomicBool>) -> Self {
        Self { disk, layout, tree: None, stop, threads: Threads::ONE }
    }

    /// Lets long work use more threads than the caller's.
    #[must_use]
    pub fn with_threads(mut self, threads: Threads) -> Self {
        self.threads = threads;
        self
    }

    /// Does one job and reports to `tell`.
    pub fn perform(&mut self, job: Job, tell: &mut dyn FnMut(Done)) {
        match job {
            Job::Prepare { full, now } => {
                let result = self.prepare(full, now, tell);
                tell(Done::Prepared(result));
            }
            Job::Prove(options) => {
                let result = self.prove(&options, tell);
                tell(Done::Proved(result));
            }
            Job::Publish { now } => tell(Done::Published(self.publish(now))),
            job => match &mut self.tree {
                Some(tree) => perform_on(tree, job, tell),
                None => without_tree(job).into_iter().for_each(tell),
            },
        }
    }

    fn prepare(
        &mut self,
        full: bool,
        now: i64,
        tell: &mut dyn FnMut(Done),
    ) -> Result<Origin, StoreError> {
        let stop = Arc::clone(&self.stop);
        let mut progress = |files| {
            tell(Done::Progress(JobProgress::Preparing { files }));
            go_on(&stop)
        };
        let (mut tree, origin) =
            WorkingTree::prepare(&self.disk, &self.layout, full, now, &mut progress)?;
        if self.threads.are_many() {
            let root = self.layout.root();
            tree.sync_beside().map_err(StoreError::at("start a thread for", root))?;
        }
        self.tree = Some(tree);
        Ok(origin)
    }

    fn prove(
        &mut self,
        options: &ProofOptions,
        tell: &mut dyn FnMut(Done),
    ) -> Result<Box<Proof>, StoreError> {
        let tree = self.tree.as_mut().ok_or_else(|| not_ready(&self.layout))?;
        let stop = Arc::clone(&self.stop);
        let mut progress = |files, bytes| {
            tell(Done::Progress(JobProgress::Proving { files, bytes }));
            go_on(&stop)
        };
        prove(tree, options, self.threads, &mut progress).map(Box::new)
    }

    fn publish(&mut self, now: i64) -> Result<String, StoreError> {
        publish(self.tree.take().ok_or_else(|| not_ready(&self.layout))?, now)
    }
}

fn go_on(stop: &AtomicBool) -> ControlFlow<()> {
    if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

fn perform_on(tree: &mut WorkingTree, job: Job, tell: &mut dyn FnMut(Done)) {
    tell(match job {
        Job::Begin(path) => return tree.begin_file(path),
        Job::End => return tree.end_file(),
        Job::Abandon => return tree.abandon_file(),
        // What cannot be noted costs one more run.
        Job::Refused(refusal) => return drop(tree.refused(refusal)),
        Job::Settle => {
            tree.settle();
            Done::Settling
        }
        Job::Write(buffer) => {
            tree.write(&buffer);
            Done::Buffer(buffer)
        }
        Job::Whole(path, buffer) => {
            tree.receive_whole(path, &buffer);
            Done::Buffer(buffer)
        }
        Job::FinishBatch => Done::Batch(tree.finish_batch()),
        Job::Put(path, bytes) => Done::Plain(tree.put(path, &bytes).map_err(|e| e.source)),
        Job::List(path) => Done::Listing(tree.list(&path)),
        Job::CreateDir(path) => Done::Plain(tree.create_dir(&path)),
        Job::Move(items) => Done::Items(each(items, |(from, to)| tree.move_item(&from, &to))),
        Job::Remove(paths) => Done::Items(each(paths, |path| tree.remove_item(&path))),
        Job::Copy(from, to) => Done::Plain(tree.copy_item(&from, &to)),
        Job::Space => Done::Space(tree.space()),
        Job::Open(path) => Done::Plain(tree.open(&path)),
        Job::Read(bytes_max) => Done::Data(tree.read(bytes_max)),
        Job::Pause => Done::Paused(tree.pause()),
        Job::Prepare { .. } | Job::Prove(_) | Job::Publish { .. } => return,
    });
}

/// Does the same to each item and keeps the failures with their numbers.
fn each<T>(items: Vec<T>, mut act: impl FnMut(T) -> io::Result<()>) -> Vec<(usize, io::Error)> {
    let numbered = items.into_iter().enumerate();
    numbered.filter_map(|(number, item)| act(item).err().map(|error| (number, error))).collect()
}

/// The answer to a job that needs a working tree when there is none: only a caller's fault
/// leads here, and a lost answer would be worse than an error.
fn without_tree(job: Job) -> Option<Done> {
    let error = || io::Error::other("the working tree is not ready");
    let store_error = || StoreError { act: "use", path: "working".into(), source: error() };
    Some(match job {
        Job::Write(buffer) | Job::Whole(_, buffer) => Done::Buffer(buffer),
        Job::FinishBatch => Done::Batch(Err(store_error())),
        Job::List(_) => Done::Listing(Err(error())),
        Job::Move(_) | Job::Remove(_) => Done::Items(vec![(0, error())]),
        Job::Space => Done::Space(Err(error())),
        Job::Read(_) => Done::Data(Err(error())),
        Job::Pause => Done::Paused(Ok(())),
        Job::Begin(_) | Job::End | Job::Abandon => return None,
        Job::Settle => Done::Settling,
        _ => Done::Plain(Err(error())),
    })
}

fn not_ready(layout: &Layout) -> StoreError {
    StoreError::at("use", &layout.working())(io::Error::other("the working tree is not ready"))
}

/// A desk on a thread of its own.
#[derive(Debug)]
pub struct Worker {
    jobs: Option<SyncSender<Vec<Job>>>,
    thread: Option<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
}

/// Puts a desk on a thread. `tell` is called there, with everything one handful of jobs
/// came to.
///
/// # Errors
/// When the system gives no thread.
pub fn spawn(
    disk: Arc<dyn Disk>,
    layout: Layout,
    tell: impl FnMut(Vec<Done>) + Send + 'static,
) -> io::Result<Worker> {
    let stop = Arc::new(AtomicBool::new(false));
    // The buffers of a run bound what can be under way; the channel need not.
    let (jobs, incoming) = sync_channel(4096);
    let desk =
        Desk::new(disk, layout, Arc::clone(&stop)).with_threads(Threads::as_many_as_useful());
    let thread = std::thread::Builder::new()
        .name("disk".into())
        .spawn(move || run(desk, &incoming, tell))?;
    Ok(Worker { jobs: Some(jobs), thread: Some(thread), stop })
}

fn run(mut desk: Desk, incoming: &Receiver<Vec<Job>>, mut tell: impl FnMut(Vec<Done>)) {
    let mut done = Vec::new();
    while let Ok(jobs) = incoming.recv() {
        for job in jobs {
            desk.perform(job, &mut |what| {
                // Progress is worth something only at once.
                let at_once = matches!(what, Done::Progress(_));
                done.push(what);
                if at_once || done.len() >= 16 {
                    tell(std::mem::take(&mut done));
                }
            });
        }
        if !done.is_empty() {
            tell(std::mem::take(&mut done));
        }
    }
}

impl Worker {
    /// Hands jobs over. Returns them when the worker is gone.
    ///
    /// # Errors
    /// The jobs, undone.
    pub fn submit(&self, jobs: Vec<Job>) -> Result<(), Vec<Job>> {
        match &self.jobs {
            Some(sender) => sender.send(jobs).map_err(|unsent| unsent.0),
            None => Err(jobs),
        }
    }

    /// Ends long work early; jobs in the queue are still done.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Drop for Worker {
    /// Lets the thread finish the jobs it has.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
