//! The house keeps its own rules: arrows between crates, what may be used where, documents that
//! are true.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod arrows;
mod documents;
mod house;
mod purity;
