//! What goes wrong before and beside the backup's own connection.

use serde::Deserialize;

/// Something that goes wrong on the way to the phone.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkFault {
    /// What.
    pub kind: LinkFaultKind,
    /// How often; none means always.
    #[serde(default)]
    pub times: Option<u32>,
    /// Seconds until it is over; none means never. From the start of the scenario.
    #[serde(default)]
    pub for_s: Option<f64>,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkFaultKind {
    /// The phone takes power, and the daemon does not see it.
    NoDevice,
    /// The daemon takes connections and never answers.
    MuxSilent,
    /// The daemon answers what makes no sense.
    MuxNonsense,
    /// The daemon connects to another phone than the one of the number.
    WrongNumber,
    /// lockdown never answers.
    LockdownSilent,
    /// lockdown answers what makes no sense.
    LockdownNonsense,
    /// TLS never finishes.
    TlsSilent,
    /// The phone breaks TLS off.
    TlsRefused,
    /// In the middle of a stream comes what is no TLS.
    TlsBreaks,
    /// The phone does not know this computer any more.
    HostUnknown,
    /// Another program holds the sync lock.
    SyncLockHeld,
    /// Too many connections to the backup service: another program backs up.
    ServiceLimit,
    /// The backup service is not allowed.
    ServiceProhibited,
    /// The notification proxy dies at once.
    NotificationsDie,
    /// No heartbeat comes.
    NoHeartbeat,
}
