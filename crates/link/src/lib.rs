//! The only sockets of Unstuck.
//!
//! ```text
//! MuxAddress ─► Muxer ─ list, listen, connect ─► tunnel to a port of the phone
//!                 │
//!                 └─► Phone ─ lockdown ─ StartSession ─► TLS ─ StartService ─► service
//!                                 │
//!                                 └─ pair (Trust dialog) ─► PairRecord
//! Connection ── carries bytes between a TLS stream and any wire machine
//! ```
//!
//! Every call has a deadline ([`deadline::within`]); a connection that missed one is never
//! used again. What the `idevice` crate does well is done by it, behind small traits of our
//! own ([`services`]): no type of it is seen outside (docs/protocol.md 9).
//!
//! What is deliberately absent: any knowledge of backups.

mod address;
mod air;
mod clock;
pub mod deadline;
mod driver;
mod error;
mod guard;
mod lockdown;
pub mod mux;
pub mod pairing;
mod phone;
pub mod services;
mod stream;
mod tls;

pub use address::{AddressFault, MuxAddress};
pub use air::MDNS_PORT;
pub use clock::Clock;
pub use driver::{Connection, drive};
pub use error::{Fault, LinkError};
pub use lockdown::{Lockdown, Session, Value};
pub use mux::{Attached, MuxEvent, Muxer};
pub use pairing::PairRecord;
pub use phone::Phone;
pub use stream::Stream;
