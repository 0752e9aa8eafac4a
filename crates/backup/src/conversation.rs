//! One connection: the wire's host end on one side, the disk's desk on the other.
//!
//! Every question of the phone becomes one job, every result of a job one answer. Nothing
//! is decided here; what is worth knowing is handed on.

use std::io;

use unstuck_manifest::StatusPlist;
use unstuck_manifest::plists::SnapshotState;
use unstuck_vault::worker::{Done, Job};
use unstuck_vault::{BatchReport, DirItem, Kind, StoreError, TreePath};
use unstuck_wire::{
    Entry, EntryKind, FileEnd, FileEvent, Finish, Host, HostConfig, HostPath, ItemStatus, Moment,
    Notice as WireNotice, Output, Question, Reply, StatusCode,
};

use crate::buffers::Buffers;
use crate::notice::FileError;

/// Something that happened on the connection.
#[derive(Debug)]
pub(crate) enum Happening {
    /// Shaken hands; the request may be made.
    Ready,
    /// The phone asked for this; it is at the desk.
    Served(Verb),
    /// Bytes of a file came.
    Bytes(u64),
    /// The phone's own record of how far it is came; it counts once it is durable.
    Status(SnapshotState),
    /// A file of the phone is whole. Lists and records of the backup's own are not counted.
    FileWhole,
    /// A file is not in the backup.
    FileError(FileError),
    /// The disk was asked how much room there is, and said so many bytes.
    FreeSpace(u64),
    /// The phone wants room made.
    PurgeWanted(u64),
    /// So many items were moved or removed.
    ItemsMoved(u64),
    /// The batch is over and durable.
    BatchDone,
    /// The place for the backup failed.
    StoreFailed(StoreError),
    /// From the wire as it is.
    Wire(WireNotice),
    /// The conversation is over.
    Finished(Finish),
}

/// What the phone asks for, as far as the phase of a run follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Look,
    UploadPayload,
    UploadOther,
    Move,
    Remove,
}

/// A question that is at the desk.
#[derive(Debug)]
enum Asked {
    Open,
    Read,
    List,
    Plain,
    Space,
    Batch,
    /// Names of the items as the phone gave them, and how many failed before the desk saw
    /// them.
    Items {
        names: Vec<String>,
        refused: Vec<ItemStatus>,
    },
}

/// The connection.
#[derive(Debug)]
pub(crate) struct Conversation {
    pub(crate) host: Host,
    asked: Option<Asked>,
    /// The file at hand, for error texts; `None` between files.
    file: Option<OpenFile>,
    /// A file of this batch whose name this computer cannot hold.
    unnameable: Option<io::Error>,
    /// The batch at hand brings Status.plist.
    commits: bool,
    /// Batches answered before the desk was done with them.
    early: u32,
    /// The disk failed a batch that was answered already; the next answer says so.
    late_error: Option<(StatusCode, String)>,
    trouble: Option<Trouble>,
}

/// Something the disk refused to do for a reason of its own, not for one of the request.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) text: String,
    pub(crate) full: bool,
}

#[derive(Debug)]
struct OpenFile {
    path: String,
    phone_path: String,
    payload: bool,
    place: Place,
}

/// Where the file at hand goes.
#[derive(Debug)]
enum Place {
    /// Nowhere: this computer cannot hold its name.
    Nowhere,
    /// There, as soon as more comes than one buffer holds, or all of it.
    Soon(TreePath),
    /// It is begun at the desk.
    Begun,
}

impl Conversation {
    pub(crate) fn new(now: Moment, config: HostConfig) -> Self {
        Self {
            host: Host::with_config(now, config),
            asked: None,
            file: None,
            unnameable: None,
            commits: false,
            early: 0,
            late_error: None,
            trouble: None,
        }
    }

    /// Results the desk still owes to this conversation.
    pub(crate) fn results_due(&self) -> u32 {
        self.early + u32::from(self.asked.is_some())
    }

    /// What the disk refused since this was asked last.
    pub(crate) fn take_trouble(&mut self) -> Option<Trouble> {
        self.trouble.take()
    }

    /// The next thing that happened. Files go into `buffers`, work into `jobs`. `None`
    /// when nothing more happened, or when no buffer is free.
    pub(crate) fn poll(
        &mut self,
        now: Moment,
        buffers: &mut Buffers,
        jobs: &mut Vec<Job>,
    ) -> Option<Happening> {
        loop {
            if !buffers.has_room() {
                return None;
            }
            let output = self.host.poll_output()?;
            match output {
                Output::Ready { .. } => return Some(Happening::Ready),
                Output::File(FileEvent::Block(bytes)) => {
                    if let Some(file) = &mut self.file {
                        file.take(bytes, buffers, jobs);
                    }
                    return Some(Happening::Bytes(bytes.len() as u64));
                }
                Output::File(FileEvent::Begin { path, phone_path }) => {
                    return Some(self.begin_file(&path, phone_path));
                }
                Output::File(FileEvent::End(end)) => {
                    if let Some(happening) = self.end_file(end, buffers, jobs) {
                        return Some(happening);
                    }
                }
                Output::Ask(question) => {
                    if let Some(happening) = self.ask(now, question, jobs) {
                        return Some(happening);
                    }
                }
                Output::Notice(notice) => return Some(Happening::Wire(notice)),
                Output::Done(finish) => return Some(Happening::Finished(finish)),
            }
        }
    }

    fn begin_file(&mut self, path: &HostPath, phone_path: String) -> Happening {
        // `Snapshot/ab/…` is a payload, `Snapshot/Manifest.db` is not.
        let below = path.below_first();
        self.commits |= below == Some("Status.plist");
        let below = below.and_then(|below| below.strip_prefix("Snapshot/"));
        let payload = below.is_some_and(|name| name.contains('/'));
        let place = match TreePath::new(path.as_str()) {
            Ok(target) => Place::Soon(target),
            Err(error) => {
                self.unnameable = self.unnameable.take().or(Some(error));
                Place::Nowhere
            }
        };
        self.file = Some(OpenFile { path: path.as_str().into(), phone_path, payload, place });
        Happening::Served(if payload { Verb::UploadPayload } else { Verb::UploadOther })
    }

    fn end_file(
        &mut self,
        end: FileEnd,
        buffers: &mut Buffers,
        jobs: &mut Vec<Job>,
    ) -> Option<Happening> {
        let file = self.file.take()?;
        let whole = end.error.is_none();
        let mut status = None;
        match file.place {
            Place::Nowhere => return None,
            Place::Soon(target) if whole => {
                // An empty file needs a buffer too: their number bounds what is under way.
                let buffer = buffers.flush().unwrap_or_else(|| buffers.fresh());
                if target.below_first() == Some("Status.plist") {
                    status = StatusPlist::parse(&buffer).ok().map(|status| status.snapshot_state);
                }
                jobs.push(Job::Whole(target, buffer));
            }
            Place::Begun if whole => {
                jobs.extend(buffers.flush().map(Job::Write));
                jobs.push(Job::End);
            }
            begun => {
                buffers.drop_current();
                jobs.extend(matches!(begun, Place::Begun).then_some(Job::Abandon));
            }
        }
        let Some((code, text)) = end.error else {
            let whole = || file.payload.then_some(Happening::FileWhole);
            return status.map(Happening::Status).or_else(whole);
        };
        let path = if file.phone_path.is_empty() { file.path } else { file.phone_path };
        Some(Happening::FileError(FileError { path, code, text, on_phone: true }))
    }

    /// Turns a question into a job, or answers it at once.
    fn ask(&mut self, now: Moment, question: Question, jobs: &mut Vec<Job>) -> Option<Happening> {
        let (asked, job, happening) = match question {
            Question::OpenFile(path) => match tree_path(&path) {
                Ok(path) => (Asked::Open, Job::Open(path), Happening::Served(Verb::Look)),
                Err(error) => return self.refuse(now, &error),
            },
            Question::ReadFile { bytes_max } => {
                self.asked = Some(Asked::Read);
                jobs.push(Job::Read(bytes_max));
                return None;
            }
            Question::ListDirectory(path) => match tree_path(&path) {
                Ok(path) => (Asked::List, Job::List(path), Happening::Served(Verb::Look)),
                Err(error) => return self.refuse(now, &error),
            },
            Question::CreateDirectory(path) => match tree_path(&path) {
                Ok(path) => (Asked::Plain, Job::CreateDir(path), Happening::Served(Verb::Look)),
                Err(error) => return self.refuse(now, &error),
            },
            Question::CopyItem(from, to) => match tree_path(&from)
                .and_then(|from| tree_path(&to).map(|to| Job::Copy(from, to)))
            {
                Ok(job) => (Asked::Plain, job, Happening::Served(Verb::Look)),
                Err(error) => return self.refuse(now, &error),
            },
            Question::MoveItems(items) => {
                let (names, items, refused) = checked(items, |(from, to)| {
                    let paths = tree_path(from).and_then(|a| tree_path(to).map(|b| (a, b)));
                    (from.as_str().to_owned(), paths)
                });
                let asked = Asked::Items { names, refused };
                (asked, Job::Move(items), Happening::Served(Verb::Move))
            }
            Question::RemoveItems(paths) => {
                let (names, paths, refused) =
                    checked(paths, |path| (path.as_str().to_owned(), tree_path(path)));
                let asked = Asked::Items { names, refused };
                (asked, Job::Remove(paths), Happening::Served(Verb::Remove))
            }
            Question::FreeSpace => (Asked::Space, Job::Space, Happening::Served(Verb::Look)),
            Question::PurgeSpace { amount_bytes } => {
                // Nothing of the person's is ever deleted to make room. The phone then
                // ends with its own error, which carries the figures.
                let text = "Operation not supported".into();
                self.host.handle_reply(now, Reply::Error(StatusCode::GENERIC, text));
                return Some(Happening::PurgeWanted(amount_bytes));
            }
            Question::FinishBatch(_) => return Some(self.batch_over(now, jobs)),
        };
        self.asked = Some(asked);
        jobs.push(job);
        Some(happening)
    }

    /// All of a batch came. It is answered at once, so that the phone sends on while the disk
    /// still writes: how much that can be is bounded by the buffers, and nothing is promised by
    /// it, for a phone resumes by what it finds. Only the commit record is a promise, and it
    /// waits for everything before it (docs/vault.md 2).
    fn batch_over(&mut self, now: Moment, jobs: &mut Vec<Job>) -> Happening {
        jobs.push(Job::FinishBatch);
        let commits = std::mem::take(&mut self.commits);
        if commits || self.late_error.is_some() || self.unnameable.is_some() {
            self.asked = Some(Asked::Batch);
            return Happening::Served(Verb::Look);
        }
        self.early += 1;
        self.host.handle_reply(now, Reply::Done);
        Happening::BatchDone
    }

    fn refuse(&mut self, now: Moment, error: &io::Error) -> Option<Happening> {
        self.host.handle_reply(now, error_reply(error));
        None
    }

    /// The desk's result becomes the answer to the question that is open.
    pub(crate) fn handle_done(&mut self, now: Moment, done: Done) -> Option<Happening> {
        if let (1.., Done::Batch(_)) = (self.early, &done) {
            self.early -= 1;
            let Done::Batch(result) = done else { return None };
            return batch_failure(result).map(|error| {
                let code = StatusCode::from_error_kind(error.kind());
                self.late_error = Some((code, error.to_string()));
                Happening::StoreFailed(error)
            });
        }
        let asked = self.asked.take()?;
        let failed = match &done {
            Done::Plain(Err(error)) | Done::Data(Err(error)) => Some(error),
            Done::Listing(Err(error)) | Done::Space(Err(error)) => Some(error),
            Done::Items(failed) => failed.iter().map(|(_, error)| error).find(|e| is_trouble(e)),
            _ => None,
        };
        if let Some(error) = failed.filter(|error| is_trouble(error)) {
            let trouble = Trouble { text: error.to_string(), full: is_full(error) };
            self.trouble.get_or_insert(trouble);
        }
        let host = &mut self.host;
        match (asked, done) {
            (Asked::Open, Done::Plain(Ok(()))) => host.handle_reply(now, Reply::Opened),
            (Asked::Plain, Done::Plain(Ok(()))) => host.handle_reply(now, Reply::Done),
            (Asked::Open | Asked::Plain, Done::Plain(Err(error)))
            | (Asked::Read, Done::Data(Err(error)))
            | (Asked::List, Done::Listing(Err(error))) => {
                host.handle_reply(now, error_reply(&error));
            }
            (Asked::Read, Done::Data(Ok(bytes))) => {
                let reply = if bytes.is_empty() { Reply::End } else { Reply::Data(&bytes) };
                host.handle_reply(now, reply);
            }
            (Asked::List, Done::Listing(Ok(items))) => {
                let entries = items.into_iter().map(entry).collect();
                host.handle_reply(now, Reply::Listing(entries));
            }
            (Asked::Space, Done::Space(Ok(space))) => {
                host.handle_reply(now, Reply::FreeSpace(space.available_bytes));
                return Some(Happening::FreeSpace(space.available_bytes));
            }
            (Asked::Space, Done::Space(Err(error))) => {
                host.handle_reply(now, error_reply(&error));
            }
            (Asked::Items { names, mut refused }, Done::Items(failed)) => {
                let done = names.len() - failed.len();
                refused.extend(failed.into_iter().filter_map(|(number, error)| {
                    names.get(number).map(|name| item_status(name.clone(), &error))
                }));
                host.handle_reply(now, Reply::Items(refused));
                return Some(Happening::ItemsMoved(done as u64));
            }
            (Asked::Batch, Done::Batch(result)) => return Some(self.end_batch(now, result)),
            (asked, done) => {
                debug_assert!(false, "{done:?} is no result of {asked:?}");
                let text = "an answer went astray".into();
                host.handle_reply(now, Reply::Error(StatusCode::GENERIC, text));
            }
        }
        None
    }

    fn end_batch(&mut self, now: Moment, result: Result<BatchReport, StoreError>) -> Happening {
        let (unnameable, late) = (self.unnameable.take(), self.late_error.take());
        let failure = batch_failure(result);
        let error = failure
            .as_ref()
            .map(|error| (StatusCode::from_error_kind(error.kind()), error.to_string()));
        let unnameable =
            unnameable.map(|error| (StatusCode::from_error_kind(error.kind()), error.to_string()));
        let reply = match late.or(error).or(unnameable) {
            Some((code, text)) => Reply::Error(code, text),
            None => Reply::Done,
        };
        self.host.handle_reply(now, reply);
        failure.map_or(Happening::BatchDone, Happening::StoreFailed)
    }
}

impl OpenFile {
    /// More of the file. A small one waits in a buffer until it is whole and costs the desk
    /// one job; the first full buffer begins a large one.
    fn take(&mut self, bytes: &[u8], buffers: &mut Buffers, jobs: &mut Vec<Job>) {
        if matches!(self.place, Place::Nowhere) {
            return;
        }
        buffers.put(bytes, |full| {
            if let Place::Soon(target) = std::mem::replace(&mut self.place, Place::Begun) {
                jobs.push(Job::Begin(target));
            }
            jobs.push(Job::Write(full));
        });
    }
}

/// What kept a batch from being whole on disk.
fn batch_failure(result: Result<BatchReport, StoreError>) -> Option<StoreError> {
    match result {
        Ok(report) => report.failed.into_iter().next().map(|failed| failed.error),
        Err(error) => Some(error),
    }
}

/// Whether an error speaks of the disk and not of what was asked of it: that something is
/// missing, or there already, is an answer like any other.
fn is_trouble(error: &io::Error) -> bool {
    use io::ErrorKind::{
        AlreadyExists, DirectoryNotEmpty, InvalidFilename, InvalidInput, IsADirectory,
        NotADirectory, NotFound,
    };
    let answers = [
        AlreadyExists,
        DirectoryNotEmpty,
        InvalidFilename,
        InvalidInput,
        IsADirectory,
        NotADirectory,
        NotFound,
    ];
    !answers.contains(&error.kind())
}

fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

fn tree_path(path: &HostPath) -> io::Result<TreePath> {
    TreePath::new(path.as_str())
}

pub(crate) fn error_reply(error: &io::Error) -> Reply<'static> {
    Reply::Error(StatusCode::from_error_kind(error.kind()), error.to_string())
}

fn item_status(path: String, error: &io::Error) -> ItemStatus {
    let code = StatusCode::from_error_kind(error.kind());
    ItemStatus { path, code, text: error.to_string() }
}

/// Sorts items into those the desk gets and those refused before.
fn checked<T, U>(
    items: Vec<T>,
    check: impl Fn(&T) -> (String, io::Result<U>),
) -> (Vec<String>, Vec<U>, Vec<ItemStatus>) {
    let (mut names, mut good, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for item in &items {
        match check(item) {
            (name, Ok(item)) => {
                names.push(name);
                good.push(item);
            }
            (name, Err(error)) => refused.push(item_status(name, &error)),
        }
    }
    (names, good, refused)
}

pub(crate) fn entry(item: DirItem) -> Entry {
    let kind = match item.meta.kind {
        Kind::File => EntryKind::Regular,
        Kind::Folder => EntryKind::Directory,
        Kind::Other => EntryKind::Unknown,
    };
    Entry { name: item.name, kind, bytes: item.meta.bytes, modified: item.meta.modified }
}
