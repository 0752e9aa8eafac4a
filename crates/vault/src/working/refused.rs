//! What the phone thinks of the working tree.
//!
//! A phone that takes the tree for damaged says so at every run: going on from it would be a loop
//! without end. After its own error the phone has thrown its upload away (docs/protocol.md 6.4),
//! so beginning anew from the newest version costs nothing that could be gone on from.

use std::path::Path;

use crate::disk::{Disk, read_small, replace_small};
use crate::error::StoreError;
use crate::layout::Layout;

/// Errors that may have other reasons speak against the tree when they come again.
const DOUBTS_MAX: usize = 2;
/// Nobody writes more than a few lines.
const NOTE_BYTES_MAX: u64 = 4096;

/// How sure it is that the tree is what the phone's error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The phone names the backup here as damaged or unreadable.
    Certain,
    /// An error that may come from it.
    Doubt,
}

/// Notes that a run over this tree ended with an error of the phone.
pub(super) fn note(disk: &dyn Disk, layout: &Layout, refusal: Refusal) -> Result<(), StoreError> {
    let place = layout.refused();
    let mut text = read_small(disk, &place, NOTE_BYTES_MAX).unwrap_or_default();
    text.extend_from_slice(match refusal {
        Refusal::Certain => b"damaged\n",
        Refusal::Doubt => b"doubt\n",
    });
    replace_small(disk, &place, &text).map_err(StoreError::at("write", &place))
}

/// Whether the tree is to be set aside and begun anew.
pub(super) fn speaks_against_the_tree(disk: &dyn Disk, layout: &Layout) -> bool {
    let text = read_small(disk, &layout.refused(), NOTE_BYTES_MAX).unwrap_or_default();
    let lines = || text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines().any(|line| line == b"damaged") || lines().count() >= DOUBTS_MAX
}

/// A new tree begins without a past.
pub(super) fn forget(disk: &dyn Disk, layout: &Layout) -> Result<(), StoreError> {
    let place: &Path = &layout.refused();
    match disk.meta(place).map_err(StoreError::at("look at", place))? {
        Some(_) => disk.remove_file(place).map_err(StoreError::at("remove", place)),
        None => Ok(()),
    }
}
