//! Bytes in and out of a small service.

use unstuck_wire::devicelink::units::Outbox;

/// What came, what goes, and whether it is over.
#[derive(Debug)]
pub(crate) struct Inbox {
    space: Box<[u8]>,
    pub(crate) received: Vec<u8>,
    pub(crate) out: Outbox,
    pub(crate) finished: bool,
}

impl Inbox {
    pub(crate) fn new() -> Self {
        Self {
            space: vec![0; 16 * 1024].into_boxed_slice(),
            received: Vec::new(),
            out: Outbox::default(),
            finished: false,
        }
    }

    pub(crate) fn space(&mut self) -> &mut [u8] {
        &mut self.space
    }

    pub(crate) fn fill(&mut self, len: usize) {
        self.received.extend_from_slice(&self.space[..len]);
    }

    /// Takes `len` bytes off the front, once they are there.
    pub(crate) fn take(&mut self, len: usize) -> Option<Vec<u8>> {
        (self.received.len() >= len).then(|| self.received.drain(..len).collect())
    }

    /// Takes a unit of `u32be length` and content, once it is whole. A length beyond
    /// belief ends the service.
    pub(crate) fn take_unit(&mut self) -> Option<Vec<u8>> {
        let (field, _) = self.received.split_first_chunk::<4>()?;
        let len = u32::from_be_bytes(*field) as usize;
        if len > 8 << 20 {
            self.finished = true;
            return None;
        }
        let whole = self.take(4 + len)?;
        Some(whole[4..].to_vec())
    }
}

/// The methods of a machine that only hands bytes to its inbox.
macro_rules! machine_over_inbox {
    () => {
        fn receive_space(&mut self) -> &mut [u8] {
            self.inbox.space()
        }

        fn handle_closed(&mut self, _now: unstuck_wire::Moment, _how: unstuck_wire::Closed) {
            self.inbox.finished = true;
        }

        fn transmit(&self) -> &[u8] {
            self.inbox.out.pending()
        }

        fn handle_transmitted(&mut self, _now: unstuck_wire::Moment, len: usize) {
            self.inbox.out.consume(len);
        }

        fn wants_input(&self) -> bool {
            !self.inbox.finished
        }

        fn is_finished(&self) -> bool {
            self.inbox.finished && self.inbox.out.is_empty()
        }
    };
}
pub(crate) use machine_over_inbox;
