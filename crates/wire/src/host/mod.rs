//! The host end of the conversation.
//!
//! ```text
//! ExpectVersionExchange ► ExpectDeviceReady ► ExpectHelloResponse ► Idle ─ request ►
//!
//! ExpectMessage ──► Receiving (names, blocks, end) ──► AwaitReply ──► ExpectMessage
//!               ──► Sending   (open, read, blocks)  ─► status     ──► ExpectMessage
//!               ──► AwaitReply (space, list, make, move, remove, copy) ► ExpectMessage
//!               ──► Finished (final response, goodbye, violation, connection gone)
//! ```
//!
//! The methods of [`Host`] come in three kinds. *World*: those of
//! [`Machine`](crate::Machine). *Owner*: [`request`](Host::request),
//! [`handle_reply`](Host::handle_reply), [`set_person_waits`](Host::set_person_waits),
//! [`goodbye`](Host::goodbye). *Next*: [`poll_output`](Host::poll_output), to be called
//! until it returns `None` after every call of the other two kinds.

mod handshake;
mod output;
mod policy;
mod receiving;
mod sending;
mod serving;
mod timers;

use std::collections::VecDeque;

pub use output::{BatchSummary, FileEnd, FileEvent, Finish, Notice, Output, Question, Reply};
pub use timers::{Timer, Timers, Waiting};

use crate::devicelink::codec::FromHost;
use crate::devicelink::messages::Disconnect;
use crate::devicelink::units::{Collector, Input, Outbox, Violation};
use crate::limits::Limits;
use crate::machine::{Closed, Machine};
use crate::mobilebackup2::Request;
use crate::time::Moment;

use policy::Policy;
use receiving::Receiving;
use sending::Sending;
use serving::Pending;
use timers::Silence;

/// Settings of a [`Host`].
#[derive(Clone, Debug, Default)]
pub struct HostConfig {
    /// Bounds for what the phone may announce.
    pub limits: Limits,
    /// Patience.
    pub timers: Timers,
    /// Name of the one folder the phone may speak of: the UDID. `None` allows any name
    /// and is meant for tests of the codec.
    pub folder: Option<String>,
}

/// The host end of one connection.
#[derive(Debug)]
pub struct Host {
    config: HostConfig,
    policy: Policy,
    input: Input,
    unit: Collector,
    out: Outbox,
    state: State,
    silence: Silence,
    now: Moment,
    person_waits: bool,
    devicelink: (u64, u64),
    closed: Option<Closed>,
    queue: VecDeque<Output<'static>>,
}

/// What the machine expects next; named for it.
#[derive(Debug)]
enum State {
    ExpectVersionExchange,
    ExpectDeviceReady,
    ExpectHelloResponse,
    Idle,
    ExpectMessage { first: bool },
    Receiving(Receiving),
    Sending(Sending),
    AwaitReply(Pending),
    Finished,
}

/// What one step of a state came to.
enum Step {
    /// Something changed; look again.
    Again,
    /// More bytes, a reply or room to send are needed.
    Wait,
    /// These bytes of the input belong to the open file.
    Block(std::ops::Range<usize>),
}

impl Host {
    /// A host end with default settings.
    pub fn new(now: Moment) -> Self {
        Self::with_config(now, HostConfig::default())
    }

    /// A host end with settings of its own.
    pub fn with_config(now: Moment, config: HostConfig) -> Self {
        Self {
            policy: Policy::new(config.folder.clone(), &config.limits),
            config,
            input: Input::default(),
            unit: Collector::default(),
            out: Outbox::default(),
            state: State::ExpectVersionExchange,
            silence: Silence::starting(now),
            now,
            person_waits: false,
            devicelink: (0, 0),
            closed: None,
            queue: VecDeque::new(),
        }
    }

    /// Asks the phone for something. Only after [`Output::Ready`], and only once per
    /// connection.
    ///
    /// # Panics
    /// When called at any other time: a fault of the caller.
    pub fn request(&mut self, now: Moment, request: Request) {
        assert!(matches!(self.state, State::Idle), "one request, after Output::Ready");
        self.now = now;
        FromHost::Process(request.to_dictionary()).encode(self.out.tail());
        self.enter(State::ExpectMessage { first: true });
    }

    /// The passcode sheet came up on the phone, or went away: until then the person is
    /// waited for and not the phone.
    pub fn set_person_waits(&mut self, now: Moment, waits: bool) {
        self.now = now;
        if self.person_waits != waits {
            self.person_waits = waits;
            self.silence.broken(now);
        }
    }

    /// Says goodbye and finishes. The phone may still be at work: it takes a closed
    /// connection as a pause it can resume from.
    pub fn goodbye(&mut self, now: Moment) {
        self.now = now;
        if !matches!(self.state, State::Finished) {
            FromHost::Disconnect(Disconnect::default()).encode(self.out.tail());
            let waiting = self.waiting();
            self.finish(Finish::Closed { how: Closed::ByUs, waiting });
        }
    }

    /// What would move the conversation on.
    pub fn waiting(&self) -> Waiting {
        let inside = self.unit.is_inside() || !self.input.is_empty();
        match &self.state {
            State::Finished => Waiting::Nothing,
            State::Idle => Waiting::Request,
            State::AwaitReply(_) => Waiting::Ourselves,
            State::Sending(sending) if sending.awaits_reply() => Waiting::Ourselves,
            State::Sending(_) => Waiting::PhoneToRead,
            State::Receiving(_) => Waiting::RestOfUnit,
            _ if !self.out.is_empty() => Waiting::PhoneToRead,
            State::ExpectMessage { .. } if inside => Waiting::RestOfUnit,
            State::ExpectMessage { .. } if self.person_waits => Waiting::Person,
            State::ExpectMessage { first: true } => Waiting::FirstMessage,
            State::ExpectMessage { first: false } => Waiting::NextMessage,
            State::ExpectVersionExchange
            | State::ExpectDeviceReady
            | State::ExpectHelloResponse => Waiting::Handshake,
        }
    }

    /// The last sign of life on this connection.
    pub fn last_sign_of_life(&self) -> Moment {
        self.silence.since()
    }

    /// The next thing that happened; `None` when nothing more did.
    pub fn poll_output(&mut self) -> Option<Output<'_>> {
        let block = loop {
            if let Some(output) = self.queue.pop_front() {
                return Some(output);
            }
            let step = match std::mem::replace(&mut self.state, State::Finished) {
                State::ExpectVersionExchange => self.expect_version_exchange(),
                State::ExpectDeviceReady => self.expect_device_ready(),
                State::ExpectHelloResponse => self.expect_hello_response(),
                State::ExpectMessage { first } => self.expect_message(first),
                State::Receiving(receiving) => self.receive(receiving),
                State::Sending(sending) => self.send(sending),
                state @ (State::Idle | State::AwaitReply(_) | State::Finished) => {
                    self.state = state;
                    Step::Wait
                }
            };
            match step {
                Step::Again => {}
                Step::Block(range) => break range,
                Step::Wait => {
                    if !self.finish_when_closed() {
                        return None;
                    }
                }
            }
        };
        Some(Output::File(FileEvent::Block(self.input.get(block))))
    }

    /// Enters a state; a wait of another kind begins.
    fn enter(&mut self, state: State) {
        self.state = state;
        self.silence.broken(self.now);
    }

    fn tell(&mut self, notice: Notice) {
        self.queue.push_back(Output::Notice(notice));
    }

    fn ask(&mut self, question: Question) {
        self.queue.push_back(Output::Ask(question));
    }

    fn finish(&mut self, finish: Finish) -> Step {
        self.state = State::Finished;
        self.queue.push_back(Output::Done(finish));
        Step::Again
    }

    fn violation(&mut self, violation: Violation) -> Step {
        self.finish(Finish::Violation(violation))
    }

    /// A connection that ended is reported once everything received before was used.
    fn finish_when_closed(&mut self) -> bool {
        match self.closed {
            Some(how) if !matches!(self.state, State::Finished) => {
                let waiting = self.waiting();
                self.finish(Finish::Closed { how, waiting });
                true
            }
            _ => false,
        }
    }
}

impl Machine for Host {
    fn receive_space(&mut self) -> &mut [u8] {
        self.input.space()
    }

    fn handle_received(&mut self, now: Moment, len: usize) {
        self.now = now;
        self.input.fill(len);
        self.silence.broken(now);
    }

    fn handle_closed(&mut self, now: Moment, how: Closed) {
        self.now = now;
        self.closed.get_or_insert(how);
    }

    fn handle_timeout(&mut self, now: Moment) {
        self.now = now;
        let waiting = self.waiting();
        let Some(timer) = waiting.timer() else { return };
        if self.silence.expires(now, self.config.timers.of(timer)) {
            self.tell(Notice::Silence { timer, since: self.silence.since(), waiting });
        }
    }

    fn poll_timeout(&self) -> Option<Moment> {
        let timer = self.waiting().timer()?;
        self.silence.deadline(self.config.timers.of(timer))
    }

    fn transmit(&self) -> &[u8] {
        self.out.pending()
    }

    fn handle_transmitted(&mut self, now: Moment, len: usize) {
        self.now = now;
        self.out.consume(len);
        if len > 0 {
            self.silence.broken(now);
        }
    }

    fn wants_input(&self) -> bool {
        self.closed.is_none() && !matches!(self.state, State::Finished) && self.input.has_space()
    }

    fn is_finished(&self) -> bool {
        let all_sent = self.out.is_empty() || self.closed.is_some();
        matches!(self.state, State::Finished) && self.queue.is_empty() && all_sent
    }
}
