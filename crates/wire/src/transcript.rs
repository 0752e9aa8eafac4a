//! A conversation on record: who sent which bytes when.
//!
//! ```text
//! file   = "unstuck transcript 1\n" record …
//! record = u8 direction (0 phone ► host, 1 host ► phone), u64be microseconds since the
//!          start, u32be length, bytes
//! ```
//!
//! Fed to a machine it is a test; sent along with a report it is evidence. It holds the
//! content of files: share it only after [`Transcript::sizes`] was enough.

use thiserror::Error;

use crate::machine::{Closed, Machine, feed};
use crate::time::Moment;

const MAGIC: &[u8] = b"unstuck transcript 1\n";

/// Which way bytes went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The phone sent them.
    FromPhone,
    /// The host sent them.
    FromHost,
}

/// Bytes that went one way at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Which way.
    pub direction: Direction,
    /// When, in microseconds' precision.
    pub at: Moment,
    /// What.
    pub bytes: Vec<u8>,
}

/// Why a transcript cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TranscriptFault {
    /// The first line is another one.
    #[error("not a transcript of Unstuck")]
    NotATranscript,
    /// It ends in the middle of a record, or a direction is neither 0 nor 1.
    #[error("damaged after {records} records")]
    Damaged {
        /// Records that are whole.
        records: usize,
    },
}

/// A whole conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transcript {
    /// In the order they happened.
    pub records: Vec<Record>,
}

impl Transcript {
    /// The file.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for record in &self.records {
            let micros = u64::try_from(record.at.since_start().as_micros()).unwrap_or(u64::MAX);
            out.push(u8::from(record.direction == Direction::FromHost));
            out.extend(micros.to_be_bytes());
            crate::devicelink::units::put_unit(&mut out, &record.bytes);
        }
        out
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`TranscriptFault`] when it is something else or cut off.
    pub fn decode(bytes: &[u8]) -> Result<Self, TranscriptFault> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(TranscriptFault::NotATranscript)?;
        let mut records = Vec::new();
        while !rest.is_empty() {
            let damaged = TranscriptFault::Damaged { records: records.len() };
            let (record, after) = Self::record(rest).ok_or(damaged)?;
            records.push(record);
            rest = after;
        }
        Ok(Self { records })
    }

    fn record(bytes: &[u8]) -> Option<(Record, &[u8])> {
        let (direction, bytes) = bytes.split_first()?;
        let direction = match direction {
            0 => Direction::FromPhone,
            1 => Direction::FromHost,
            _ => return None,
        };
        let (micros, bytes) = bytes.split_first_chunk::<8>()?;
        let (length, bytes) = bytes.split_first_chunk::<4>()?;
        let (content, rest) = bytes.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        let at = std::time::Duration::from_micros(u64::from_be_bytes(*micros));
        let record = Record { direction, at: Moment::after_start(at), bytes: content.to_vec() };
        Some((record, rest))
    }

    /// Direction, time and length of each record, without content.
    pub fn sizes(&self) -> impl Iterator<Item = (Direction, Moment, usize)> {
        self.records.iter().map(|record| (record.direction, record.at, record.bytes.len()))
    }

    /// Feeds everything that came from one end into a machine that plays the other end;
    /// `each` is called after every piece, to poll outputs and give answers.
    pub fn replay<M: Machine>(
        &self,
        from: Direction,
        machine: &mut M,
        mut each: impl FnMut(&mut M, Moment),
    ) {
        let mut now = Moment::START;
        for record in self.records.iter().filter(|record| record.direction == from) {
            now = record.at;
            let mut bytes = record.bytes.as_slice();
            while !bytes.is_empty() && !machine.is_finished() {
                let taken = feed(machine, now, bytes);
                bytes = &bytes[taken..];
                each(machine, now);
                let sent = machine.transmit().len();
                machine.handle_transmitted(now, sent);
                if taken == 0 && sent == 0 {
                    break;
                }
            }
        }
        machine.handle_closed(now, Closed::Clean);
        each(machine, now);
    }
}

/// A machine on record.
#[derive(Debug)]
pub struct Recorder<M> {
    machine: M,
    receives: Direction,
    transcript: Transcript,
}

impl<M: Machine> Recorder<M> {
    /// Records `machine`, which receives what goes in direction `receives`.
    pub fn new(machine: M, receives: Direction) -> Self {
        Self { machine, receives, transcript: Transcript::default() }
    }

    /// The machine on record.
    pub fn machine(&mut self) -> &mut M {
        &mut self.machine
    }

    /// The record so far.
    pub fn transcript(&self) -> &Transcript {
        &self.transcript
    }

    fn record(&mut self, direction: Direction, at: Moment, bytes: Vec<u8>) {
        self.transcript.records.push(Record { direction, at, bytes });
    }
}

impl<M: Machine> Machine for Recorder<M> {
    fn receive_space(&mut self) -> &mut [u8] {
        self.machine.receive_space()
    }

    fn handle_received(&mut self, now: Moment, len: usize) {
        let bytes = self.machine.receive_space()[..len].to_vec();
        self.record(self.receives, now, bytes);
        self.machine.handle_received(now, len);
    }

    fn handle_closed(&mut self, now: Moment, how: Closed) {
        self.machine.handle_closed(now, how);
    }

    fn handle_timeout(&mut self, now: Moment) {
        self.machine.handle_timeout(now);
    }

    fn poll_timeout(&self) -> Option<Moment> {
        self.machine.poll_timeout()
    }

    fn transmit(&self) -> &[u8] {
        self.machine.transmit()
    }

    fn handle_transmitted(&mut self, now: Moment, len: usize) {
        let direction = match self.receives {
            Direction::FromPhone => Direction::FromHost,
            Direction::FromHost => Direction::FromPhone,
        };
        if len > 0 {
            self.record(direction, now, self.machine.transmit()[..len].to_vec());
        }
        self.machine.handle_transmitted(now, len);
    }

    fn wants_input(&self) -> bool {
        self.machine.wants_input()
    }

    fn is_finished(&self) -> bool {
        self.machine.is_finished()
    }
}
