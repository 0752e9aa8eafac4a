//! What can go wrong between this computer and the phone.

use std::io;
use std::time::Duration;

use thiserror::Error;

/// A failed act, with what we were doing.
#[derive(Debug, Error)]
#[error("{act}: {fault}")]
pub struct LinkError {
    /// What we were doing, as a person would say it.
    pub act: &'static str,
    /// What went wrong.
    #[source]
    pub fault: Fault,
}

impl LinkError {
    /// An error while doing `act`.
    pub fn new(act: &'static str, fault: impl Into<Fault>) -> Self {
        Self { act, fault: fault.into() }
    }

    /// Whether it lies between this computer and its own service for phones: no phone was
    /// asked anything yet.
    pub fn is_of_service(&self) -> bool {
        [LISTING, LISTENING].contains(&self.act)
    }
}

/// Asking the service for phones which ones there are.
pub(crate) const LISTING: &str = "asking for attached phones";
/// Hearing from it which come and go.
pub(crate) const LISTENING: &str = "listening for phones";

/// What went wrong.
#[derive(Debug, Error)]
pub enum Fault {
    /// The usbmux daemon is not there.
    #[error("the usbmux service does not answer at {address}: {source}")]
    NoDaemon {
        /// Where we looked.
        address: String,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing came in time. The connection is of no use any more.
    #[error("no answer within {} seconds", .after.as_secs())]
    Timeout {
        /// How long we waited.
        after: Duration,
    },
    /// The stream broke or ended.
    #[error("the connection broke: {0}")]
    Broken(#[from] io::Error),
    /// The daemon knows the phone no more, or under another number.
    #[error("the iPhone is not attached any more")]
    Detached,
    /// Nothing listens on that port of the phone.
    #[error("the iPhone refused the connection")]
    Refused,
    /// The daemon answered with a number of its own.
    #[error("the usbmux service answered with code {0}")]
    Daemon(u64),
    /// The phone answered with an error of lockdown or of a service, in its own words.
    #[error("the iPhone answered {0}")]
    Phone(String),
    /// The phone does not know this computer (any more).
    #[error("the iPhone does not trust this computer")]
    NotTrusted,
    /// The phone must be unlocked first.
    #[error("the iPhone is locked")]
    Locked,
    /// The Trust dialog is on the phone's screen.
    #[error("the iPhone is asking whether to trust this computer")]
    TrustPending,
    /// Somebody tapped Don't Trust.
    #[error("trust was refused on the iPhone")]
    TrustRefused,
    /// Pairing needs a cable.
    #[error("trust can be given over a cable only")]
    NeedsCable,
    /// Another program uses the service.
    #[error("another program is using this service of the iPhone")]
    Busy,
    /// The phone does not allow it: management, or a state of its own.
    #[error("the iPhone does not allow it: {0}")]
    Prohibited(String),
    /// The daemon connected us to another phone than the one asked for.
    #[error("the usbmux service connected to another iPhone ({found})")]
    OtherPhone {
        /// Its UDID.
        found: String,
    },
    /// TLS failed: pair record and phone do not fit.
    #[error("the secure connection failed: {0}")]
    Tls(String),
    /// The answer makes no sense.
    #[error("an answer that makes no sense: {0}")]
    Nonsense(String),
}

impl Fault {
    /// The fault a lockdown error string stands for (docs/protocol.md 3.2).
    pub(crate) fn of_lockdown(error: &str) -> Self {
        match error {
            "InvalidHostID" | "MissingHostID" | "InvalidPairRecord" | "MissingPairRecord" => {
                Self::NotTrusted
            }
            "PasswordProtected" | "EscrowLocked" => Self::Locked,
            "PairingDialogResponsePending" => Self::TrustPending,
            "UserDeniedPairing" => Self::TrustRefused,
            "PairingProhibitedOverThisConnection" => Self::NeedsCable,
            "ServiceLimit" => Self::Busy,
            "ServiceProhibited" | "MCProtected" | "MCChallengeRequired" | "FMiPProtected" => {
                Self::Prohibited(error.to_owned())
            }
            other => Self::Phone(other.to_owned()),
        }
    }
}

/// Errors of the crate below, as ours.
impl From<idevice::IdeviceError> for Fault {
    fn from(error: idevice::IdeviceError) -> Self {
        use idevice::IdeviceError as E;
        match error {
            E::Socket(error) => Self::Broken(error),
            E::DeviceLocked => Self::Locked,
            E::InvalidHostID => Self::NotTrusted,
            E::Afc(idevice::afc::errors::AfcError::OpWouldBlock) => Self::Busy,
            E::UnexpectedResponse(text) => Self::Nonsense(text),
            E::UnknownErrorType(text) => Self::of_lockdown(&text),
            other => Self::Phone(other.to_string()),
        }
    }
}
