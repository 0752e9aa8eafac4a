//! What differs between systems, one module for each behind one face.
//!
//! The modules read files and small programs through [`Here`] only, so each of them is built
//! and tested on every system.

mod linux;
mod macos;
mod windows;

use std::path::{Path, PathBuf};

use crate::here::{Here, Kind};

/// What lies under a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Volume {
    /// In one word, small letters: `ext4`, `apfs`, `vfat`, `exfat`, `nfs`, `smb`, `fuse`, …
    pub(crate) format: String,
    /// Mounted so that nothing can be written.
    pub(crate) read_only: bool,
}

/// A program that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Process {
    pub(crate) id: u32,
    /// Name of the program, without its folder and `.exe`.
    pub(crate) name: String,
}

/// Whether this computer stays awake.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Wakefulness {
    /// Minutes without input after which it goes to sleep on the power it has now.
    pub(crate) sleeps_after_minutes: Option<f64>,
    /// Whether it runs on its battery.
    pub(crate) on_battery: Option<bool>,
}

/// A phone on the USB bus, whatever the service for iPhones makes of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct BusPhone {
    /// The bus's own name of its place: `1-2.3`.
    pub(crate) place: String,
    /// USB product number.
    pub(crate) product: Option<u16>,
    /// Negotiated speed in Mbit/s.
    pub(crate) mbit: Option<f64>,
    /// Hubs between it and the computer's own port.
    pub(crate) hubs: u32,
    /// Whether it offers the interface that data goes through. Without it, it only charges.
    pub(crate) data: Option<bool>,
    /// What the system says of a driver that does not work.
    pub(crate) trouble: Option<String>,
}

/// A permission that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    /// The fact's name behind `here.`, a flag that is false when it is missing.
    pub(crate) name: &'static str,
    pub(crate) granted: bool,
}

/// What a disk has done since the system started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DiskWork {
    /// Writes that are done.
    pub(crate) writes: u64,
    /// The time they took together, each from the moment it was asked for, in milliseconds.
    pub(crate) write_ms: u64,
    /// Reads and writes that are asked for and not done yet.
    pub(crate) under_way: u64,
}

/// What a system can be asked.
pub(crate) trait System: Sync {
    /// Name and version, as people say it.
    fn name(&self, here: &Here) -> Option<String>;
    /// What lies under a folder that exists.
    fn volume(&self, here: &Here, folder: &Path) -> Option<Volume>;
    /// Room that is only lent to things that can be loaded again.
    fn purgeable_bytes(&self, here: &Here, folder: &Path) -> Option<f64>;
    /// What the quota of this person leaves there.
    fn quota_bytes(&self, here: &Here, folder: &Path) -> Option<f64>;
    /// What the disk under a folder has done, where the system counts it by itself.
    fn disk_work(&self, _here: &Here, _folder: &Path) -> Option<DiskWork> {
        None
    }
    /// All programs that run.
    fn processes(&self, here: &Here) -> Vec<Process>;
    /// Programs besides the service for iPhones that have the phone's USB device open, where
    /// the system tells.
    fn holders(&self, here: &Here) -> Vec<Process>;
    /// Folders that a program was given when it was started, where the system tells.
    fn folders_of(&self, _here: &Here, _process: &Process) -> Vec<PathBuf> {
        Vec::new()
    }
    /// A container, a sandbox or a system within a system, in one word.
    fn surroundings(&self, here: &Here) -> Option<String>;
    /// Whether it stays awake.
    fn wakefulness(&self, here: &Here) -> Wakefulness;
    /// Versions of software that serves iPhones, as fact name and version.
    fn versions(&self, here: &Here) -> Vec<(&'static str, String)>;
    /// Permissions that can be told without trying.
    fn permissions(&self, here: &Here) -> Vec<Missing>;
    /// Phones on the bus.
    fn phones(&self, here: &Here) -> Result<Vec<BusPhone>, String>;
    /// The kernel's log, newest last, where it can be read.
    fn kernel_log(&self, here: &Here) -> Option<String>;
    /// Whether the computer's service for iPhones runs; `None` where it need not, or where
    /// that cannot be told.
    fn service_runs(&self, here: &Here) -> Option<bool>;
}

/// The system of a computer.
pub(crate) fn of(here: &Here) -> &'static dyn System {
    match here.kind() {
        Kind::Linux => &linux::Linux,
        Kind::Mac => &macos::Mac,
        Kind::Windows => &windows::Windows,
    }
}

/// Apple's vendor number on USB.
pub(crate) const APPLE: &str = "05ac";

/// Whether an Apple product number is a phone's, a tablet's or an iPod touch's: 1290–12af in
/// normal operation, 1281 in recovery, 1227 and 1222 in DFU (usbmuxd's list of devices).
pub(crate) fn is_phone(product: u16) -> bool {
    matches!(product, 0x1290..=0x12af | 0x1280..=0x1283 | 0x1222 | 0x1227)
}

/// `key: value` or `key = value` lines of an answer.
pub(crate) fn value<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    text.lines().find_map(|line| {
        let rest = line.trim().strip_prefix(key)?.trim_start();
        let rest = rest.strip_prefix([':', '='])?;
        Some(rest.trim().trim_matches('"'))
    })
}
