//! The phone asks, the shelf answers.

use std::io;

use unstuck_vault::shelf::{Filled, ShelfDone, ShelfJob};
use unstuck_vault::{DirItem, TreePath};
use unstuck_wire::{
    FileEvent, Finish, HostPath, ItemStatus, Machine, Moment, Notice as WireNotice, Output,
    Question, Reply, Request, StatusCode,
};

use super::{RestoreEnd, RestorePhase, RestoreRun};
use crate::conversation::{entry, error_reply};
use crate::notice::{FileError, Notice};

/// Files whose errors are kept for the report.
const FILE_ERRORS_KEPT: usize = 100;

/// What the phone waits for.
#[derive(Debug)]
pub(super) enum Asked {
    /// The file at hand to be opened, or read on.
    File(OpenFile),
    /// A folder's entries.
    Listing,
    /// The room on our disk.
    Space,
}

/// The file at hand.
#[derive(Debug)]
pub(super) struct OpenFile {
    path: TreePath,
    /// The phone waits for an answer about it.
    waits: bool,
    /// The phone was told that it is open.
    opened: bool,
    /// All of it was handed over.
    at_end: bool,
}

impl OpenFile {
    /// `ab/ab01…`, and not a list or record of the backup's own.
    fn is_payload(&self) -> bool {
        self.path.below_first().is_some_and(|below| below.contains('/'))
    }

    /// Its place in the backup folder.
    fn place(&self) -> String {
        self.path.below_first().unwrap_or_default().to_owned()
    }
}

impl RestoreRun {
    /// Takes from the conversation whatever there is.
    pub(super) fn pump(&mut self) {
        while !self.over {
            let Some(output) = self.host.poll_output() else { return };
            match output {
                Output::Ready { .. } => self.request(),
                Output::Ask(question) => self.ask(question),
                // Whatever the phone wants to write is read to its end and dropped.
                Output::File(FileEvent::Begin { path, .. }) => {
                    self.leave_alone("write", path.as_str());
                }
                Output::File(_) => {}
                Output::Notice(notice) => self.wire_noticed(notice),
                Output::Done(finish) => self.conversation_over(finish),
            }
        }
    }

    fn request(&mut self) {
        let request = Request::Restore {
            target: self.config.target.clone(),
            source: self.config.source.clone(),
            options: self.config.options.clone(),
        };
        self.host.request(self.now, request);
        let waits = self.signs.prompt_since.is_some();
        self.enter(if waits { RestorePhase::WaitingPasscode } else { RestorePhase::Preparing });
    }

    fn ask(&mut self, question: Question) {
        self.asked_since = self.now;
        match question {
            Question::OpenFile(path) => self.open(&path),
            Question::ReadFile { .. } => {
                if let Some(Asked::File(file)) = &mut self.asked {
                    file.waits = true;
                }
                self.serve_file();
            }
            Question::ListDirectory(path) => match TreePath::new(path.as_str()) {
                Ok(path) => {
                    self.asked = Some(Asked::Listing);
                    self.jobs.push(ShelfJob::List(path));
                }
                Err(error) => self.host.handle_reply(self.now, error_reply(&error)),
            },
            Question::FreeSpace => {
                self.asked = Some(Asked::Space);
                self.jobs.push(ShelfJob::Space);
            }
            Question::PurgeSpace { .. } => self.refuse("make room for", ""),
            Question::CreateDirectory(path) => self.refuse("make folder", path.as_str()),
            Question::CopyItem(path, _) => self.refuse("copy", path.as_str()),
            Question::MoveItems(items) => {
                self.refuse_items("move", items.into_iter().map(|(from, _)| from).collect());
            }
            Question::RemoveItems(paths) => self.refuse_items("remove", paths),
            Question::FinishBatch(_) => {
                let text = "a restore changes nothing in the backup".to_owned();
                self.host.handle_reply(self.now, Reply::Error(StatusCode::GENERIC, text));
            }
        }
    }

    /// Versions are never changed, least of all by what they are restored to.
    fn refuse(&mut self, verb: &'static str, path: &str) {
        self.leave_alone(verb, path);
        let text = "a restore changes nothing in the backup".to_owned();
        self.host.handle_reply(self.now, Reply::Error(StatusCode::GENERIC, text));
    }

    fn refuse_items(&mut self, verb: &'static str, paths: Vec<HostPath>) {
        let mut refused = Vec::with_capacity(paths.len());
        for path in paths {
            self.leave_alone(verb, path.as_str());
            let text = "a restore changes nothing in the backup".to_owned();
            refused.push(ItemStatus {
                path: path.as_str().into(),
                code: StatusCode::GENERIC,
                text,
            });
        }
        self.host.handle_reply(self.now, Reply::Items(refused));
    }

    fn leave_alone(&mut self, verb: &'static str, path: &str) {
        self.tell(Notice::LeftAlone { verb, path: path.to_owned() });
    }

    /// The phone begins a file. The first of a request brings the names of the others.
    fn open(&mut self, path: &HostPath) {
        let path = match TreePath::new(path.as_str()) {
            Ok(path) => path,
            Err(error) => return self.host.handle_reply(self.now, error_reply(&error)),
        };
        if self.feed.is_out_of_names() {
            let upcoming = self.host.upcoming();
            let upcoming = upcoming.iter().filter_map(|path| TreePath::new(path.as_str()).ok());
            let paths = std::iter::once(path.clone()).chain(upcoming).collect();
            self.feed.want(paths, &mut self.jobs);
        }
        let expected = self.feed.begin(&path);
        debug_assert!(expected, "files are opened in the order they were named");
        let file = OpenFile { path, waits: true, opened: false, at_end: false };
        if file.is_payload() {
            self.enter(RestorePhase::Sending);
            self.asked_files += 1;
        }
        self.asked = Some(Asked::File(file));
        self.serve_file();
    }

    /// Hands over what was read of the file at hand, when it is its turn and there is some.
    fn serve_file(&mut self) {
        let Some(Asked::File(file)) = &mut self.asked else { return };
        if !file.waits {
            return;
        }
        if file.at_end {
            self.file_done();
            return self.host.handle_reply(self.now, Reply::End);
        }
        let Some(Filled { slab, last }) = self.feed.front() else { return };
        let last = match last {
            Ok(last) => *last,
            Err(error) => {
                let (kind, text) = (error.kind(), error.to_string());
                self.feed.used(&mut self.jobs);
                return self.file_failed(kind, text);
            }
        };
        file.waits = false;
        if !file.opened {
            file.opened = true;
            return self.host.handle_reply(self.now, Reply::Opened);
        }
        file.at_end = last;
        let (payload, bytes) = (file.is_payload(), slab.filled().len());
        // An empty piece would be taken for "nothing yet".
        let reply = if bytes == 0 { Reply::End } else { Reply::Data(slab.filled()) };
        self.host.handle_reply(self.now, reply);
        self.feed.used(&mut self.jobs);
        if payload {
            self.meter.add_bytes(self.now, bytes as u64);
            self.tell_progress();
        }
        if bytes == 0 {
            self.file_done();
        }
    }

    fn file_done(&mut self) {
        if let Some(Asked::File(file)) = self.asked.take()
            && file.is_payload()
        {
            self.meter.add_file();
        }
    }

    /// A file cannot be sent. The phone is told, and decides what that means to it.
    fn file_failed(&mut self, kind: io::ErrorKind, text: String) {
        let Some(Asked::File(file)) = self.asked.take() else { return };
        let code = StatusCode::from_error_kind(kind);
        let named = file.is_payload() || LISTS.contains(&file.place().as_str());
        if named {
            self.file_error_count += 1;
            let error = FileError { path: file.place(), code, text: text.clone(), on_phone: false };
            if self.file_errors.len() < FILE_ERRORS_KEPT {
                self.file_errors.push(error.clone());
                self.tell(Notice::NotSent(error));
            }
        }
        self.host.handle_reply(self.now, Reply::Error(code, text));
    }

    /// When the last byte of the last file has left it is the phone's turn to put everything in
    /// its place.
    pub(super) fn after_files(&mut self) {
        let all = self.asked_files >= self.config.files && self.asked.is_none();
        if all && self.phase == RestorePhase::Sending && self.host.transmit().is_empty() {
            self.enter(RestorePhase::PuttingInPlace);
        }
    }

    /// A result from the shelf.
    pub fn handle_done(&mut self, now: Moment, done: ShelfDone) {
        self.now = now;
        match done {
            ShelfDone::Filled(page) => {
                self.feed.came(page);
                self.serve_file();
            }
            ShelfDone::Idle(slab) => self.feed.give_back(slab),
            ShelfDone::Listing(result) => {
                if matches!(self.asked, Some(Asked::Listing)) {
                    self.asked = None;
                    self.reply_listing(result);
                }
            }
            ShelfDone::Space(result) => {
                if matches!(self.asked, Some(Asked::Space)) {
                    self.asked = None;
                    let reply = match &result {
                        Ok(space) => Reply::FreeSpace(space.available_bytes),
                        Err(error) => error_reply(error),
                    };
                    self.host.handle_reply(self.now, reply);
                }
            }
        }
        // Until now the phone waited for us; its silence begins with our answer.
        self.signs.last_byte = now;
        self.pump();
    }

    fn reply_listing(&mut self, result: io::Result<Vec<DirItem>>) {
        let reply = match result {
            Ok(items) => Reply::Listing(items.into_iter().map(entry).collect()),
            Err(error) => error_reply(&error),
        };
        self.host.handle_reply(self.now, reply);
    }

    pub(super) fn tell_progress(&mut self) {
        if self.now.since(self.told_progress) >= crate::run::PROGRESS_GAP {
            self.told_progress = self.now;
            let picture = self.meter.picture(self.now);
            self.tell(Notice::Progress(picture));
        }
    }

    fn wire_noticed(&mut self, notice: WireNotice) {
        match notice {
            WireNotice::Refused { verb, path } => {
                self.tell(Notice::Refused { verb, path: path.shown, fault: path.fault });
            }
            WireNotice::UnknownMessage { name } => self.tell(Notice::UnknownMessage(name)),
            // How far it is is known better here: every byte of the backup is counted.
            WireNotice::Progress { .. }
            | WireNotice::Silence { .. }
            | WireNotice::NewerPhone { .. } => {}
        }
    }

    fn conversation_over(&mut self, finish: Finish) {
        let end = match finish {
            Finish::Response(response) if response.code.is_none() => RestoreEnd::Complete,
            Finish::Response(response) => RestoreEnd::PhoneError {
                code: response.code,
                text: response.description.unwrap_or_default(),
            },
            Finish::Violation(violation) => RestoreEnd::Violation(violation.to_string()),
            Finish::Disconnected { reason } => return self.connection_gone(reason),
            Finish::Closed { .. } => return self.connection_gone(None),
        };
        self.finish(end);
    }
}

/// Files of a backup that are no payloads and that no restore does without.
const LISTS: [&str; 3] = ["Status.plist", "Manifest.plist", "Manifest.db"];
