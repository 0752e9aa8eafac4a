//! Where the story and the connection meet.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use unstuck_wire::devicelink::Status;
use unstuck_wire::{Ask, Moment, Request, Response, StatusCode};

use super::BACKLOG_BYTES;

/// The connection is gone, or the host broke the rules: the story is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gone;

/// Something the story wants done on the connection.
#[derive(Debug)]
pub(super) enum Command {
    Ask(Option<f64>, Ask),
    BeginUpload(Option<f64>, u64),
    Name(String, Vec<u8>),
    /// A block of bytes made from a seed, in place.
    Made {
        seed: u64,
        offset: u64,
        len: usize,
    },
    /// A block of bytes as they are.
    Bytes(Vec<u8>),
    EndFile(u8, String),
    EndUpload,
    Respond(Response),
    /// Goodbye instead of whatever is due.
    Disconnect(String),
    /// Bytes that are no part of the conversation.
    Raw(Vec<u8>),
}

/// A file the host sent, or why it did not.
pub(super) type Download = Result<Vec<u8>, StatusCode>;

/// What lies between story and connection.
pub(super) struct Desk {
    pub(super) now: Moment,
    pub(super) commands: VecDeque<Command>,
    pub(super) request: Option<Request>,
    pub(super) status: Option<Status>,
    pub(super) backlog: usize,
    pub(super) wake_at: Option<Moment>,
    pub(super) gone: bool,
    /// The agent's process has died.
    pub(super) dead: bool,
    pub(super) violation: Option<String>,
    downloads: Vec<Download>,
    /// Who takes the files of a restore.
    intake: Option<Arc<Mutex<dyn Intake>>>,
}

/// Takes files as they come.
pub(super) trait Intake: Send {
    /// A file begins.
    fn begin(&mut self, path: &str);

    /// More of it.
    fn block(&mut self, bytes: &[u8]);

    /// It is over; why it did not come whole, if so.
    fn end(&mut self, error: Option<StatusCode>);

    /// The story has to be told at once that something happened.
    fn is_halted(&self) -> bool {
        false
    }
}

impl Desk {
    pub(super) fn new(now: Moment) -> Self {
        Self {
            now,
            commands: VecDeque::new(),
            request: None,
            status: None,
            backlog: 0,
            wake_at: None,
            gone: false,
            dead: false,
            violation: None,
            downloads: Vec::new(),
            intake: None,
        }
    }

    /// Does something with whoever takes the files; false when nobody was named.
    fn hand_over(&mut self, act: impl FnOnce(&mut dyn Intake)) -> bool {
        let Some(intake) = &self.intake else { return false };
        act(&mut *intake.lock().unwrap_or_else(PoisonError::into_inner));
        true
    }

    pub(super) fn begin_download(&mut self, path: &str) {
        if !self.hand_over(|intake| intake.begin(path)) {
            self.downloads.push(Ok(Vec::new()));
        }
    }

    pub(super) fn download(&mut self, bytes: &[u8]) {
        if self.hand_over(|intake| intake.block(bytes)) {
            return;
        }
        if let Some(Ok(file)) = self.downloads.last_mut() {
            file.extend_from_slice(bytes);
        }
    }

    pub(super) fn end_download(&mut self, error: Option<(StatusCode, String)>) {
        let code = error.as_ref().map(|(code, _)| *code);
        if self.hand_over(|intake| intake.end(code)) {
            return;
        }
        if let (Some(last), Some((code, _))) = (self.downloads.last_mut(), error) {
            *last = Err(code);
        }
    }
}

/// The story's end of the desk.
#[derive(Clone)]
pub(super) struct Io(Arc<Mutex<Desk>>);

impl Io {
    pub(super) fn new(desk: Desk) -> Self {
        Self(Arc::new(Mutex::new(desk)))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Desk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> Moment {
        self.lock().now
    }

    fn command(&self, command: Command) {
        self.lock().commands.push_back(command);
    }

    /// Waits until `ready` finds what it looks for, or the connection is gone.
    async fn wait<T>(&self, mut ready: impl FnMut(&mut Desk) -> Option<T>) -> Result<T, Gone> {
        poll_fn(|_| {
            let mut desk = self.lock();
            match ready(&mut desk) {
                Some(found) => Poll::Ready(Ok(found)),
                None if desk.gone => Poll::Ready(Err(Gone)),
                None => Poll::Pending,
            }
        })
        .await
    }

    /// The host's request.
    pub(super) async fn request(&self) -> Result<Request, Gone> {
        self.wait(|desk| desk.request.take()).await
    }

    async fn status(&self) -> Result<Status, Gone> {
        self.wait(|desk| desk.status.take()).await
    }

    /// Asks the host for something other than files.
    pub(super) async fn ask(&self, progress: Option<f64>, ask: Ask) -> Result<Status, Gone> {
        self.command(Command::Ask(progress, ask));
        self.status().await
    }

    /// Asks the host for one file.
    pub(super) async fn download(&self, path: &str) -> Result<Download, Gone> {
        self.lock().downloads.clear();
        self.command(Command::Ask(None, Ask::DownloadFiles(vec![path.into()])));
        self.status().await?;
        Ok(self.lock().downloads.pop().unwrap_or(Err(StatusCode::NOT_FOUND)))
    }

    /// Asks the host for files that `intake` takes as they come.
    pub(super) fn begin_fetch(
        &self,
        progress: Option<f64>,
        paths: Vec<String>,
        intake: Arc<Mutex<dyn Intake>>,
    ) {
        self.lock().intake = Some(intake);
        self.command(Command::Ask(progress, Ask::DownloadFiles(paths)));
    }

    /// Waits for the end of a fetch, or until whoever takes the files halts it: `None`.
    pub(super) async fn fetched(&self) -> Result<Option<Status>, Gone> {
        self.wait(|desk| {
            if let Some(status) = desk.status.take() {
                desk.intake = None;
                return Some(Some(status));
            }
            let mut halted = false;
            desk.hand_over(|intake| halted = intake.is_halted());
            halted.then_some(None)
        })
        .await
    }

    pub(super) fn begin_upload(&self, progress: Option<f64>, total_bytes: u64) {
        self.command(Command::BeginUpload(progress, total_bytes));
    }

    pub(super) fn name(&self, phone_path: String, host_path: &str) {
        self.command(Command::Name(phone_path, host_path.as_bytes().to_vec()));
    }

    /// The same with a host path that need not be text.
    pub(super) fn name_bytes(&self, phone_path: String, host_path: Vec<u8>) {
        self.command(Command::Name(phone_path, host_path));
    }

    /// Waits for room, then sends a block made from a seed.
    pub(super) async fn made(&self, seed: u64, offset: u64, len: usize) -> Result<(), Gone> {
        self.room(len).await?;
        self.command(Command::Made { seed, offset, len });
        Ok(())
    }

    /// Waits for room, then sends a block.
    pub(super) async fn bytes(&self, bytes: Vec<u8>) -> Result<(), Gone> {
        self.room(bytes.len()).await?;
        self.command(Command::Bytes(bytes));
        Ok(())
    }

    async fn room(&self, len: usize) -> Result<(), Gone> {
        self.wait(|desk| {
            // Blocks asked for in this turn are not in the backlog yet.
            let room = desk.backlog < BACKLOG_BYTES;
            if room {
                desk.backlog += len;
            }
            room.then_some(())
        })
        .await
    }

    pub(super) fn end_file(&self, code: u8, text: &str) {
        self.command(Command::EndFile(code, text.into()));
    }

    /// Ends the batch and waits for the host's answer.
    pub(super) async fn end_upload(&self) -> Result<Status, Gone> {
        self.command(Command::EndUpload);
        self.status().await
    }

    /// The final word.
    pub(super) fn respond(&self, response: Response) {
        self.command(Command::Respond(response));
    }

    /// Goodbye, with a reason.
    pub(super) fn disconnect(&self, reason: &str) {
        self.command(Command::Disconnect(reason.into()));
    }

    /// Sends what is no part of the conversation.
    pub(super) fn raw(&self, bytes: Vec<u8>) {
        self.command(Command::Raw(bytes));
    }

    /// Lets time pass.
    pub(super) async fn sleep(&self, duration: Duration) -> Result<(), Gone> {
        if duration.is_zero() {
            return Ok(());
        }
        let until = self.now() + duration;
        self.wait(|desk| {
            let over = desk.now >= until;
            if !over {
                desk.wake_at = Some(desk.wake_at.map_or(until, |at| at.min(until)));
            }
            over.then_some(())
        })
        .await
    }

    /// Says nothing more until the connection is gone.
    pub(super) async fn silence(&self) -> Gone {
        let never: Result<(), Gone> = self.wait(|_| None).await;
        never.err().unwrap_or(Gone)
    }

    /// The agent's process dies: its connection closes without a word.
    pub(super) fn die(&self) {
        self.lock().dead = true;
    }
}
