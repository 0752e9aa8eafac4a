//! What is usual before anything is known: for this program, this way, this stage.
//!
//! Log odds against an ordinary cause, in halves. They say what experienced helpers know: over
//! a cable the network hardly matters, iCloud has no cable, open tools fall behind new iOS,
//! passwords come up when a backup is opened. Sources: the requirements of each way
//! (docs/diagnosis.md 3) and how often each is met in public threads.

use crate::cause::CAUSES;
use crate::cause::Cause::{self, *};
use crate::knowledge::codes;
use crate::knowledge::weights::Weight;
use crate::reading::context::{Method, Tool};
use crate::reading::{Reading, Stage};

/// Log odds of each cause.
pub(super) fn of(reading: &Reading<'_>) -> [f64; CAUSES] {
    let mut log_odds = [0.0; CAUSES];
    let mut add = |table: &[(Cause, f64)]| {
        for (cause, value) in table {
            log_odds[cause.index()] += value;
        }
    };
    add(EVERYWHERE);
    let context = &reading.context;
    match context.method {
        Some(Method::Usb) => add(USB),
        Some(Method::Wifi) => add(WIFI),
        Some(Method::Icloud) if context.is_icloud() => add(ICLOUD),
        Some(Method::Icloud) => add(FROM_ICLOUD),
        None if context.is_apple_host() || context.is_open_tool() => add(COMPUTER),
        None => {}
    }
    match context.tool {
        Some(Tool::Finder | Tool::Itunes | Tool::AppleDevices) => add(APPLE_HOST),
        Some(Tool::Idevicebackup2) => add(IDEVICEBACKUP2),
        Some(Tool::Pymobiledevice3 | Tool::Other) => add(OTHER_TOOL),
        Some(Tool::Icloud) | None => {}
    }
    match reading.stage {
        Stage::Connect => add(CONNECT),
        Stage::Pair => add(PAIR),
        Stage::Start => add(START),
        Stage::Estimating => add(ESTIMATING),
        Stage::Transfer => add(TRANSFER),
        Stage::Finish => add(FINISH),
        Stage::Restore => {
            add(RESTORE);
            // Whatever the way to the phone, iOS and activation come from Apple's servers.
            if context.method == Some(Method::Usb) {
                add(RESTORE_USB);
            }
        }
        Stage::Verify => add(VERIFY),
        Stage::Unknown => {}
    }
    if reading.is_told() {
        for (topic, told, cause, value) in SILENCE {
            let told = reading.says(topic).or(reading.says_any(told)).is_some();
            if !told && !is_named(reading, *cause) {
                log_odds[cause.index()] += value;
            }
        }
    }
    log_odds
}

/// Whether a line of a log or a code speaks for a cause, so that nobody needs to say a word.
fn is_named(reading: &Reading<'_>, cause: Cause) -> bool {
    let speaks = |causes: &[(Cause, Weight)]| {
        causes.iter().any(|(known, weight)| *known == cause && weight.log_odds() > 0.0)
    };
    let mut lines = reading.lines();
    lines.any(|(signature, _)| speaks(&signature.causes))
        || reading.codes().iter().any(|(family, number, _)| {
            codes::find(*family, *number).is_some_and(|code| speaks(&code.causes))
        })
}

/// Other words for encryption.
const TOLD_OF_ENCRYPTION: &[&str] =
    &["password-unknown", "password-wrong", "encrypted-surprise", "contents-unreadable"];

/// Other words for the place of the backup.
const TOLD_OF_PLACE: &[&str] = &["network-target", "bad-filesystem", "failing-disk", "path-limits"];

/// What people bring up when it is the cause: if they say no word about it, it is rather another.
/// How much so was counted over all cases with an answer: five of six who have trouble with the
/// cable name it, one of two whose phone and computer do not trust each other.
const SILENCE: &[(&str, &[&str], Cause, f64)] = &[
    ("topic-encryption-password", TOLD_OF_ENCRYPTION, EncryptionPassword, -1.0),
    ("topic-cable-port-hub", &["disconnected", "connects-and-drops"], CablePortHub, -1.0),
    ("topic-power", &["sleeps", "battery-low", "not-powered"], Power, -1.0),
    ("topic-mdm-restriction", &["managed"], MdmRestriction, -1.0),
    ("topic-target-filesystem", TOLD_OF_PLACE, TargetFilesystem, -1.0),
    ("topic-host-permission", &["no-permission", "backups-not-listed"], HostPermission, -0.5),
    ("topic-usb-stack", &["host-service", "driver-trouble", "contained"], UsbStack, -0.5),
    (
        "topic-version-mismatch",
        &["old-software", "since-ios-update", "backup-newer"],
        VersionMismatch,
        -0.5,
    ),
    ("topic-pairing-trust", &["trust-trouble", "wifi-sync-off"], PairingTrust, -0.5),
];

const EVERYWHERE: &[(Cause, f64)] = &[(MdmRestriction, -0.5), (Power, -0.5), (DeviceSoftware, 0.5)];

const USB: &[(Cause, f64)] = &[
    (NetworkWeak, -2.0),
    (NetworkBlocked, -2.0),
    (IcloudStorageFull, -3.0),
    (CablePortHub, 0.5),
    (EncryptionPassword, 0.5),
    (Power, -0.5),
];

const WIFI: &[(Cause, f64)] = &[
    (NetworkWeak, 1.0),
    (IcloudStorageFull, -3.0),
    (CablePortHub, -3.0),
    (UsbStack, 0.5),
    (ToolBug, 0.5),
    (Power, 0.5),
];

const ICLOUD: &[(Cause, f64)] = &[
    (NetworkWeak, 0.5),
    (NetworkBlocked, 0.5),
    (IcloudStorageFull, 1.0),
    (SlowButHealthy, 0.5),
    (HostDiskFull, -4.0),
    (TargetFilesystem, -3.0),
    (HostPermission, -4.0),
    (CablePortHub, -4.0),
    (UsbStack, -4.0),
    (PairingTrust, -4.0),
    (EncryptionPassword, -2.0),
    (VersionMismatch, -1.0),
    (ToolBug, -2.5),
    (DeviceLockedPasscode, -1.0),
];

/// A tool that loads an iCloud backup onto a computer.
const FROM_ICLOUD: &[(Cause, f64)] =
    &[(CablePortHub, -3.0), (UsbStack, -3.0), (PairingTrust, -2.0), (ToolBug, 0.5)];

const COMPUTER: &[(Cause, f64)] =
    &[(NetworkWeak, -1.0), (NetworkBlocked, -1.0), (IcloudStorageFull, -2.0)];

const APPLE_HOST: &[(Cause, f64)] = &[
    (ToolBug, -0.5),
    (VersionMismatch, 0.0),
    (SlowButHealthy, 0.5),
    (UsbStack, -0.5),
    (BackupCorrupt, 0.5),
    (EncryptionPassword, 0.5),
];

const IDEVICEBACKUP2: &[(Cause, f64)] =
    &[(VersionMismatch, 1.0), (ToolBug, 0.5), (SlowButHealthy, -0.5), (BusyDevice, -0.5)];

const OTHER_TOOL: &[(Cause, f64)] = &[(ToolBug, 0.5), (VersionMismatch, 0.5), (BusyDevice, -0.5)];

const CONNECT: &[(Cause, f64)] = &[
    (CablePortHub, 0.5),
    (UsbStack, 1.0),
    (PairingTrust, 0.5),
    (EncryptionPassword, -2.0),
    (HostDiskFull, -2.0),
    (DeviceStorageFull, -2.0),
    (BackupCorrupt, -2.0),
    (TargetFilesystem, -2.0),
    (SlowButHealthy, -1.5),
];

const PAIR: &[(Cause, f64)] =
    &[(PairingTrust, 1.0), (MdmRestriction, 0.5), (HostDiskFull, -2.0), (BackupCorrupt, -2.0)];

const START: &[(Cause, f64)] = &[
    (VersionMismatch, 0.5),
    (DeviceLockedPasscode, 0.5),
    (TargetFilesystem, -0.5),
    (SlowButHealthy, -1.0),
];

const ESTIMATING: &[(Cause, f64)] =
    &[(HostDiskFull, 0.5), (SlowButHealthy, 0.5), (PairingTrust, -2.0), (UsbStack, -0.5)];

const TRANSFER: &[(Cause, f64)] = &[
    (PairingTrust, -2.0),
    (EncryptionPassword, -1.0),
    (DeviceLockedPasscode, -0.5),
    (VersionMismatch, -0.5),
    (DeviceSoftware, 0.5),
];

const FINISH: &[(Cause, f64)] = &[
    (PairingTrust, -2.0),
    (EncryptionPassword, -1.0),
    (VersionMismatch, 0.5),
    (DeviceLockedPasscode, -1.0),
];

const RESTORE: &[(Cause, f64)] = &[
    (EncryptionPassword, 1.0),
    (DeviceStorageFull, 0.5),
    (BackupCorrupt, 0.5),
    (DeviceSoftware, 0.5),
    (HostDiskFull, -1.5),
    (UsbStack, -0.5),
    (SlowButHealthy, -0.5),
];

const RESTORE_USB: &[(Cause, f64)] = &[(NetworkBlocked, 1.5), (NetworkWeak, 1.5)];

const VERIFY: &[(Cause, f64)] = &[
    (EncryptionPassword, 0.5),
    (BackupCorrupt, 0.5),
    (HostPermission, 0.5),
    (CablePortHub, -2.0),
    (UsbStack, -2.0),
    (PairingTrust, -2.0),
    (NetworkWeak, -2.0),
    (DeviceLockedPasscode, -1.0),
    (SlowButHealthy, -1.5),
    (VersionMismatch, -0.5),
    (HostDiskFull, -1.0),
];
