//! Services that speak in units of one plist each: most of them.

use plist::{Dictionary, Value};
use unstuck_wire::devicelink::units::put_unit;
use unstuck_wire::{Machine, Moment};

use super::inbox::{Inbox, machine_over_inbox};
use super::{Service, Turn};
use crate::phone::PhoneEvent;

/// What a handler answers.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) say: Vec<Value>,
    pub(crate) turn: Option<Turn>,
    pub(crate) close: bool,
}

impl Answer {
    /// One dictionary of these entries.
    pub(crate) fn of<const N: usize>(entries: [(&str, Value); N]) -> Self {
        Self { say: vec![dictionary(entries)], ..Self::default() }
    }

    /// Nothing.
    pub(crate) fn none() -> Self {
        Self::default()
    }
}

/// A dictionary of these entries.
pub(crate) fn dictionary<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let entries = entries.into_iter().map(|(key, value)| (key.to_owned(), value));
    Value::Dictionary(entries.collect::<Dictionary>())
}

/// The mind of such a service.
pub(crate) trait Handler: Send {
    /// What it says before it is asked.
    fn greet(&mut self, _now: Moment) -> Vec<Value> {
        Vec::new()
    }

    /// A request.
    fn request(&mut self, now: Moment, request: Dictionary) -> Answer;

    /// Something happened on the phone.
    fn event(&mut self, _now: Moment, _event: &PhoneEvent) -> Vec<Value> {
        Vec::new()
    }

    /// When it wants to be woken.
    fn wake_at(&self) -> Option<Moment> {
        None
    }

    /// It is time.
    fn wake(&mut self, _now: Moment) -> Vec<Value> {
        Vec::new()
    }
}

/// The body of such a service.
pub(crate) struct Plists<H> {
    inbox: Inbox,
    handler: H,
    turn: Option<Turn>,
}

impl<H: Handler> Plists<H> {
    pub(crate) fn new(now: Moment, mut handler: H) -> Self {
        let greeting = handler.greet(now);
        let mut service = Self { inbox: Inbox::new(), handler, turn: None };
        service.say(greeting);
        service
    }

    fn say(&mut self, values: Vec<Value>) {
        for value in values {
            let mut body = Vec::new();
            let written = value.to_writer_xml(&mut body);
            written.expect("writing a plist of our own making into memory cannot fail");
            put_unit(self.inbox.out.tail(), &body);
        }
    }
}

impl<H: Handler> Machine for Plists<H> {
    machine_over_inbox!();

    fn handle_received(&mut self, now: Moment, len: usize) {
        self.inbox.fill(len);
        // After a turn the bytes belong to another layer.
        while self.turn.is_none() {
            let Some(unit) = self.inbox.take_unit() else { return };
            let request = unstuck_plist::from_bytes(&unit, unstuck_plist::Bounds::MESSAGE);
            let Some(request) = request.ok().and_then(Value::into_dictionary) else {
                self.inbox.finished = true;
                return;
            };
            let answer = self.handler.request(now, request);
            self.say(answer.say);
            self.turn = answer.turn;
            self.inbox.finished |= answer.close;
        }
    }

    fn handle_timeout(&mut self, now: Moment) {
        if self.handler.wake_at().is_some_and(|at| at <= now) {
            let values = self.handler.wake(now);
            self.say(values);
        }
    }

    fn poll_timeout(&self) -> Option<Moment> {
        self.handler.wake_at()
    }
}

impl<H: Handler> Service for Plists<H> {
    fn handle_event(&mut self, now: Moment, event: &PhoneEvent) {
        let values = self.handler.event(now, event);
        self.say(values);
    }

    fn take_turn(&mut self) -> Option<Turn> {
        if self.inbox.out.is_empty() { self.turn.take() } else { None }
    }
}

/// Text of an entry.
pub(crate) fn text<'a>(request: &'a Dictionary, key: &str) -> Option<&'a str> {
    request.get(key).and_then(Value::as_string)
}
