//! Sending: files the phone asked for, in its order (docs/protocol.md 4.6).

use std::collections::VecDeque;

use super::policy::Use;
use super::{Host, Question, Reply, State, Step};
use crate::devicelink::units::{put_block, put_file_end, put_length, put_unit};
use crate::devicelink::{ItemStatus, Status, StatusCode};
use crate::limits::BLOCK_DATA_MAX;
use crate::path::HostPath;

/// Bytes that may wait to be sent before the file is read on.
const BACKLOG_BYTES: usize = 128 * 1024;

/// How far the answer to a download request is.
#[derive(Debug)]
pub(super) struct Sending {
    left: VecDeque<String>,
    failed: Vec<ItemStatus>,
    file: Option<OpenFile>,
}

/// The file at hand.
#[derive(Debug)]
struct OpenFile {
    path: String,
    /// A question about it is out.
    asked: bool,
}

impl Sending {
    pub(super) fn new(paths: Vec<String>) -> Self {
        Self { left: paths.into(), failed: Vec::new(), file: None }
    }

    /// What is still to be sent after the file at hand, in order.
    pub(super) fn left(&self) -> impl Iterator<Item = &str> {
        self.left.iter().map(String::as_str)
    }

    pub(super) fn awaits_reply(&self) -> bool {
        self.file.as_ref().is_some_and(|file| file.asked)
    }
}

impl Host {
    /// The files the phone will be sent after the one at hand, in order: whoever serves them
    /// can read them before it is their turn. Refused paths are left out, as they are never
    /// asked about.
    pub fn upcoming(&self) -> Vec<HostPath> {
        let State::Sending(sending) = &self.state else { return Vec::new() };
        let checked = sending.left().map(|path| self.policy.check(path.as_bytes(), Use::Touch));
        checked.flatten().collect()
    }

    /// Goes on with the answer: ask for more data, or begin the next file, or end.
    pub(super) fn send(&mut self, mut sending: Sending) -> Step {
        let backlog = self.out.pending().len();
        if sending.awaits_reply() || backlog > BACKLOG_BYTES {
            self.state = State::Sending(sending);
            return Step::Wait;
        }
        if let Some(file) = &mut sending.file {
            file.asked = true;
            self.ask(Question::ReadFile { bytes_max: BACKLOG_BYTES });
            self.state = State::Sending(sending);
            return Step::Again;
        }
        let Some(path) = sending.left.pop_front() else {
            put_length(self.out.tail(), 0);
            self.answer(&Status::items(&sending.failed));
            return Step::Again;
        };
        put_unit(self.out.tail(), path.as_bytes());
        match self.policy.check(path.as_bytes(), Use::Touch) {
            Ok(checked) => {
                self.ask(Question::OpenFile(checked));
                sending.file = Some(OpenFile { path, asked: true });
            }
            Err(refused) => {
                let status = self.refuse("read", &path, refused);
                self.end_with_error(&mut sending, status);
            }
        }
        self.enter(State::Sending(sending));
        Step::Again
    }

    /// The owner's answer to the question about the file at hand.
    pub(super) fn send_reply(&mut self, mut sending: Sending, reply: Reply<'_>) {
        let Some(file) = sending.file.as_mut().filter(|file| file.asked) else {
            panic!("no question is open about a file");
        };
        file.asked = false;
        match reply {
            Reply::Opened => {}
            Reply::Data(data) => {
                for piece in data.chunks(BLOCK_DATA_MAX) {
                    put_block(self.out.tail(), piece);
                }
            }
            Reply::End => {
                put_file_end(self.out.tail(), 0, "");
                sending.file = None;
            }
            Reply::Error(code, text) => {
                let path = std::mem::take(&mut file.path);
                self.end_with_error(&mut sending, ItemStatus { path, code, text });
            }
            other => panic!("{other:?} is no answer about a file"),
        }
        self.enter(State::Sending(sending));
    }

    /// Ends a file with an error block; the others are sent all the same.
    fn end_with_error(&mut self, sending: &mut Sending, status: ItemStatus) {
        let code = if status.code.is_ok() { StatusCode::GENERIC } else { status.code };
        put_file_end(self.out.tail(), code.final_byte(), &status.text);
        sending.failed.push(status);
        sending.file = None;
    }
}
