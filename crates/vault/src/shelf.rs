//! A backup being read back: files in the order they will be wanted, ahead of their turn.
//!
//! A phone that takes a backup back asks for a hundred files at a time. Which comes next is
//! known, so it is read while the one before is still on its way. The reader fills buffers it is
//! given and makes none: how much is under way is bounded by whoever owns them.
//!
//! ```text
//! Queue [a, b, c] ─► Fill ─► Filled (all of a)
//!                    Fill ─► Filled (part of b)      a buffer never holds two files
//!                    Fill ─► Filled (rest of b)
//!                    Fill ─► Filled (error of c)
//!                    Fill ─► Idle                    nothing is wanted
//! ```
//!
//! With a seal every file is hashed on its way, and one whose bytes are not those that were
//! sealed ends with an error instead of its end: what rotted on the disk does not pass for whole.
//!
//! What is deliberately absent: any way to change the backup.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use blake3::{Hash, Hasher};

use crate::disk::{DirItem, Disk, DiskFile, Kind, Space};
use crate::seal::SealFault;
use crate::tree_path::TreePath;
use crate::version::open_seal;

/// A buffer of fixed size, and how much of it is used.
#[derive(Debug)]
pub struct Slab {
    bytes: Box<[u8]>,
    len: usize,
}

impl Slab {
    /// An empty buffer that holds `bytes` bytes.
    pub fn new(bytes: usize) -> Self {
        Self { bytes: vec![0; bytes].into_boxed_slice(), len: 0 }
    }

    /// What is in it.
    pub fn filled(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// Something to be done at the shelf.
#[derive(Debug)]
pub enum ShelfJob {
    /// These files will be wanted, in this order, after those named before.
    Queue(Vec<TreePath>),
    /// Read on: [`ShelfDone::Filled`], or [`ShelfDone::Idle`] when no file is wanted.
    Fill(Slab),
    /// List a folder: [`ShelfDone::Listing`].
    List(TreePath),
    /// Room on the volume: [`ShelfDone::Space`].
    Space,
}

/// What came of a [`ShelfJob`].
#[derive(Debug)]
pub enum ShelfDone {
    /// The next bytes.
    Filled(Filled),
    /// The buffer, unused.
    Idle(Slab),
    /// Entries of the folder; a folder that is not there has none.
    Listing(io::Result<Vec<DirItem>>),
    /// Room on the volume.
    Space(io::Result<Space>),
}

/// Part of a file.
#[derive(Debug)]
pub struct Filled {
    /// The bytes.
    pub slab: Slab,
    /// Whether the file ends with them, or why it cannot be read further.
    pub last: io::Result<bool>,
}

/// Reads one backup folder.
#[derive(Debug)]
pub struct Shelf {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    queue: VecDeque<TreePath>,
    open: Option<OpenFile>,
    /// What each file was when it was sealed.
    sealed: Option<HashMap<Box<str>, Hash>>,
}

/// The file being read.
#[derive(Debug)]
struct OpenFile {
    file: Box<dyn DiskFile>,
    /// Bytes not read yet.
    left: u64,
    /// What it has to come to.
    check: Option<(Hasher, Hash)>,
}

impl Shelf {
    /// Reads `folder`, the one that holds Manifest.plist. The first component of a path stands
    /// for it, whatever it is called here.
    pub fn new(disk: Arc<dyn Disk>, folder: PathBuf) -> Self {
        Self { disk, folder, queue: VecDeque::new(), open: None, sealed: None }
    }

    /// Holds every file against the seal at `path`.
    ///
    /// # Errors
    /// [`SealFault`]: the seal cannot be read or was changed.
    pub fn with_seal(mut self, path: &Path) -> Result<Self, SealFault> {
        let mut seal = open_seal(&*self.disk, path)?;
        let mut sealed = HashMap::new();
        while let Some(entry) = seal.next_entry()? {
            sealed.insert(entry.path.into_boxed_str(), entry.hash);
        }
        self.sealed = Some(sealed);
        Ok(self)
    }

    /// Does one job.
    pub fn perform(&mut self, job: ShelfJob, tell: &mut dyn FnMut(ShelfDone)) {
        match job {
            ShelfJob::Queue(paths) => self.queue.extend(paths),
            ShelfJob::Fill(slab) => tell(self.fill(slab)),
            ShelfJob::List(path) => tell(ShelfDone::Listing(self.list(&path))),
            ShelfJob::Space => tell(ShelfDone::Space(self.disk.space(&self.folder))),
        }
    }

    fn place(&self, path: &TreePath) -> PathBuf {
        let mut place = self.folder.clone();
        place.extend(path.below_first().into_iter().flat_map(|below| below.split('/')));
        place
    }

    fn list(&self, path: &TreePath) -> io::Result<Vec<DirItem>> {
        let place = self.place(path);
        match self.disk.meta(&place)?.map(|meta| meta.kind) {
            None => Ok(Vec::new()),
            Some(Kind::Folder) => self.disk.list(&place),
            Some(_) => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    fn fill(&mut self, mut slab: Slab) -> ShelfDone {
        slab.len = 0;
        let mut open = match self.open.take() {
            Some(open) => open,
            None => match self.queue.pop_front() {
                None => return ShelfDone::Idle(slab),
                Some(path) => match self.open_file(&path) {
                    Ok(open) => open,
                    Err(error) => return ShelfDone::Filled(Filled { slab, last: Err(error) }),
                },
            },
        };
        let last = open.read_on(&mut slab);
        if matches!(last, Ok(false)) {
            self.open = Some(open);
        }
        ShelfDone::Filled(Filled { slab, last })
    }

    fn open_file(&self, path: &TreePath) -> io::Result<OpenFile> {
        let file = self.disk.open(&self.place(path))?;
        let left = file.len_bytes()?;
        let check = match &self.sealed {
            None => None,
            Some(sealed) => match sealed.get(path.below_first().unwrap_or_default()) {
                Some(hash) => Some((Hasher::new(), *hash)),
                None => return Err(io::Error::new(io::ErrorKind::InvalidData, UNSEALED)),
            },
        };
        Ok(OpenFile { file, left, check })
    }
}

const UNSEALED: &str = "it was not there when the backup was sealed";
const CHANGED: &str = "its bytes are not those that were sealed";

impl OpenFile {
    /// Reads until the buffer is full or the file over; whether it is over.
    fn read_on(&mut self, slab: &mut Slab) -> io::Result<bool> {
        let full = self.fill(slab)?;
        if let Some((hasher, _)) = &mut self.check {
            hasher.update(slab.filled());
        }
        let over = !full || self.left == 0;
        match &self.check {
            Some((hasher, sealed)) if over && hasher.finalize() != *sealed => {
                Err(io::Error::new(io::ErrorKind::InvalidData, CHANGED))
            }
            _ => Ok(over),
        }
    }

    /// Reads until the buffer is full (true) or the file over.
    fn fill(&mut self, slab: &mut Slab) -> io::Result<bool> {
        while self.left > 0 {
            let room = &mut slab.bytes[slab.len..];
            if room.is_empty() {
                return Ok(true);
            }
            let most = usize::try_from(self.left).unwrap_or(room.len()).min(room.len());
            match self.file.read(&mut room[..most]) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(len) => {
                    slab.len += len;
                    self.left -= len as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }
}

/// A shelf on a thread of its own. The thread ends with its owner.
#[derive(Debug)]
pub struct ShelfWorker {
    jobs: Option<Sender<Vec<ShelfJob>>>,
    thread: Option<JoinHandle<()>>,
}

/// Results are handed over in handfuls of this many, or when there is nothing left to do.
const HANDFUL: usize = 8;

/// Puts a shelf on a thread. `tell` is called there.
///
/// # Errors
/// When the system gives no thread.
pub fn spawn(
    mut shelf: Shelf,
    mut tell: impl FnMut(Vec<ShelfDone>) + Send + 'static,
) -> io::Result<ShelfWorker> {
    let (jobs, incoming): (_, Receiver<Vec<ShelfJob>>) = channel();
    let work = move || {
        let mut done = Vec::new();
        while let Ok(jobs) = incoming.recv() {
            for job in jobs {
                shelf.perform(job, &mut |what| done.push(what));
                if done.len() >= HANDFUL {
                    tell(std::mem::take(&mut done));
                }
            }
            if !done.is_empty() {
                tell(std::mem::take(&mut done));
            }
        }
    };
    let thread = std::thread::Builder::new().name("shelf".into()).spawn(work)?;
    Ok(ShelfWorker { jobs: Some(jobs), thread: Some(thread) })
}

impl ShelfWorker {
    /// Hands jobs over. A thread that is gone takes none; its owner is ending then.
    pub fn submit(&self, jobs: Vec<ShelfJob>) {
        if let Some(sender) = &self.jobs {
            let _ = sender.send(jobs);
        }
    }
}

impl Drop for ShelfWorker {
    /// Not waited for: a disk that hangs must not keep a person who wants to leave, and a
    /// reader leaves nothing half done.
    fn drop(&mut self) {
        self.jobs = None;
        drop(self.thread.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RealDisk;

    fn path(text: &str) -> TreePath {
        TreePath::new(text).unwrap()
    }

    /// Fills buffers of `size` until nothing is wanted any more.
    fn drain(shelf: &mut Shelf, size: usize) -> Vec<(Vec<u8>, Result<bool, io::ErrorKind>)> {
        let mut pieces = Vec::new();
        loop {
            let mut done = None;
            shelf.perform(ShelfJob::Fill(Slab::new(size)), &mut |what| done = Some(what));
            match done.unwrap() {
                ShelfDone::Filled(Filled { slab, last }) => {
                    pieces.push((slab.filled().to_vec(), last.map_err(|error| error.kind())));
                }
                _ => return pieces,
            }
        }
    }

    #[test]
    fn files_come_in_order_in_pieces_and_a_missing_one_does_not_hide_the_next() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("any name");
        std::fs::create_dir_all(folder.join("ab")).unwrap();
        std::fs::write(folder.join("ab/one"), b"0123456789").unwrap();
        std::fs::write(folder.join("empty"), b"").unwrap();
        let mut shelf = Shelf::new(Arc::new(RealDisk), folder);
        let wanted = ["U/ab/one", "U/ab/two", "U/empty"].map(path).to_vec();
        shelf.perform(ShelfJob::Queue(wanted), &mut |_| {});
        let missing = (vec![], Err(io::ErrorKind::NotFound));
        let expected = vec![
            (b"0123".to_vec(), Ok(false)),
            (b"4567".to_vec(), Ok(false)),
            (b"89".to_vec(), Ok(true)),
            missing,
            (vec![], Ok(true)),
        ];
        assert_eq!(drain(&mut shelf, 4), expected);
    }

    #[test]
    fn a_file_that_fits_exactly_ends_with_its_bytes() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("four"), b"abcd").unwrap();
        let mut shelf = Shelf::new(Arc::new(RealDisk), home.path().to_path_buf());
        shelf.perform(ShelfJob::Queue(vec![path("U/four")]), &mut |_| {});
        assert_eq!(drain(&mut shelf, 4), [(b"abcd".to_vec(), Ok(true))]);
    }

    #[test]
    fn with_a_seal_rotten_and_foreign_files_do_not_pass_for_whole() {
        let home = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| std::fs::write(home.path().join(name), bytes);
        let entry = |path: &str, bytes: &[u8]| crate::seal::SealEntry {
            path: path.into(),
            bytes: bytes.len() as u64,
            hash: blake3::hash(bytes),
        };
        let mut seal = crate::seal::SealWriter::new(Vec::new(), &[]).unwrap();
        for (name, bytes) in [("good", b"abcdefgh"), ("rotten", b"abcdefgh")] {
            seal.add(&entry(name, bytes)).unwrap();
        }
        write("seal", &seal.finish().unwrap().0).unwrap();
        for (name, bytes) in [("good", b"abcdefgh"), ("rotten", b"abcdefgX"), ("new", b"abcdefgh")]
        {
            write(name, bytes).unwrap();
        }
        let mut shelf = Shelf::new(Arc::new(RealDisk), home.path().to_path_buf())
            .with_seal(&home.path().join("seal"))
            .unwrap();
        let wanted = ["U/good", "U/rotten", "U/new"].map(path).to_vec();
        shelf.perform(ShelfJob::Queue(wanted), &mut |_| {});
        let ends: Vec<_> = drain(&mut shelf, 5).into_iter().map(|(_, last)| last).collect();
        let damaged = Err(io::ErrorKind::InvalidData);
        assert_eq!(ends, [Ok(false), Ok(true), Ok(false), damaged, damaged]);
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_is_an_error_and_a_missing_folder_is_empty() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("ab")).unwrap();
        let mut shelf = Shelf::new(Arc::new(RealDisk), home.path().to_path_buf());
        shelf.perform(ShelfJob::Queue(vec![path("U/ab")]), &mut |_| {});
        assert_eq!(drain(&mut shelf, 4)[0].1, Err(io::ErrorKind::InvalidInput));
        let mut listed = Vec::new();
        for folder in ["U", "U/cd"] {
            shelf.perform(ShelfJob::List(path(folder)), &mut |done| listed.push(done));
        }
        let [ShelfDone::Listing(Ok(top)), ShelfDone::Listing(Ok(none))] = &listed[..] else {
            panic!("{listed:?}");
        };
        assert_eq!((top.len(), none.len()), (1, 0));
    }
}
