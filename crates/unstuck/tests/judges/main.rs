//! Outside judges: programs of others against our simulated iPhone, and against our backups.
//!
//! They need Debian's `libimobiledevice-utils` and a Python environment in `target/judges`.
//! `./test` installs both and then builds this test by the feature `judges`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod backups;
mod decrypt;
mod extract;
mod identity;
mod restores;
#[path = "../cli/room.rs"]
#[allow(dead_code, reason = "shared with the tests of the command line")]
mod room;
mod tools;
mod watched;
