//! What a record's digest is of: the stored bytes, or the content on older systems. Nobody
//! says which; a backup keeps to one, so the one that fit last is tried first.

use std::sync::atomic::{AtomicBool, Ordering};

/// What a digest fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DigestMatch {
    /// The bytes as they are stored.
    Stored,
    /// The content.
    Plain,
    /// Neither.
    Neither,
}

impl DigestMatch {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Stored => Self::Plain,
            Self::Plain | Self::Neither => Self::Stored,
        }
    }
}

/// What fitted last in this backup.
#[derive(Default)]
pub(super) struct Convention {
    plain: AtomicBool,
}

impl Convention {
    pub(super) fn preferred(&self) -> DigestMatch {
        match self.plain.load(Ordering::Relaxed) {
            true => DigestMatch::Plain,
            false => DigestMatch::Stored,
        }
    }

    pub(super) fn note(&self, found: Option<DigestMatch>) {
        match found {
            Some(DigestMatch::Plain) => self.plain.store(true, Ordering::Relaxed),
            Some(DigestMatch::Stored) => self.plain.store(false, Ordering::Relaxed),
            _ => {}
        }
    }
}
