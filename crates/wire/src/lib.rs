//! The conversation of a backup, host end and phone end, without sockets or clocks.
//!
//! ```text
//!            bytes, time                             bytes, time
//!   cable ──────────────► Host ──► Ask, File, Notice        Phone ◄────────────── cable
//!         ◄──────────────      ◄── answers           agent ──►     ──────────────►
//!              bytes            (a backup run)       (the simulated iPhone)
//! ```
//!
//! Two machines over one codec: [`Host`] is what Unstuck speaks, [`Phone`] is the other
//! end, as strict as the real agent. After the request it is the phone that asks, and the
//! host owes exactly one answer to each request (docs/protocol.md 4.1).
//!
//! ```
//! use unstuck_wire::{feed, Host, Machine, Moment, Output, Phone, PhoneOutput};
//!
//! let now = Moment::START;
//! let (mut host, mut phone) = (Host::new(now), Phone::new(now));
//! // Carry bytes both ways until both ends have shaken hands.
//! loop {
//!     let to_phone = feed(&mut phone, now, host.transmit());
//!     host.handle_transmitted(now, to_phone);
//!     let to_host = feed(&mut host, now, phone.transmit());
//!     phone.handle_transmitted(now, to_host);
//!     assert!(phone.poll_output().is_none());
//!     if let Some(Output::Ready { .. }) = host.poll_output() {
//!         break;
//!     }
//! }
//! let request = unstuck_wire::Request::Backup { target: "U".into(), source: None, full: false };
//! host.request(now, request);
//! feed(&mut phone, now, host.transmit());
//! assert!(matches!(phone.poll_output(), Some(PhoneOutput::Request(_))));
//! ```
//!
//! What is deliberately absent: sockets, threads, async, clocks, randomness, printing,
//! the disk, and any opinion on when to give up.

pub mod devicelink;
mod host;
mod limits;
mod machine;
pub mod mobilebackup2;
mod path;
mod phone;
mod time;
mod transcript;

pub use devicelink::units::Violation;
pub use devicelink::{Entry, EntryKind, ItemStatus, StatusCode};
pub use host::{
    BatchSummary, FileEnd, FileEvent, Finish, Host, HostConfig, Notice, Output, Question, Reply,
    Timer, Timers, Waiting,
};
pub use limits::{BLOCK_DATA_MAX, Limits};
pub use machine::{Closed, Machine, feed};
pub use mobilebackup2::{ErrorCode, Request, Response};
pub use path::{HostPath, PathFault, RefusedPath};
pub use phone::{Ask, Phone, PhoneConfig, PhoneOutput};
pub use time::Moment;
pub use transcript::{Direction, Record, Recorder, Transcript};
