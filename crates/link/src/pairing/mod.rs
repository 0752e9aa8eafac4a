//! Trust between a phone and this computer (docs/protocol.md 3.3).
//!
//! The keys are made here and stay here: the phone gets certificates only. (The `idevice`
//! crate and pymobiledevice3 send the root's private key along.)

mod certificates;
mod pair;
mod record;

pub use pair::{PairStep, pair};
pub use record::PairRecord;
