//! The usbmux daemon of the simulated world (docs/protocol.md 2).
//!
//! [`Bus`] knows which phones are attached and which ports they have open; [`MuxClient`]
//! is one client's conversation with the daemon, until it turns into a tunnel.

mod bus;
mod client;

pub use bus::{Attachment, Bus, BusEvent, Port};
pub use client::{MuxClient, Tunnel};
