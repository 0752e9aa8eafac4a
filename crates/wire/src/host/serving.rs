//! ExpectMessage and AwaitReply: one request of the phone, one answer.

use plist::Value;

use super::policy::Use;
use super::receiving::Receiving;
use super::sending::Sending;
use super::{Finish, Host, Notice, Question, Reply, State, Step};
use crate::devicelink::codec::{FromHost, FromPhone, MessageFault};
use crate::devicelink::messages::{CopyItem, Disconnect, MoveItems, RemoveItems};
use crate::devicelink::units::Violation;
use crate::devicelink::{ItemStatus, Status, StatusCode, listing};
use crate::mobilebackup2::Response;
use crate::path::RefusedPath;
use crate::time::Moment;

/// A question out at the owner, and what of the request was settled already.
#[derive(Debug)]
pub(super) enum Pending {
    /// Whatever the answer is, it is the status.
    Plain,
    /// Per-item statuses; these items were refused before anyone was asked.
    Items(Vec<ItemStatus>),
    /// End of a batch in which a file was refused.
    Batch(Option<ItemStatus>),
}

impl Host {
    /// The next whole message; `Ok(Some(Err))` when it is no message but the stream is
    /// still in step.
    pub(super) fn next_message(
        &mut self,
    ) -> Result<Option<Result<FromPhone, MessageFault>>, Violation> {
        let Some(bytes) = self.unit.length(&mut self.input) else { return Ok(None) };
        let bytes_max = self.config.limits.message_bytes_max;
        if bytes > bytes_max {
            return Err(Violation::TooLong { what: "a message", bytes, bytes_max });
        }
        if bytes == 0 {
            return Err(Violation::ZeroLength { what: "a message" });
        }
        if !self.unit.collect(&mut self.input, bytes_max) {
            return Ok(None);
        }
        Ok(Some(FromPhone::decode(self.unit.kept())))
    }

    pub(super) fn expect_message(&mut self, first: bool) -> Step {
        let message = match self.next_message() {
            Ok(None) => {
                self.state = State::ExpectMessage { first };
                return Step::Wait;
            }
            Ok(Some(Ok(message))) => message,
            Ok(Some(Err(fault))) => {
                let name = fault.to_string();
                FromPhone::Unknown { name, fault: Some(fault) }
            }
            Err(violation) => return self.violation(violation),
        };
        self.enter(State::ExpectMessage { first: false });
        self.serve(message)
    }

    /// Begins to serve one message.
    fn serve(&mut self, message: FromPhone) -> Step {
        match message {
            FromPhone::DownloadFiles(m) => {
                self.progress(m.progress, 0);
                self.enter(State::Sending(Sending::new(m.paths)));
            }
            FromPhone::UploadFiles(m) => {
                self.progress(m.progress, m.total_bytes);
                self.enter(State::Receiving(Receiving::new(m.total_bytes)));
            }
            FromPhone::ListDirectory(m) => {
                self.progress(m.progress, 0);
                self.ask_about("list", &m.path, Question::ListDirectory);
            }
            FromPhone::CreateDirectory(m) => {
                self.progress(m.progress, 0);
                self.ask_about("make folder", &m.path, Question::CreateDirectory);
            }
            FromPhone::MoveItems(m) => self.ask_to_move(m),
            FromPhone::RemoveItems(m) => self.ask_to_remove(m),
            FromPhone::CopyItem(m) => self.ask_to_copy(&m),
            FromPhone::FreeDiskSpace => self.ask_owner(Question::FreeSpace, Pending::Plain),
            FromPhone::PurgeDiskSpace(m) => {
                let question = Question::PurgeSpace { amount_bytes: m.amount_bytes };
                self.ask_owner(question, Pending::Plain);
            }
            FromPhone::Process(dictionary) => return self.final_response(&dictionary),
            FromPhone::Disconnect(m) => {
                return self.finish(Finish::Disconnected { reason: m.reason });
            }
            FromPhone::Ping(_) => {}
            FromPhone::VersionExchange(_) | FromPhone::DeviceReady => {
                return self.out_of_turn("a request", &message);
            }
            FromPhone::Unknown { name, fault } => self.answer_unknown(&name, fault.as_ref()),
        }
        Step::Again
    }

    fn progress(&mut self, percent: Option<f64>, batch_bytes: u64) {
        if let Some(percent) = percent {
            self.tell(Notice::Progress { percent, batch_bytes });
        }
    }

    fn ask_owner(&mut self, question: Question, pending: Pending) {
        self.ask(question);
        self.enter(State::AwaitReply(pending));
    }

    fn ask_about(
        &mut self,
        verb: &'static str,
        path: &str,
        question: fn(crate::HostPath) -> Question,
    ) {
        match self.policy.check(path.as_bytes(), Use::Touch) {
            Ok(path) => self.ask_owner(question(path), Pending::Plain),
            Err(refused) => {
                let status = self.refuse(verb, path, refused);
                self.answer(&Status::error(status.code, status.text));
            }
        }
    }

    fn ask_to_move(&mut self, m: MoveItems) {
        self.progress(m.progress, 0);
        let (mut items, mut refused) = (Vec::with_capacity(m.items.len()), Vec::new());
        for (from, to) in m.items {
            match self.policy.check_move(&from, &to) {
                Ok(item) => items.push(item),
                Err(fault) => refused.push(self.refuse("move", &from, fault)),
            }
        }
        self.ask_owner(Question::MoveItems(items), Pending::Items(refused));
    }

    fn ask_to_remove(&mut self, m: RemoveItems) {
        self.progress(m.progress, 0);
        let (mut paths, mut refused) = (Vec::with_capacity(m.paths.len()), Vec::new());
        for path in m.paths {
            match self.policy.check(path.as_bytes(), Use::Replace) {
                Ok(checked) => paths.push(checked),
                Err(fault) => refused.push(self.refuse("remove", &path, fault)),
            }
        }
        self.ask_owner(Question::RemoveItems(paths), Pending::Items(refused));
    }

    fn ask_to_copy(&mut self, m: &CopyItem) {
        self.progress(m.progress, 0);
        let source = self.policy.check(m.from.as_bytes(), Use::Touch);
        let target = self.policy.check(m.to.as_bytes(), Use::Replace);
        match source.and_then(|from| target.map(|to| (from, to))) {
            Ok((from, to)) => self.ask_owner(Question::CopyItem(from, to), Pending::Plain),
            Err(refused) => {
                let status = self.refuse("copy", &m.from, refused);
                self.answer(&Status::error(status.code, status.text));
            }
        }
    }

    /// Tells of a refused path and returns what the phone is told.
    pub(super) fn refuse(
        &mut self,
        verb: &'static str,
        path: &str,
        refused: RefusedPath,
    ) -> ItemStatus {
        let text = format!("refused: {}", refused.fault);
        self.tell(Notice::Refused { verb, path: refused });
        ItemStatus { path: path.into(), code: StatusCode::BAD_ARGUMENT, text }
    }

    /// A message nobody knows is answered all the same: a phone waits for its one answer
    /// without limit (docs/protocol.md 4.7).
    fn answer_unknown(&mut self, name: &str, fault: Option<&MessageFault>) {
        let name: String = name.chars().take(100).collect();
        let (code, text) = match fault {
            Some(fault) => (StatusCode::BAD_ARGUMENT, fault.to_string()),
            None => (StatusCode::NOT_IMPLEMENTED, format!("unknown message {name}")),
        };
        self.tell(Notice::UnknownMessage { name });
        self.answer(&Status::error(code, text));
    }

    fn final_response(&mut self, dictionary: &plist::Dictionary) -> Step {
        let Some(response) = Response::from_dictionary(dictionary) else {
            let text = "a final message without an error code".into();
            return self.violation(Violation::OutOfTurn(text));
        };
        FromHost::Disconnect(Disconnect::default()).encode(self.out.tail());
        self.finish(Finish::Response(response))
    }

    pub(super) fn answer(&mut self, status: &Status) {
        FromHost::Status(status.clone()).encode(self.out.tail());
        self.enter(State::ExpectMessage { first: false });
    }

    /// The owner's answer to the last [`Question`].
    ///
    /// # Panics
    /// When no question is open, or the answer is of the wrong kind: faults of the caller.
    pub fn handle_reply(&mut self, now: Moment, reply: Reply<'_>) {
        self.now = now;
        match std::mem::replace(&mut self.state, State::Finished) {
            State::Sending(sending) => self.send_reply(sending, reply),
            State::AwaitReply(pending) => {
                let status = status_of(pending, reply);
                self.answer(&status);
            }
            State::Finished => {}
            state => panic!("no question is open in {state:?}"),
        }
    }
}

/// The status a reply becomes.
fn status_of(pending: Pending, reply: Reply<'_>) -> Status {
    match (pending, reply) {
        (Pending::Items(mut failed), Reply::Items(more)) => {
            failed.extend(more);
            Status::items(&failed)
        }
        (Pending::Batch(Some(refused)), Reply::Done) => Status::error(refused.code, refused.text),
        (_, Reply::Done) => Status::ok(),
        (_, Reply::Error(code, text)) => Status::error(code, text),
        (_, Reply::Listing(entries)) => Status::value(listing::to_value(&entries)),
        (_, Reply::FreeSpace(bytes)) => {
            // Read as a signed number by the phone.
            Status::value(Value::from(i64::try_from(bytes).unwrap_or(i64::MAX)))
        }
        (_, Reply::Purged(bytes)) => Status::value(Value::from(bytes)),
        (pending, reply) => panic!("{reply:?} is no answer to {pending:?}"),
    }
}
