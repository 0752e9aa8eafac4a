//! What somebody talks about by themselves is a hint at its cause.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W011",
    name: "talked-about",
    blame: Blame::Nobody,
    page: include_str!("w011_talked_about.md"),
    check,
};

/// Subjects, their causes, and what rules a subject out as a cause.
const SUBJECTS: &[(&str, Cause, &[&str])] = &[
    ("topic-network-weak", NetworkWeak, &["network-strong"]),
    ("topic-network-blocked", NetworkBlocked, &["net-filter-tried"]),
    ("topic-icloud-storage-full", IcloudStorageFull, &["icloud-roomy"]),
    ("topic-host-disk-full", HostDiskFull, &["host-roomy", "bad-filesystem", "failing-disk"]),
    ("topic-device-storage-full", DeviceStorageFull, &["phone-roomy"]),
    ("topic-target-filesystem", TargetFilesystem, &[]),
    ("topic-host-permission", HostPermission, &[]),
    ("topic-cable-port-hub", CablePortHub, &["cable-tried", "port-tried"]),
    ("topic-usb-stack", UsbStack, &[]),
    ("topic-pairing-trust", PairingTrust, &["trust-given"]),
    ("topic-device-locked-passcode", DeviceLockedPasscode, &["passcode-entered"]),
    ("topic-encryption-password", EncryptionPassword, &["password-changed"]),
    ("topic-backup-corrupt", BackupCorrupt, &["new-folder-tried"]),
    ("topic-version-mismatch", VersionMismatch, &["is-latest"]),
    ("topic-tool-bug", ToolBug, &["other-tool-fails"]),
    ("topic-device-software", DeviceSoftware, &[]),
    ("topic-mdm-restriction", MdmRestriction, &[]),
    ("topic-power", Power, &[]),
    ("topic-busy-device", BusyDevice, &[]),
    ("topic-slow-but-healthy", SlowButHealthy, &["failed"]),
];

fn check(case: &Reading<'_>, out: &mut Findings) {
    for (subject, cause, against) in SUBJECTS {
        let Some((ways, place)) = case.ways(subject) else { continue };
        if case.says_any(against).is_some() {
            continue;
        }
        let given = case.flag(&["paired", "trusted"]).is_some_and(|(yes, _)| yes);
        if given && *cause == PairingTrust {
            continue;
        }
        let weight = if ways > 1 { Moderate } else { Weak };
        let says = format!("it is talked about: {}", cause.id());
        out.add(on(place, says).raises(*cause, weight));
    }
}
