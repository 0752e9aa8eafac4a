//! Taking units apart as their bytes arrive, and putting them together.
//!
//! [`Input`] owns the one receive buffer of a conversation. Bytes are read straight
//! into it; file data is handed on as slices of it. Only messages and short texts
//! are copied out, into buffers that grow with what really came.

use std::ops::Range;

use thiserror::Error;

/// Bytes of the receive buffer: a few blocks, so that one read serves many small units.
pub const RECEIVE_BYTES: usize = 256 * 1024;

/// A length of the peer's that breaks the rules of the stream.
///
/// The two ends are out of step after it; the conversation cannot go on.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Violation {
    /// Longer than we believe.
    #[error("{what} of {bytes} bytes announced, at most {bytes_max} make sense")]
    TooLong {
        /// Which unit.
        what: &'static str,
        /// Announced length.
        bytes: u32,
        /// Our bound.
        bytes_max: u32,
    },
    /// A unit without content where one is needed.
    #[error("{what} of zero bytes announced")]
    ZeroLength {
        /// Which unit.
        what: &'static str,
    },
    /// A message that is no message, or not one that may come now.
    #[error("{0}")]
    OutOfTurn(String),
}

/// The receive buffer of one conversation.
#[derive(Debug)]
pub struct Input {
    bytes: Box<[u8]>,
    start: usize,
    end: usize,
}

impl Default for Input {
    fn default() -> Self {
        Self { bytes: vec![0; RECEIVE_BYTES].into_boxed_slice(), start: 0, end: 0 }
    }
}

impl Input {
    /// Free space behind the bytes not yet taken.
    pub fn space(&mut self) -> &mut [u8] {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        } else if self.start > 0 && self.end == self.bytes.len() {
            self.bytes.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        &mut self.bytes[self.end..]
    }

    /// `len` bytes were written into [`space`](Self::space).
    pub fn fill(&mut self, len: usize) {
        self.end = (self.end + len).min(self.bytes.len());
    }

    /// Whether no byte waits to be taken.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether another byte fits in.
    pub fn has_space(&self) -> bool {
        self.end < self.bytes.len() || self.start > 0
    }

    /// Takes at most `max` bytes; the range is good for [`get`](Self::get) until the
    /// next call of [`space`](Self::space).
    pub fn take(&mut self, max: usize) -> Range<usize> {
        let len = max.min(self.end - self.start);
        let range = self.start..self.start + len;
        self.start += len;
        range
    }

    /// The bytes of a range that [`take`](Self::take) returned.
    pub fn get(&self, range: Range<usize>) -> &[u8] {
        &self.bytes[range]
    }

    /// Takes a length field once all four bytes of it are there.
    pub fn take_length(&mut self) -> Option<u32> {
        if self.end - self.start < 4 {
            return None;
        }
        let range = self.take(4);
        let mut field = [0; 4];
        field.copy_from_slice(&self.bytes[range]);
        Some(u32::from_be_bytes(field))
    }
}

/// One unit being collected: its announced length, and what came of it so far.
#[derive(Debug, Default)]
pub struct Collector {
    wanted: Option<u32>,
    seen: u32,
    kept: Vec<u8>,
}

impl Collector {
    /// Whether part of a unit is here: silence now is silence in the middle of one.
    pub fn is_inside(&self) -> bool {
        self.wanted.is_some()
    }

    /// Begins with a unit whose length was taken already.
    pub fn begin(&mut self, bytes: u32) {
        self.kept.clear();
        self.wanted = Some(bytes);
        self.seen = 0;
    }

    /// The announced length of the unit at hand; reads it from `input` when needed.
    pub fn length(&mut self, input: &mut Input) -> Option<u32> {
        if self.wanted.is_none() {
            let bytes = input.take_length()?;
            self.begin(bytes);
        }
        self.wanted
    }

    /// Collects the unit begun, keeping at most `keep_max` bytes of it; returns true
    /// once it is whole and then [`kept`](Self::kept) holds it.
    pub fn collect(&mut self, input: &mut Input, keep_max: u32) -> bool {
        let Some(wanted) = self.wanted else { return false };
        let range = input.take((wanted - self.seen) as usize);
        let taken = u32::try_from(range.len()).unwrap_or(u32::MAX);
        let keep = range.len().min((keep_max as usize).saturating_sub(self.kept.len()));
        self.kept.extend_from_slice(&input.get(range)[..keep]);
        self.seen += taken;
        if self.seen == wanted {
            self.wanted = None;
        }
        self.wanted.is_none()
    }

    /// Content of the last whole unit.
    pub fn kept(&self) -> &[u8] {
        &self.kept
    }
}

/// Bytes on their way out. Sent ones are dropped in large strides, so that a stream that
/// never pauses does not grow.
#[derive(Debug, Default)]
pub struct Outbox {
    bytes: Vec<u8>,
    sent: usize,
}

impl Outbox {
    /// Bytes not yet sent.
    pub fn pending(&self) -> &[u8] {
        &self.bytes[self.sent..]
    }

    /// Whether everything was sent.
    pub fn is_empty(&self) -> bool {
        self.sent == self.bytes.len()
    }

    /// The first `len` pending bytes were sent.
    pub fn consume(&mut self, len: usize) {
        self.sent = (self.sent + len).min(self.bytes.len());
        if self.is_empty() {
            self.bytes.clear();
            self.sent = 0;
        } else if self.sent >= RECEIVE_BYTES {
            self.bytes.drain(..self.sent);
            self.sent = 0;
        }
    }

    /// Where new bytes are appended.
    pub fn tail(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}

/// Appends a unit, length and content together so that they leave in one write.
///
/// Content above 4 GiB cannot be framed; callers stay far below.
pub fn put_unit(out: &mut Vec<u8>, content: &[u8]) {
    put_length(out, content.len());
    out.extend_from_slice(content);
}

/// Appends a length field.
pub fn put_length(out: &mut Vec<u8>, bytes: usize) {
    let length = u32::try_from(bytes).expect("a unit is far smaller than 4 GiB");
    out.extend_from_slice(&length.to_be_bytes());
}

/// Appends a block of file data: length, code 0x0C, data.
pub fn put_block(out: &mut Vec<u8>, data: &[u8]) {
    put_length(out, data.len() + 1);
    out.push(BLOCK_DATA);
    out.extend_from_slice(data);
}

/// Appends the unit that ends a file: code and text (empty when all went well).
pub fn put_file_end(out: &mut Vec<u8>, code: u8, text: &str) {
    put_length(out, text.len() + 1);
    out.push(code);
    out.extend_from_slice(text.as_bytes());
}

/// Code byte of a block that carries data.
pub const BLOCK_DATA: u8 = 0x0C;
/// Code byte of the end of a file that came whole.
pub const FILE_OK: u8 = 0x00;
/// Code byte of the end of a file the phone could not read (EIO).
pub const FILE_IO_ERROR: u8 = 0x0B;

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(bytes: &[u8]) -> Input {
        let mut input = Input::default();
        input.space()[..bytes.len()].copy_from_slice(bytes);
        input.fill(bytes.len());
        input
    }

    #[test]
    fn a_unit_is_collected_over_any_number_of_reads() {
        let mut out = Vec::new();
        put_unit(&mut out, b"hello");
        let mut input = Input::default();
        let mut collector = Collector::default();
        for byte in &out {
            assert!(collector.length(&mut input).is_none() || !collector.collect(&mut input, 99));
            input.space()[0] = *byte;
            input.fill(1);
        }
        assert_eq!(collector.length(&mut input), Some(5));
        assert!(collector.collect(&mut input, 99));
        assert_eq!(collector.kept(), b"hello");
    }

    #[test]
    fn a_long_text_is_skipped_but_only_its_start_kept() {
        let mut input = filled(b"abcdefgh");
        let mut collector = Collector::default();
        collector.begin(8);
        assert!(collector.collect(&mut input, 3));
        assert_eq!(collector.kept(), b"abc");
        assert!(input.is_empty());
    }

    #[test]
    fn a_full_buffer_makes_room_by_moving_the_rest_to_the_front() {
        let mut input = Input::default();
        let len = input.space().len();
        input.fill(len);
        assert!(!input.has_space() && input.space().is_empty());
        input.take(len - 3);
        assert_eq!(input.space().len(), len - 3);
    }
}
