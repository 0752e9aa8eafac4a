//! The closed list of causes.

/// Why a backup does not get on. The words are those of the JSON answer (docs/contracts.md 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The connection is allowed, but slow, lossy or roaming.
    NetworkWeak,
    /// VPN, firewall, proxy, DNS filter or block list stops the traffic.
    NetworkBlocked,
    /// Too little iCloud storage for the next backup.
    IcloudStorageFull,
    /// The drive that takes the backup is too full.
    HostDiskFull,
    /// The phone itself has too little room.
    DeviceStorageFull,
    /// The place for the backup is unsuitable: FAT32, network share, path limits, failing disk.
    TargetFilesystem,
    /// The computer's system denies access.
    HostPermission,
    /// Cable, plug, port or hub.
    CablePortHub,
    /// usbmuxd, driver or kernel of the computer.
    UsbStack,
    /// The computer is not trusted, or no longer.
    PairingTrust,
    /// The phone is locked or waits for its passcode; in restores also Find My.
    DeviceLockedPasscode,
    /// Backup password unknown, wrong or set without knowing.
    EncryptionPassword,
    /// The backup at hand is damaged or unfinished.
    BackupCorrupt,
    /// Software on the computer too old or otherwise wrong for this iOS.
    VersionMismatch,
    /// A fault of the backup program itself, whatever the iOS.
    ToolBug,
    /// A fault in iOS, or a file on the phone that cannot be read.
    DeviceSoftware,
    /// Device management forbids or forces something.
    MdmRestriction,
    /// Battery, charger, sleep of phone or computer.
    Power,
    /// Something else keeps the phone or its services busy.
    BusyDevice,
    /// Nothing is stuck; it is only slow or quiet.
    SlowButHealthy,
    /// It cannot be told.
    Unknown,
}

/// How many causes there are.
pub const CAUSES: usize = 21;

impl Cause {
    /// Every cause, in the order of the list.
    pub const ALL: [Self; CAUSES] = [
        Self::NetworkWeak,
        Self::NetworkBlocked,
        Self::IcloudStorageFull,
        Self::HostDiskFull,
        Self::DeviceStorageFull,
        Self::TargetFilesystem,
        Self::HostPermission,
        Self::CablePortHub,
        Self::UsbStack,
        Self::PairingTrust,
        Self::DeviceLockedPasscode,
        Self::EncryptionPassword,
        Self::BackupCorrupt,
        Self::VersionMismatch,
        Self::ToolBug,
        Self::DeviceSoftware,
        Self::MdmRestriction,
        Self::Power,
        Self::BusyDevice,
        Self::SlowButHealthy,
        Self::Unknown,
    ];

    /// The label.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NetworkWeak => "network-weak",
            Self::NetworkBlocked => "network-blocked",
            Self::IcloudStorageFull => "icloud-storage-full",
            Self::HostDiskFull => "host-disk-full",
            Self::DeviceStorageFull => "device-storage-full",
            Self::TargetFilesystem => "target-filesystem",
            Self::HostPermission => "host-permission",
            Self::CablePortHub => "cable-port-hub",
            Self::UsbStack => "usb-stack",
            Self::PairingTrust => "pairing-trust",
            Self::DeviceLockedPasscode => "device-locked-passcode",
            Self::EncryptionPassword => "encryption-password",
            Self::BackupCorrupt => "backup-corrupt",
            Self::VersionMismatch => "version-mismatch",
            Self::ToolBug => "tool-bug",
            Self::DeviceSoftware => "device-software",
            Self::MdmRestriction => "mdm-restriction",
            Self::Power => "power",
            Self::BusyDevice => "busy-device",
            Self::SlowButHealthy => "slow-but-healthy",
            Self::Unknown => "unknown",
        }
    }

    /// The cause with a label.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.id() == id)
    }

    /// Place in the list.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// What it means, in a sentence or two for people.
    pub fn meaning(self) -> &'static str {
        crate::knowledge::causes::about(self).map_or("", |about| about.meaning)
    }

    /// How it shows, and from what it is told apart.
    pub fn told_apart(self) -> &'static str {
        crate::knowledge::causes::about(self).map_or("", |about| about.told_apart)
    }

    /// What is the matter, as a headline for people.
    pub const fn headline(self) -> &'static str {
        match self {
            Self::NetworkWeak => "the network is too weak or drops.",
            Self::NetworkBlocked => "something blocks the way to Apple's servers.",
            Self::IcloudStorageFull => "iCloud has too little room for this backup.",
            Self::HostDiskFull => "the disk for the backup is full.",
            Self::DeviceStorageFull => "the phone itself has too little room.",
            Self::TargetFilesystem => "the place for the backup does not suit.",
            Self::HostPermission => "this computer denies access.",
            Self::CablePortHub => "the cable, the port or a hub loses the phone.",
            Self::UsbStack => "the computer's service for iPhones does not work.",
            Self::PairingTrust => "phone and computer do not trust each other.",
            Self::DeviceLockedPasscode => "the phone waits to be unlocked.",
            Self::EncryptionPassword => "the backup password is in the way.",
            Self::BackupCorrupt => "the backup at hand is damaged or unfinished.",
            Self::VersionMismatch => "the software on the computer does not fit this iOS.",
            Self::ToolBug => "the backup program itself is at fault.",
            Self::DeviceSoftware => "the phone's own software is at fault.",
            Self::MdmRestriction => "a management profile forbids it.",
            Self::Power => "power or sleep gets in the way.",
            Self::BusyDevice => "the phone is busy with something else.",
            Self::SlowButHealthy => "nothing: it is slow, and it is working.",
            Self::Unknown => "that cannot be told yet.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lead_back_and_the_order_is_the_index() {
        for (index, cause) in Cause::ALL.into_iter().enumerate() {
            assert_eq!(Cause::from_id(cause.id()), Some(cause));
            assert_eq!(cause.index(), index);
        }
        assert_eq!(Cause::from_id("gremlins"), None);
    }
}
