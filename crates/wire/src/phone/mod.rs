//! The phone end of the conversation, as strict as the real agent.
//!
//! ```text
//! (version exchange sent) ExpectVersionsOk ► ExpectHello ► ExpectRequest ► Free
//!
//! Free ── ask ──────────► ExpectStatus ──────────────────────────► Free
//!      ── download ─────► Downloading (names, blocks, ends) ► ExpectStatus ► Free
//!      ── begin upload ─► Uploading (owner writes files) ─ end ► ExpectStatus ► Free
//!      ── respond ──────► Finished
//! ```
//!
//! Whatever the real agent rejects is a [`PhoneOutput::Violation`] here: a status without
//! exactly three parameters, a path nobody asked for, an empty unit inside a file, a
//! message out of turn, a block that would get the agent killed (docs/protocol.md 4.4, 4.6).

mod downloading;
mod output;

use std::collections::VecDeque;

pub use output::{Ask, PhoneOutput};

use crate::devicelink::codec::{FromHost, FromPhone};
use crate::devicelink::messages::{
    CopyItem, CreateDirectory, Disconnect, DownloadFiles, ListDirectory, MoveItems, PurgeDiskSpace,
    RemoveItems, UploadFiles, VersionExchange,
};
use crate::devicelink::units::{
    BLOCK_DATA, Collector, Input, Outbox, put_file_end, put_length, put_unit,
};
use crate::machine::{Closed, Machine};
use crate::mobilebackup2::{ErrorCode, Hello, Request, Response};
use crate::time::Moment;

use downloading::Downloading;

/// Settings of a [`Phone`].
#[derive(Clone, Copy, Debug)]
pub struct PhoneConfig {
    /// DeviceLink version offered.
    pub devicelink: (u64, u64),
    /// Bytes of a block from the host, code byte included, that the agent survives.
    pub block_bytes_max: u32,
    /// Bytes of a message from the host.
    pub message_bytes_max: u32,
}

impl Default for PhoneConfig {
    fn default() -> Self {
        Self {
            devicelink: (400, 0),
            // Somewhere far above 32 KiB and far below the 128 MiB that killed real
            // agents; the exact limit depends on the phone's memory.
            block_bytes_max: 8 << 20,
            message_bytes_max: 64 << 20,
        }
    }
}

/// The phone end of one connection.
#[derive(Debug)]
pub struct Phone {
    config: PhoneConfig,
    input: Input,
    unit: Collector,
    out: Outbox,
    state: State,
    closed: Option<Closed>,
    queue: VecDeque<PhoneOutput<'static>>,
}

#[derive(Debug)]
enum State {
    ExpectVersionsOk,
    ExpectHello,
    ExpectRequest,
    /// The owner's turn: ask, upload or respond.
    Free,
    ExpectStatus,
    Downloading(Downloading),
    Uploading,
    Finished,
}

enum Step {
    Again,
    Wait,
    Block(std::ops::Range<usize>),
}

impl Phone {
    /// A phone end with default settings; its first message waits to be sent.
    pub fn new(now: Moment) -> Self {
        Self::with_config(now, PhoneConfig::default())
    }

    /// A phone end with settings of its own.
    pub fn with_config(_now: Moment, config: PhoneConfig) -> Self {
        let mut out = Outbox::default();
        let (major, minor) = config.devicelink;
        FromPhone::VersionExchange(VersionExchange { major, minor }).encode(out.tail());
        Self {
            config,
            input: Input::default(),
            unit: Collector::default(),
            out,
            state: State::ExpectVersionsOk,
            closed: None,
            queue: VecDeque::new(),
        }
    }

    /// Asks the host for something; [`PhoneOutput::Status`] answers, after the files in
    /// the case of [`Ask::DownloadFiles`].
    ///
    /// # Panics
    /// When it is not the phone's turn: a fault of the caller. The same holds for all
    /// methods below.
    pub fn ask(&mut self, progress: Option<f64>, ask: Ask) {
        self.assert_free();
        self.state = match &ask {
            Ask::DownloadFiles(paths) => State::Downloading(Downloading::new(paths.clone())),
            _ => State::ExpectStatus,
        };
        let message = match ask {
            Ask::DownloadFiles(paths) => {
                FromPhone::DownloadFiles(DownloadFiles { paths, progress, total_bytes: 0 })
            }
            Ask::ListDirectory(path) => FromPhone::ListDirectory(ListDirectory { path, progress }),
            Ask::CreateDirectory(path) => {
                FromPhone::CreateDirectory(CreateDirectory { path, progress })
            }
            Ask::MoveItems(items) => FromPhone::MoveItems(MoveItems { items, progress }),
            Ask::RemoveItems(paths) => FromPhone::RemoveItems(RemoveItems { paths, progress }),
            Ask::CopyItem(from, to) => FromPhone::CopyItem(CopyItem { from, to, progress }),
            Ask::FreeSpace => FromPhone::FreeDiskSpace,
            Ask::PurgeSpace { amount_bytes, urgency } => {
                FromPhone::PurgeDiskSpace(PurgeDiskSpace { amount_bytes, urgency })
            }
            Ask::Unknown(name) => FromPhone::Unknown { name, fault: None },
        };
        message.encode(self.out.tail());
    }

    /// Begins a batch of files.
    pub fn begin_upload(&mut self, progress: Option<f64>, total_bytes: u64) {
        self.assert_free();
        FromPhone::UploadFiles(UploadFiles { progress, total_bytes }).encode(self.out.tail());
        self.state = State::Uploading;
    }

    /// Begins a file of the batch. The host path is bytes, so that a hostile phone can be
    /// played.
    pub fn upload_name(&mut self, phone_path: &str, host_path: &[u8]) {
        self.assert_uploading();
        put_unit(self.out.tail(), phone_path.as_bytes());
        put_unit(self.out.tail(), host_path);
    }

    /// Sends `len` bytes of the file as one block; `fill` writes them in place.
    pub fn upload_block(&mut self, len: usize, fill: impl FnOnce(&mut [u8])) {
        self.assert_uploading();
        let out = self.out.tail();
        put_length(out, len + 1);
        out.push(BLOCK_DATA);
        let start = out.len();
        out.resize(start + len, 0);
        fill(&mut out[start..]);
    }

    /// Ends a file of the batch: code 0 and no text, or the phone's error.
    pub fn upload_end(&mut self, code: u8, text: &str) {
        self.assert_uploading();
        put_file_end(self.out.tail(), code, text);
    }

    /// Ends the batch; [`PhoneOutput::Status`] follows.
    pub fn end_upload(&mut self) {
        self.assert_uploading();
        put_length(self.out.tail(), 0);
        self.state = State::ExpectStatus;
    }

    /// The final word; the host says goodbye after it.
    pub fn respond(&mut self, response: &Response) {
        self.assert_free();
        FromPhone::Process(response.to_dictionary()).encode(self.out.tail());
        self.state = State::Finished;
    }

    /// Goodbye instead of a final word, at any time.
    pub fn disconnect(&mut self, reason: Option<String>) {
        FromPhone::Disconnect(Disconnect { reason }).encode(self.out.tail());
        self.state = State::Finished;
    }

    /// Sends bytes of any kind: for playing a broken phone.
    pub fn send_raw(&mut self, bytes: &[u8]) {
        self.out.tail().extend_from_slice(bytes);
    }

    /// Whether it is the owner's turn to ask, upload or respond.
    pub fn is_free(&self) -> bool {
        matches!(self.state, State::Free)
    }

    /// Bytes waiting to be sent: an upload goes on when few are.
    pub fn backlog_bytes(&self) -> usize {
        self.out.pending().len()
    }

    fn assert_free(&self) {
        assert!(self.is_free(), "not the phone's turn: {:?}", self.state);
    }

    fn assert_uploading(&self) {
        assert!(matches!(self.state, State::Uploading), "no batch is open: {:?}", self.state);
    }

    /// The next thing that happened; `None` when nothing more did.
    pub fn poll_output(&mut self) -> Option<PhoneOutput<'_>> {
        let block = loop {
            if let Some(output) = self.queue.pop_front() {
                return Some(output);
            }
            let step = match std::mem::replace(&mut self.state, State::Finished) {
                State::Downloading(downloading) => self.download(downloading),
                state @ State::Finished => {
                    self.state = state;
                    Step::Wait
                }
                state => self.expect(state),
            };
            match step {
                Step::Again => {}
                Step::Block(range) => break range,
                Step::Wait => match self.closed.take() {
                    Some(how) if !matches!(self.state, State::Finished) => {
                        self.end(PhoneOutput::Closed(how));
                    }
                    _ => return None,
                },
            }
        };
        Some(PhoneOutput::Block(self.input.get(block)))
    }

    /// Expects one message, the kind of which depends on the state.
    fn expect(&mut self, state: State) -> Step {
        let message = match self.next_message() {
            Ok(Some(message)) => message,
            Ok(None) => {
                self.state = state;
                return Step::Wait;
            }
            Err(fault) => return self.violation(fault),
        };
        match (state, message) {
            (state, FromHost::Ping(_)) => {
                self.state = state;
                Step::Again
            }
            (_, FromHost::Disconnect(goodbye)) => {
                self.end(PhoneOutput::Disconnected { reason: goodbye.reason })
            }
            (State::ExpectVersionsOk, FromHost::VersionsOk(version)) => {
                if version > self.config.devicelink.0 {
                    self.disconnect(Some("Protocol version mismatch".into()));
                    return self.violation(format!("version {version} claimed"));
                }
                FromPhone::DeviceReady.encode(self.out.tail());
                self.state = State::ExpectHello;
                Step::Again
            }
            (State::ExpectHello, FromHost::Process(message)) => self.answer_hello(&message),
            (State::ExpectRequest, FromHost::Process(message)) => {
                self.state = State::Free;
                self.queue.push_back(PhoneOutput::Request(Request::from_dictionary(message)));
                Step::Again
            }
            (State::ExpectStatus, FromHost::Status(status)) => {
                self.state = State::Free;
                self.queue.push_back(PhoneOutput::Status(status));
                Step::Again
            }
            (state, message) => {
                let message = format!("{message:?}").chars().take(80).collect::<String>();
                self.violation(format!("out of turn in {state:?}: {message}"))
            }
        }
    }

    fn answer_hello(&mut self, message: &plist::Dictionary) -> Step {
        let best = Hello::from_dictionary(message).and_then(|hello| hello.best_common());
        let Some(version) = best else {
            let text = "No common protocol version (MBErrorDomain/1)";
            let response = Response::error(ErrorCode::INTERNAL, text);
            FromPhone::Process(response.to_dictionary()).encode(self.out.tail());
            return self.violation("no common protocol version".into());
        };
        let response = Response { protocol_version: Some(version), ..Response::ok() };
        FromPhone::Process(response.to_dictionary()).encode(self.out.tail());
        self.state = State::ExpectRequest;
        Step::Again
    }

    fn next_message(&mut self) -> Result<Option<FromHost>, String> {
        let Some(bytes) = self.unit.length(&mut self.input) else { return Ok(None) };
        if bytes == 0 || bytes > self.config.message_bytes_max {
            return Err(format!("a message of {bytes} bytes"));
        }
        if !self.unit.collect(&mut self.input, bytes) {
            return Ok(None);
        }
        FromHost::decode(self.unit.kept()).map(Some).map_err(|fault| fault.to_string())
    }

    fn violation(&mut self, what: String) -> Step {
        self.end(PhoneOutput::Violation(what))
    }

    fn end(&mut self, output: PhoneOutput<'static>) -> Step {
        self.state = State::Finished;
        self.queue.push_back(output);
        Step::Again
    }
}

impl Machine for Phone {
    fn receive_space(&mut self) -> &mut [u8] {
        self.input.space()
    }

    fn handle_received(&mut self, _now: Moment, len: usize) {
        self.input.fill(len);
    }

    fn handle_closed(&mut self, _now: Moment, how: Closed) {
        self.closed.get_or_insert(how);
    }

    /// The agent keeps no time: its reads and writes block without limit
    /// (docs/protocol.md 4.7).
    fn handle_timeout(&mut self, _now: Moment) {}

    fn poll_timeout(&self) -> Option<Moment> {
        None
    }

    fn transmit(&self) -> &[u8] {
        self.out.pending()
    }

    fn handle_transmitted(&mut self, _now: Moment, len: usize) {
        self.out.consume(len);
    }

    /// While it uploads a batch the phone does not read (docs/protocol.md 4.5).
    fn wants_input(&self) -> bool {
        self.closed.is_none() && !matches!(self.state, State::Uploading) && self.input.has_space()
    }

    fn is_finished(&self) -> bool {
        matches!(self.state, State::Finished) && self.queue.is_empty() && self.out.is_empty()
    }
}
