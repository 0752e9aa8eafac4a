//! A fixed set of buffers between the conversation and the disk.
//!
//! Their number is the only bound on what may be under way: when none is free, nothing is
//! taken from the conversation, nothing is read from the cable, and the phone waits.

use unstuck_wire::devicelink::units::RECEIVE_BYTES;

/// Bytes of one buffer. Large enough to make a write worth its system call and the hand-over
/// to another thread; what a small file does not fill is never touched and costs no memory.
const BUFFER_BYTES: usize = 256 * 1024;
/// Buffers of a run: at most 16 MiB, and 64 small files, under way.
const BUFFERS: usize = 64;

/// The set.
#[derive(Debug)]
pub(crate) struct Buffers {
    free: Vec<Vec<u8>>,
    /// Buffers not made yet.
    unmade: usize,
    current: Option<Vec<u8>>,
}

impl Buffers {
    pub(crate) fn new() -> Self {
        Self { free: Vec::new(), unmade: BUFFERS, current: None }
    }

    /// Whether as many bytes can be taken as one read from the cable brings.
    pub(crate) fn has_room(&self) -> bool {
        self.free.len() + self.unmade > RECEIVE_BYTES.div_ceil(BUFFER_BYTES)
    }

    /// Buffers out at the disk.
    pub(crate) fn out(&self) -> usize {
        BUFFERS - self.unmade - self.free.len() - usize::from(self.current.is_some())
    }

    /// Takes bytes; `full` gets every buffer that is filled by them.
    ///
    /// # Panics
    /// When there is [no room](Self::has_room): a fault of the caller.
    pub(crate) fn put(&mut self, mut bytes: &[u8], mut full: impl FnMut(Vec<u8>)) {
        while !bytes.is_empty() {
            let mut buffer = self.current.take().unwrap_or_else(|| self.fresh());
            let len = bytes.len().min(BUFFER_BYTES - buffer.len());
            buffer.extend_from_slice(&bytes[..len]);
            bytes = &bytes[len..];
            if buffer.len() == BUFFER_BYTES {
                full(buffer);
            } else {
                self.current = Some(buffer);
            }
        }
    }

    /// What is in the buffer begun, if anything.
    pub(crate) fn flush(&mut self) -> Option<Vec<u8>> {
        self.current.take()
    }

    /// Forgets what is in the buffer begun.
    pub(crate) fn drop_current(&mut self) {
        if let Some(buffer) = self.current.take() {
            self.give_back(buffer);
        }
    }

    /// A buffer came back.
    pub(crate) fn give_back(&mut self, mut buffer: Vec<u8>) {
        buffer.clear();
        self.free.push(buffer);
    }

    /// An empty buffer.
    pub(crate) fn fresh(&mut self) -> Vec<u8> {
        self.free.pop().unwrap_or_else(|| {
            self.unmade = self.unmade.saturating_sub(1);
            Vec::with_capacity(BUFFER_BYTES)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_buffers_are_made_than_there_are_and_all_come_back() {
        let mut buffers = Buffers::new();
        let mut out = Vec::new();
        while buffers.has_room() {
            buffers.put(&[7; RECEIVE_BYTES], |full| out.push(full));
        }
        out.extend(buffers.flush());
        assert_eq!(buffers.out(), out.len());
        assert!(out.len() <= BUFFERS);
        assert!(out.iter().all(|buffer| buffer.capacity() == BUFFER_BYTES));
        out.into_iter().for_each(|buffer| buffers.give_back(buffer));
        assert_eq!(buffers.out(), 0);
        assert!(buffers.has_room());
    }
}
