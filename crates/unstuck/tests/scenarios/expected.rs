//! What each scenario should come to.

/// How a scenario should go.
pub(crate) struct Expected {
    pub(crate) name: &'static str,
    /// Exit code; `None` when there is no more word (killed, power cut).
    pub(crate) exit: Option<u8>,
    pub(crate) cause: Option<&'static str>,
    /// Slow or odd, but nothing is stuck: no word may say so.
    pub(crate) healthy: bool,
    /// Seconds within which the trouble is told.
    pub(crate) named_within_s: Option<f64>,
}

const fn fine(name: &'static str) -> Expected {
    Expected { name, exit: Some(0), cause: None, healthy: true, named_within_s: None }
}

/// Gets over it by itself, and says what happened within so many seconds.
const fn survived(name: &'static str, within_s: f64) -> Expected {
    Expected { name, exit: Some(0), cause: None, healthy: false, named_within_s: Some(within_s) }
}

const fn ends(name: &'static str, exit: u8, cause: &'static str) -> Expected {
    let (exit, cause) = (Some(exit), Some(cause));
    Expected { name, exit, cause, healthy: false, named_within_s: None }
}

const fn told(within_s: f64, expected: Expected) -> Expected {
    Expected { named_within_s: Some(within_s), ..expected }
}

const fn without_cause(name: &'static str, exit: u8) -> Expected {
    Expected { name, exit: Some(exit), cause: None, healthy: false, named_within_s: None }
}

const fn crash(name: &'static str) -> Expected {
    Expected { name, exit: None, cause: None, healthy: false, named_within_s: None }
}

pub(crate) const EXPECTED: &[Expected] = &[
    fine("healthy"),
    survived("demonstration", 1.0),
    fine("encrypted"),
    fine("passcode-late"),
    told(2.0, ends("passcode-dismissed", 4, "device-locked-passcode")),
    told(2.0, ends("passcode-never", 4, "device-locked-passcode")),
    fine("trust-late"),
    told(1.0, ends("trust-refused", 4, "pairing-trust")),
    told(1.0, ends("trust-never", 4, "pairing-trust")),
    fine("quiet-scan-logged"),
    fine("quiet-scan-silent"),
    survived("silence-for-a-while", 6.0),
    told(6.0, ends("silence-for-ever", 6, "device-software")),
    survived("unplugged-and-back", 1.0),
    told(1.0, ends("unplugged-for-good", 6, "cable-port-hub")),
    survived("usbmuxd-restarted", 1.0),
    told(1.0, ends("disk-full", 7, "host-disk-full")),
    ends("error-104", 10, "device-software"),
    ends("error-105", 7, "host-disk-full"),
    ends("error-205", 10, "backup-corrupt"),
    ends("error-207", 9, "encryption-password"),
    ends("error-208", 4, "device-locked-passcode"),
    ends("error-211", 10, "device-locked-passcode"),
    told(1.0, ends("unreadable-files", 3, "device-software")),
    told(1.0, ends("locked", 4, "device-locked-passcode")),
    fine("wifi"),
    fine("wifi-announced"),
    fine("two-phones"),
    fine("three-phones-one-refuses"),
    fine("growing"),
    fine("slow-thinking"),
    fine("slow-link"),
    fine("slow-tidying"),
    fine("screen-locks"),
    fine("tiny-blocks"),
    fine("huge-blocks"),
    fine("one-file-batches"),
    fine("empty-batches"),
    fine("duplicates"),
    fine("odd-ends"),
    fine("no-progress"),
    fine("folders-in-the-way"),
    told(1.0, ends("broken-files", 3, "device-software")),
    fine("left-out-files"),
    told(6.0, ends("silence-in-scan", 6, "device-software")),
    survived("silence-in-moving", 6.0),
    told(6.0, without_cause("silence-before-response", 6)),
    told(12.0, ends("trickle", 6, "cable-port-hub")),
    ends("repeats-for-ever", 6, "device-software"),
    told(1.0, ends("session-restarts", 6, "device-software")),
    told(1.0, ends("same-point-loop", 6, "cable-port-hub")),
    survived("agent-dies-once", 1.0),
    told(1.0, ends("agent-dies-at-manifest", 6, "device-software")),
    survived("disconnects", 1.0),
    without_cause("closed-before-response", 6),
    survived("unplugged-in-scan", 1.0),
    survived("unplugged-in-folders", 1.0),
    survived("unplugged-in-manifest", 1.0),
    survived("unplugged-in-moving", 1.0),
    survived("unplugged-in-removing", 1.0),
    without_cause("unplugged-in-recheck", 6),
    without_cause("cancelled", 130),
    survived("locks-and-opens", 1.0),
    told(1.0, ends("battery-gone", 6, "power")),
    ends("phone-full", 10, "device-storage-full"),
    ends("snapshot-left-over", 10, "device-software"),
    survived("hostile-paths", 1.0),
    survived("garbage", 1.0),
    told(1.0, ends("claims-4-gigabytes", 10, "device-software")),
    told(1.0, ends("usb-data-blocked", 6, "cable-port-hub")),
    told(6.0, ends("usbmuxd-silent", 6, "usb-stack")),
    told(1.0, ends("usbmuxd-nonsense", 6, "usb-stack")),
    fine("usbmuxd-mixes-numbers"),
    told(6.0, ends("lockdown-silent", 6, "usb-stack")),
    survived("lockdown-silent-once", 6.0),
    told(1.0, ends("lockdown-nonsense", 6, "usb-stack")),
    told(6.0, ends("tls-silent", 6, "usb-stack")),
    told(1.0, ends("tls-refused", 6, "usb-stack")),
    survived("tls-breaks", 1.0),
    survived("trust-lost", 1.0),
    ends("wifi-trust-lost", 4, "pairing-trust"),
    told(1.0, ends("sync-lock-held", 1, "busy-device")),
    survived("sync-lock-held-for-a-while", 1.0),
    told(1.0, ends("backup-service-taken", 1, "busy-device")),
    ends("backup-service-forbidden", 10, "mdm-restriction"),
    fine("notifications-die"),
    survived("wifi-falls-asleep", 1.0),
    fine("clone-fails-once"),
    ends("disk-tears-a-write", 7, "target-filesystem"),
    fine("disk-writes-short"),
    ends("disk-fills-up", 7, "host-disk-full"),
    ends("disk-forbids-renames", 7, "target-filesystem"),
    ends("disk-goes", 7, "target-filesystem"),
    fine("disk-is-slow"),
    fine("disk-is-very-slow"),
    fine("file-lost"),
    fine("byte-rotten"),
    crash("killed"),
    crash("power-cut"),
];
