//! The real binary, as scripts and people use it.
//!
//! Each test has a home of its own and simulated iPhones on a free port; nothing outside is
//! read or changed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod backup;
mod contract;
mod demonstration;
mod devices;
mod explained;
mod files;
mod fix;
mod interrupt;
mod language;
#[cfg(unix)]
mod live;
mod look;
mod methods;
mod password;
mod places;
mod rescue;
mod restart_steps;
mod restore;
mod room;
mod several;
mod verify;
mod versions;
mod watch;
