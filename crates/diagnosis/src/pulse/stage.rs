//! The stretches of a backup, as they can be told apart from outside, and the silence that is
//! ordinary in each.

use std::time::Duration;

use super::Way;

/// Where a backup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// None runs.
    Idle,
    /// It may not begin yet, or waits before it tries again.
    Waiting,
    /// The phone wants its passcode.
    Passcode,
    /// The phone looks through itself.
    Preparing,
    /// Data flows.
    Sending,
    /// New files go to their places.
    Moving,
    /// Old files go.
    Removing,
    /// The phone checks the result.
    Checking,
    /// It is over.
    Ended,
}

impl Stage {
    /// All of them.
    pub(super) const ALL: [Self; 9] = [
        Self::Idle,
        Self::Waiting,
        Self::Passcode,
        Self::Preparing,
        Self::Sending,
        Self::Moving,
        Self::Removing,
        Self::Checking,
        Self::Ended,
    ];

    /// The word of the JSON objects.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Waiting => "waiting",
            Self::Passcode => "waiting-passcode",
            Self::Preparing => "preparing",
            Self::Sending => "sending",
            Self::Moving => "moving",
            Self::Removing => "removing",
            Self::Checking => "checking",
            Self::Ended => "ended",
        }
    }

    /// The longest silence that is ordinary here on a healthy phone. Those of a local backup
    /// are the ones of docs/protocol.md 6.3; those of iCloud are an estimate: `backupd` writes a
    /// line a domain or a batch of records, and a batch of large ones takes minutes on a slow
    /// line.
    pub(super) const fn normal_quiet(self, way: Way) -> Duration {
        let seconds = match (way, self) {
            // A person, or the night, is waited for: no silence is a stall.
            (_, Self::Idle | Self::Waiting | Self::Ended) => 24 * 3600,
            (_, Self::Passcode) => 30 * 60,
            (Way::Local, Self::Preparing) => 10 * 60,
            (Way::Icloud, Self::Preparing) => 30 * 60,
            (Way::Local, Self::Sending) => 60,
            (Way::Icloud, Self::Sending) => 15 * 60,
            (Way::Local, Self::Moving | Self::Removing) => 120,
            (Way::Local, Self::Checking) => 5 * 60,
            (Way::Icloud, Self::Moving | Self::Removing | Self::Checking) => 10 * 60,
        };
        Duration::from_secs(seconds)
    }
}
