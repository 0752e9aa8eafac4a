//! A simulated iPhone, and the world around it.
//!
//! ```text
//! Scenario ─► Phone (identity, content, trust, keybag, lock, log, faults)
//!               │  seen by
//!               ├─ Agent           the backup service, a story told in one piece
//!               ├─ services        lockdown, notifications, AFC, heartbeat, logs, …
//!               │
//!               ├─ World           phone, cable, disk and clock in virtual time
//!               └─ serve::Server   the same phone behind a usbmux socket, for any client
//! ```
//!
//! ```
//! use unstuck_sim::{Scenario, World, WorldConfig};
//!
//! let scenario = Scenario::named("quiet-scan-silent")?;
//! let mut world = World::new(&scenario);
//! let told = world.back_up(&WorldConfig::default());
//! assert_eq!(told.outcome.map(|outcome| outcome.exit_code()), Some(0));
//! assert!(told.ended.since_start().as_secs() >= 600, "ten minutes, in no time at all");
//! # Ok::<(), unstuck_sim::ScenarioFault>(())
//! ```
//!
//! Everything follows from a seed. Sockets, TLS and the time of day live in [`serve`] only.

pub mod agent;
pub mod content;
pub mod identity;
pub mod mux;
pub mod phone;
pub mod scenario;
pub mod serve;
pub mod services;
mod trial;
mod world;

pub use scenario::{Scenario, ScenarioFault};
pub use trial::{HostTrouble, Trial, harmed, is_calm, struck};
pub use world::{DiskFault, SimDisk, Told, World, WorldConfig};
