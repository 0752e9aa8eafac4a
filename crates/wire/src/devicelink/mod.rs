//! DeviceLink: plist messages and file streams over one byte stream.
//!
//! ```text
//! unit      = u32be length, that many bytes
//! message   = a unit holding a plist array whose first element is its name
//! upload    = { name, name, { 0x0C data }, code text }, 0          phone ► host
//! download  = { name,       { 0x0C data }, code text }, 0          host ► phone
//! ```
//!
//! Nothing outside [`codec`] and [`messages`] knows at which position of an array a
//! value stands. What this module does not do: decide anything. The two ends of the
//! conversation live in [`host`](crate::host) and [`phone`](crate::phone).

pub mod codec;
pub mod listing;
pub mod messages;
pub mod status;
pub mod units;

pub use codec::{FromHost, FromPhone, MessageFault};
pub use listing::{Entry, EntryKind};
pub use status::{ItemStatus, Status, StatusCode};
