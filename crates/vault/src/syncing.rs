//! Making things durable beside the work.
//!
//! A sync waits for the platters, and whoever waits with it cannot receive. What is begun here
//! goes on by itself; only who needs a promise waits for it.

use std::fmt::Debug;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

use crate::disk::Disk;

/// Makes files durable, in the order asked for.
pub(crate) trait Syncer: Send + Debug {
    /// Begins to make `files`, all below `root`, durable.
    fn begin(&mut self, root: &Path, files: Vec<PathBuf>);

    /// Waits until everything begun is durable.
    ///
    /// # Errors
    /// The first failure since the last wait: what was begun since then does not count as
    /// kept.
    fn wait(&mut self) -> io::Result<()>;
}

/// Syncs at once: for a world in which time does not pass by itself.
#[derive(Debug)]
pub(crate) struct AtOnce {
    disk: Arc<dyn Disk>,
    result: io::Result<()>,
}

impl AtOnce {
    pub(crate) fn new(disk: Arc<dyn Disk>) -> Self {
        Self { disk, result: Ok(()) }
    }
}

impl Syncer for AtOnce {
    fn begin(&mut self, root: &Path, files: Vec<PathBuf>) {
        let synced = self.disk.sync_batch(root, &files);
        self.result = std::mem::replace(&mut self.result, Ok(())).and(synced);
    }

    fn wait(&mut self) -> io::Result<()> {
        std::mem::replace(&mut self.result, Ok(()))
    }
}

/// Orders that may wait while the disk is at an earlier one. Who gives more waits with them:
/// names to be synced must not gather in memory because a disk is slow.
const ORDERS_MAX: usize = 8;

/// Syncs on a thread of its own.
#[derive(Debug)]
pub(crate) struct Beside {
    orders: Option<SyncSender<(PathBuf, Vec<PathBuf>)>>,
    results: Receiver<io::Result<()>>,
    /// Orders given and not yet waited for.
    open: usize,
    thread: Option<JoinHandle<()>>,
}

impl Beside {
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn start(disk: Arc<dyn Disk>) -> io::Result<Self> {
        let (orders, incoming) = sync_channel::<(PathBuf, Vec<PathBuf>)>(ORDERS_MAX);
        let (tell, results) = channel();
        let thread = std::thread::Builder::new().name("sync".into()).spawn(move || {
            for (root, files) in incoming {
                if tell.send(disk.sync_batch(&root, &files)).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { orders: Some(orders), results, open: 0, thread: Some(thread) })
    }
}

impl Syncer for Beside {
    fn begin(&mut self, root: &Path, files: Vec<PathBuf>) {
        let order = (root.to_path_buf(), files);
        if self.orders.as_ref().is_some_and(|orders| orders.send(order).is_ok()) {
            self.open += 1;
        }
    }

    fn wait(&mut self) -> io::Result<()> {
        let mut result = Ok(());
        for _ in 0..std::mem::take(&mut self.open) {
            let gone = |_| io::Error::other("the thread that syncs is gone");
            result = result.and(self.results.recv().map_err(gone).flatten());
        }
        result
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
