//! What a phone says of itself, in lockdown and in its log.

use serde::Deserialize;

/// Values of lockdown, where they differ from the usual.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Values {
    /// iCloud Backup is switched on.
    pub cloud_backup: Option<bool>,
    /// Days since the last iCloud backup.
    pub cloud_days_ago: Option<f64>,
    /// Days since the last backup by a computer.
    pub local_days_ago: Option<f64>,
    /// The cloud date counts from 2001, as some versions write it, and not from 1970.
    pub cloud_epoch_2001: bool,
    /// Free bytes on it.
    pub free_bytes: Option<u64>,
    /// On its charger.
    pub powered: Option<bool>,
    /// Managed by a company or school.
    pub supervised: bool,
    /// Setup Assistant was not finished.
    pub setup_unfinished: bool,
    /// Connections over Wi-Fi are allowed.
    pub wifi_sync: Option<bool>,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogStory {
    /// Seconds after somebody began to read the log.
    pub after_s: f64,
    /// The process that writes it.
    #[serde(default = "backupd")]
    pub process: String,
    /// What it writes.
    pub text: String,
    /// With it an iCloud backup is complete: lockdown's date says so from then on.
    #[serde(default)]
    pub cloud_done: bool,
}

fn backupd() -> String {
    "backupd".into()
}
