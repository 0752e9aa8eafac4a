//! Faults as named values.

use serde::Deserialize;

/// Something that goes wrong, where, and how often.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// Where.
    #[serde(default)]
    pub at: At,
    /// Seconds until it heals by itself; none means never.
    #[serde(default)]
    pub for_s: Option<f64>,
    /// How often it happens, in as many connections.
    #[serde(default = "once")]
    pub times: u32,
}

fn once() -> u32 {
    1
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// The phone says nothing more; the connection stays.
    Silence,
    /// The cable is pulled; it is put back after `for_s`.
    Unplug,
    /// The usbmux daemon restarts; it is back after `for_s`.
    MuxRestart,
    /// The backup agent dies: its connection closes, all others stay.
    AgentDies,
}

/// A point of the upload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct At {
    /// This file of the upload, counted from 0 in each connection.
    pub file: u64,
    /// Count files sent in earlier connections too: the same file of the phone each time.
    pub of_phone: bool,
    /// Inside it, after this many bytes.
    pub byte: u64,
}
