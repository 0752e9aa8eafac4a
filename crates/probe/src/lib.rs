//! Asks for facts: this computer, the cable, the phone, the backups at hand, and the network
//! when somebody wants that. Every answer is evidence for `diagnosis`; so is a probe that fails
//! or does not come back.
//!
//! ```text
//!  Probe (name, deadline, what to do) ─┐                       ┌─► Case of diagnosis
//!  Probe …                            ─┼─► Probes::run ─ Found ┤   (each as it comes)
//!  Probe …                            ─┘   side by side        └─► whoever watches
//! ```
//!
//! Nothing is changed by looking, but for small trial files where backups are to go. Where the
//! systems differ, there is one module per system behind one face.

pub mod cable;
pub mod computer;
mod here;
pub mod kept;
pub mod network;
pub mod phone;
mod probe;
mod recorder;
mod system;
pub mod watch;

pub use here::{Here, Kind};
pub use probe::{Ended, Failure, Found, Probe, Probes, Running};
pub use recorder::Recorder;
