//! Named patience: how long each kind of silence may last before it is told.

use std::time::Duration;

use crate::time::Moment;

/// A reason to wake up. Expiry is a notice with the last sign of life; the connection
/// stays. Whether to give up is decided elsewhere, with more to go by than this one
/// stream (docs/protocol.md 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    /// No first message, or no answer to the greeting: the agent does not start.
    Handshake,
    /// The request was made and nothing came yet: passcode sheet, or a scan.
    FirstMessage,
    /// Nothing between two messages: the phone scans, builds its manifest, checks.
    MessageGap,
    /// Nothing in the middle of a unit, or the phone does not read what we send: no
    /// healthy phone does that.
    BlockGap,
    /// The passcode sheet is on the screen.
    Person,
}

/// How long each [`Timer`] runs (docs/protocol.md 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timers {
    /// [`Timer::Handshake`]
    pub handshake: Duration,
    /// [`Timer::FirstMessage`]
    pub first_message: Duration,
    /// [`Timer::MessageGap`]
    pub message_gap: Duration,
    /// [`Timer::BlockGap`]
    pub block_gap: Duration,
    /// [`Timer::Person`]
    pub person: Duration,
}

impl Default for Timers {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(30),
            first_message: Duration::from_secs(60),
            message_gap: Duration::from_secs(60),
            block_gap: Duration::from_secs(60),
            person: Duration::from_secs(30 * 60),
        }
    }
}

impl Timers {
    /// Every patience multiplied by `factor` (`--patience`).
    pub fn scaled(self, factor: f64) -> Self {
        Self {
            handshake: self.handshake.mul_f64(factor),
            first_message: self.first_message.mul_f64(factor),
            message_gap: self.message_gap.mul_f64(factor),
            block_gap: self.block_gap.mul_f64(factor),
            person: self.person.mul_f64(factor),
        }
    }

    pub(crate) fn of(&self, timer: Timer) -> Duration {
        match timer {
            Timer::Handshake => self.handshake,
            Timer::FirstMessage => self.first_message,
            Timer::MessageGap => self.message_gap,
            Timer::BlockGap => self.block_gap,
            Timer::Person => self.person,
        }
    }
}

/// What would move the conversation on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Waiting {
    /// The phone's part of the handshake.
    Handshake,
    /// A request of our own side.
    Request,
    /// The phone's first message after the request.
    FirstMessage,
    /// The phone's next message.
    NextMessage,
    /// The rest of a message, of a name or of a file.
    RestOfUnit,
    /// The phone to take what we send.
    PhoneToRead,
    /// The person to type the passcode on the phone.
    Person,
    /// Our own answer.
    Ourselves,
    /// Nothing any more.
    Nothing,
}

impl Waiting {
    /// The patience that applies, if silence means anything in this state.
    pub(crate) fn timer(self) -> Option<Timer> {
        match self {
            Self::Handshake => Some(Timer::Handshake),
            Self::FirstMessage => Some(Timer::FirstMessage),
            Self::NextMessage => Some(Timer::MessageGap),
            Self::RestOfUnit | Self::PhoneToRead => Some(Timer::BlockGap),
            Self::Person => Some(Timer::Person),
            Self::Request | Self::Ourselves | Self::Nothing => None,
        }
    }
}

/// The silence of one connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Silence {
    since: Moment,
    told: bool,
}

impl Silence {
    pub(crate) fn starting(now: Moment) -> Self {
        Self { since: now, told: false }
    }

    pub(crate) fn since(&self) -> Moment {
        self.since
    }

    /// A sign of life, or a wait that begins anew.
    pub(crate) fn broken(&mut self, now: Moment) {
        *self = Self::starting(now);
    }

    /// When this silence becomes worth telling.
    pub(crate) fn deadline(&self, patience: Duration) -> Option<Moment> {
        (!self.told).then(|| self.since + patience)
    }

    /// Whether it has just become worth telling.
    pub(crate) fn expires(&mut self, now: Moment, patience: Duration) -> bool {
        let expires = self.deadline(patience).is_some_and(|at| at <= now);
        self.told |= expires;
        expires
    }
}
