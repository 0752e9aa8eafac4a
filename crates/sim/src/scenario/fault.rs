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
    /// The screen locks. What is under way goes on.
    ScreenLocks,
    /// The connection breaks, and the phone is locked as if it had just been started: nothing
    /// opens for `for_s`.
    Locks,
    /// The owner cancels on the phone.
    Cancels,
    /// The agent says goodbye, with a reason, instead of going on.
    Disconnects,
    /// Bytes that are no part of the conversation.
    Garbage,
    /// The battery is empty: the phone goes, and its last word on the battery was 1 %.
    BatteryGone,
}

/// A point of the conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct At {
    /// In which stretch.
    pub stretch: Stretch,
    /// Before this file of the upload, or this message of another stretch, counted from 0 in
    /// each connection.
    pub file: u64,
    /// Count files sent in earlier connections too: the same file of the phone each time.
    pub of_phone: bool,
    /// Inside it, after this many bytes.
    pub byte: u64,
}

/// A stretch of the conversation (docs/protocol.md 6.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stretch {
    /// The phone looks through itself.
    Scan,
    /// Folders are made.
    Folders,
    /// Files are sent.
    #[default]
    Upload,
    /// The list of files is sent.
    Manifest,
    /// New files go to their places.
    Moving,
    /// Old files go.
    Removing,
    /// The phone checks the result.
    Recheck,
    /// Before the last word.
    Response,
    /// Files of a restore come.
    Restore,
    /// The phone puts in its places what a restore brought.
    RestoreWork,
}
