//! Is it moving? What can be said, from outside, of a backup that another program makes.
//!
//! ```text
//!  log of the phone ──┐
//!  backup folder ─────┼─► Signs ─► Watch ─► Pulse (verdict, stage, silence, what is normal)
//!  lockdown, sheet ───┘              └───► History (what was normal on this phone)
//! ```
//!
//! Two backups are looked at side by side: the local one, which some program writes into a
//! folder, and the one to iCloud, which is told of in the phone's log alone. No clock here:
//! whoever owns a [`Watch`] says what time it is. How it is used: docs/diagnosis.md 10.

mod cloud;
mod history;
mod local;
mod signs;
mod stage;
mod told;
mod track;

#[cfg(test)]
mod tests;

use std::time::Duration;

pub use history::History;
pub use signs::{Glimpse, Sign, SnapshotStage};
pub use stage::Stage;
pub use told::Process;

use crate::verdict::Verdict;

use cloud::Cloud;
use local::Local;
use track::Ms;

/// Which backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// Into a folder of a computer, whichever program does it.
    Local,
    /// To iCloud.
    Icloud,
}

impl Way {
    /// The word of the JSON objects.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Icloud => "icloud",
        }
    }
}

/// What would move things on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WaitingFor {
    /// Nothing: it is over.
    Nothing,
    /// A backup to begin.
    Begin,
    /// More bytes.
    MoreBytes,
    /// The phone to look through itself.
    Scan,
    /// The phone to sort or check what it sent.
    PhoneWork,
    /// The passcode to be typed on the phone.
    Passcode,
    /// The phone to be unlocked.
    Unlock,
    /// The phone to be locked and left alone.
    Lock,
    /// The phone to be plugged in again.
    Phone,
    /// The phone to be put on its charger.
    Power,
    /// The phone to be on Wi-Fi.
    Wifi,
    /// iCloud Backup to be switched on.
    SwitchOn,
    /// The phone to try again by itself, as it says it will.
    Retry,
    /// The disk that takes the backup.
    Disk,
}

impl WaitingFor {
    /// The word of the JSON objects.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Begin => "backup-to-begin",
            Self::MoreBytes => "more-bytes",
            Self::Scan => "scan",
            Self::PhoneWork => "phone-work",
            Self::Passcode => "passcode",
            Self::Unlock => "unlock",
            Self::Lock => "lock",
            Self::Phone => "phone",
            Self::Power => "power",
            Self::Wifi => "wifi",
            Self::SwitchOn => "switch-on",
            Self::Retry => "retry",
            Self::Disk => "disk",
        }
    }
}

/// The conditions under which iCloud Backup begins by itself; `None` is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// It is switched on.
    pub enabled: Option<bool>,
    /// The phone is locked.
    pub locked: Option<bool>,
    /// The phone is on its charger.
    pub power: Option<bool>,
    /// The phone is on Wi-Fi.
    pub wifi: Option<bool>,
}

/// One judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct Pulse {
    /// Of which backup.
    pub way: Way,
    /// What can be said.
    pub verdict: Verdict,
    /// Where it is.
    pub stage: Stage,
    /// For how long it has been there.
    pub in_stage: Duration,
    /// Time since the last sign of life.
    pub silent: Duration,
    /// The longest silence that is ordinary there.
    pub normal: Duration,
    /// Whether that was learnt from this phone.
    pub learnt: bool,
    /// What would move things on.
    pub waiting_for: WaitingFor,
    /// How far it is, where that is said or can be reckoned.
    pub percent: Option<f64>,
    /// Bytes that came since the watch began.
    pub bytes: u64,
    /// Files that came since the watch began.
    pub files: u64,
    /// Bytes a second lately, once measured for long enough.
    pub bytes_per_second: Option<f64>,
    /// Attempts that began, this one included.
    pub attempts: u32,
    /// The phone's own error, where it ended with one.
    pub code: Option<i64>,
    /// Nothing more is to be expected: who watches may leave.
    pub over: bool,
}

/// Watches one phone and one folder; either may be missing.
#[derive(Clone, Debug)]
pub struct Watch {
    local: Local,
    cloud: Cloud,
}

impl Watch {
    /// Begins to watch at time zero. `patience` scales every wait.
    pub fn new(history: &History, patience: f64) -> Self {
        Self {
            local: Local::new(history.clone(), patience),
            cloud: Cloud::new(history.clone(), patience),
        }
    }

    /// Something was seen, at this time since the watch began.
    pub fn see(&mut self, at: Duration, sign: &Sign) {
        let at = track::ms(at);
        self.local.see(at, sign);
        self.cloud.see(at, sign);
    }

    /// What can be said of a backup now.
    pub fn judge(&mut self, way: Way, at: Duration) -> Pulse {
        let at: Ms = track::ms(at);
        match way {
            Way::Local => self.local.judge(at),
            Way::Icloud => self.cloud.judge(at),
        }
    }

    /// Whether something is known of a backup that runs, waits or ended while it was watched.
    pub fn is_about(&self, way: Way) -> bool {
        match way {
            Way::Local => self.local.is_under_way(),
            Way::Icloud => self.cloud.is_under_way(),
        }
    }

    /// Conditions of iCloud Backup, as last told.
    pub fn conditions(&self) -> Conditions {
        self.cloud.conditions()
    }

    /// What was known before, and what this watch adds.
    pub fn history(&self) -> History {
        self.local.history().merged(self.cloud.history())
    }
}
