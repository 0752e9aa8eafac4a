//! How a phone takes a restore.

use serde::Deserialize;

/// A restore, where it differs from the usual.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Restore {
    /// Room on the phone for what is restored; none means plenty.
    pub free_bytes: Option<u64>,
    /// Whether lockdown tells that figure, so that a host can know before it asks.
    pub tells_free_bytes: bool,
    /// A file the host does not have is passed over. Real phones are not known to do that.
    pub forgives_missing: bool,
    /// Seconds it puts things in their places after the last file, without a word.
    pub work_s: f64,
    /// Keeps the BLAKE3 of everything that comes, for a drill.
    pub digests: bool,
}

impl Default for Restore {
    fn default() -> Self {
        Self {
            free_bytes: None,
            tells_free_bytes: true,
            forgives_missing: false,
            work_s: 0.0,
            digests: false,
        }
    }
}
