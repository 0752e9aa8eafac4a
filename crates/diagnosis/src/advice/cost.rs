//! What trying a remedy costs.
//!
//! Minutes of its own, and a fixed price that every attempt has: reading, doing, starting the
//! backup once more and waiting to see. Without that price a row of quick, useless steps would
//! always come before the one that helps.

use crate::knowledge::remedies::{DataRisk, Effort, Remedy};

/// Minutes that every attempt takes besides its own.
const ATTEMPT: f64 = 20.0;

/// The cost in minutes' worth.
pub(super) fn of(remedy: &Remedy) -> f64 {
    // Nobody stands beside it while it waits.
    let own =
        f64::from(remedy.minutes.min(60)) * if remedy.effort == Effort::None { 0.2 } else { 0.5 };
    let effort = match remedy.effort {
        Effort::None | Effort::Small => 0.0,
        Effort::Middle => 5.0,
        Effort::Large => 30.0,
    };
    let harm = match remedy.data_risk {
        DataRisk::None => 0.0,
        DataRisk::CloudCopies => 5.0,
        DataRisk::Settings => 45.0,
        DataRisk::Possible => 500.0,
        DataRisk::Certain => 5000.0,
    };
    ATTEMPT + own + effort + harm
}
