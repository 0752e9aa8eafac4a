//! The stretches of a run, as a person would tell them apart.

use std::time::Duration;

/// Where a run is. The words are those of the JSON notices (docs/contracts.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Finding the phone, opening its services.
    Connecting,
    /// The phone shows its passcode sheet.
    WaitingPasscode,
    /// The phone looks through itself; the old backup is read and cloned.
    Preparing,
    /// Files come in.
    Receiving,
    /// New files go to their places.
    Moving,
    /// Files that left the phone go.
    Removing,
    /// Rules and hashes are checked.
    Verifying,
    /// Seal and publication.
    Sealing,
    /// Over.
    Done,
}

impl Phase {
    /// The word of the JSON notices.
    pub fn word(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::WaitingPasscode => "waiting-passcode",
            Self::Preparing => "preparing",
            Self::Receiving => "receiving",
            Self::Moving => "moving",
            Self::Removing => "removing",
            Self::Verifying => "verifying",
            Self::Sealing => "sealing",
            Self::Done => "done",
        }
    }

    /// The longest silence that is ordinary in this phase, on a healthy phone
    /// (docs/protocol.md 6.3).
    pub fn normal_silence(self) -> Duration {
        Duration::from_secs(match self {
            Self::Connecting => 15,
            Self::WaitingPasscode => 30 * 60,
            Self::Preparing => 10 * 60,
            Self::Receiving => 30,
            Self::Moving | Self::Removing => 120,
            Self::Verifying | Self::Sealing | Self::Done => 60,
        })
    }
}
