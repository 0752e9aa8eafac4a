//! What went wrong on the disk, with what we were doing and where.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// An act of the vault that failed.
#[derive(Debug, Error)]
#[error("could not {act} {}: {source}", path.display())]
pub struct StoreError {
    /// What we were doing, as words that follow "could not".
    pub act: &'static str,
    /// To what.
    pub path: PathBuf,
    /// What the system said.
    #[source]
    pub source: io::Error,
}

impl StoreError {
    /// Wraps a system error; use with `map_err`.
    pub fn at<'a>(act: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Self + 'a {
        move |source| Self { act, path: path.to_path_buf(), source }
    }

    /// The kind of the system's error.
    pub fn kind(&self) -> io::ErrorKind {
        self.source.kind()
    }

    /// Whether the volume (or the person's share of it) is full.
    pub fn is_full(&self) -> bool {
        matches!(self.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    }
}
