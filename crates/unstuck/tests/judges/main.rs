//! Outside judges: programs of others against our simulated iPhone, and against our backups.
//!
//! They need Debian's `libimobiledevice-utils` and `usbmuxd`, and a Python environment in
//! `target/judges`. `./test` installs all of it and then builds this test by the feature `judges`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod backups;
#[cfg(target_os = "linux")]
mod daemon;
mod decrypt;
mod disk;
mod extract;
mod identity;
mod page;
mod restores;
#[path = "../cli/room.rs"]
#[allow(dead_code, reason = "shared with the tests of the command line")]
mod room;
mod tools;
mod watched;
