//! Remedies that change nothing on the phone.

use super::{DataRisk, Effort, MOSTLY, OFTEN, RARELY, Remedy, SOMETIMES};
use crate::cause::Cause::*;

/// Something outside the phone, with no risk for data.
const OUTSIDE: Remedy = Remedy {
    id: "",
    title: "",
    level: 1,
    data_risk: DataRisk::None,
    minutes: 5,
    effort: Effort::Small,
    side_effects: "none",
    steps: &[],
    check: "",
    undo: "nothing to take back",
    cures: &[],
};

pub(super) const REMEDIES: &[Remedy] = &[
    Remedy {
        id: "wait",
        title: "Let it go on",
        level: 0,
        minutes: 60,
        effort: Effort::None,
        steps: &[
            "Leave the phone on its charger, and cable or Wi-Fi as they are.",
            "Do not unplug it and do not start the backup again; the screen may lock.",
            "Look again in an hour. The first backup, and one after an iOS update or a new \
             backup password, can take a night.",
        ],
        check: "Bytes, files or percent have grown; for iCloud, the last backup is newer.",
        cures: &[(SlowButHealthy, MOSTLY), (BusyDevice, OFTEN), (Unknown, RARELY)],
        ..OUTSIDE
    },
    Remedy {
        id: "answer-prompt",
        title: "Answer what the phone asks",
        minutes: 1,
        steps: &[
            "Wake the phone and unlock it with its passcode. If its screen is broken: use a \
             computer it trusts already, or type on a USB keyboard, which a phone that was \
             locked for an hour may refuse; else have the screen repaired first.",
            "If it asks whether to trust this computer: Trust, then type the passcode.",
            "If it asks for the passcode to back up: type it. iOS 16.1 and later ask each time.",
            "If it asks whether to allow an accessory: Allow. If you said no before, set \
             Settings > Privacy & Security > Wired Accessories to allow when unlocked, and plug \
             in again.",
            "For a restore: switch Find My off first, in Settings > your name.",
        ],
        check: "The sheet on the phone is gone and bytes begin to flow.",
        cures: &[(DeviceLockedPasscode, MOSTLY), (PairingTrust, OFTEN), (Unknown, RARELY)],
        ..OUTSIDE
    },
    Remedy {
        id: "awake-power",
        title: "Give power, and keep both awake",
        minutes: 2,
        steps: &[
            "Put the phone on a charger of its own, or on a port that charges it well.",
            "Settings > Battery: Low Power Mode off.",
            "For a backup to the computer: Settings > Display & Brightness > Auto-Lock > Never, \
             until it is done.",
            "Keep the computer from sleeping, lid open, on its charger.",
        ],
        side_effects: "the screen stays on until you set it back",
        check: "The battery charges, and the backup runs past the place where it stopped.",
        undo: "Set Auto-Lock and Low Power Mode back.",
        cures: &[(Power, MOSTLY), (BusyDevice, RARELY), (NetworkWeak, RARELY)],
        ..OUTSIDE
    },
    Remedy {
        id: "service-status",
        title: "See whether Apple has trouble",
        minutes: 2,
        steps: &[
            "Open apple.com/support/systemstatus and look at iCloud Backup and iCloud Account.",
            "Yellow or red: wait, there is nothing to mend at your end.",
            "On the phone: does Settings ask for the Apple Account password, or show new terms?",
        ],
        check: "Everything is green, and Settings asks for nothing.",
        cures: &[(NetworkBlocked, RARELY), (SlowButHealthy, RARELY), (Unknown, RARELY)],
        ..OUTSIDE
    },
    Remedy {
        id: "free-host-space",
        title: "Make room on the disk for the backup",
        minutes: 10,
        effort: Effort::Middle,
        steps: &[
            "Look how much is really free there: space that the system calls purgeable, and old \
             snapshots, do not count.",
            "Free what the phone holds and some gigabytes more. Empty the bin as well.",
            "Do not delete a backup of this phone. Backups of phones you no longer own may go, \
             one at a time, through the list of backups.",
        ],
        check: "The free space there is larger than what the phone holds.",
        undo: "What was deleted is gone: choose with care.",
        cures: &[(HostDiskFull, MOSTLY)],
        ..OUTSIDE
    },
    Remedy {
        id: "change-target",
        title: "Write the backup to another place",
        minutes: 10,
        effort: Effort::Middle,
        side_effects: "the old backup stays where it is; the first one in the new place is full",
        steps: &[
            "Choose a folder with a short name on a disk inside or plugged into this computer.",
            "Its format must be APFS, Mac OS Extended, NTFS, ext4 or the like: not FAT32 or \
             exFAT, no network share, no folder that a cloud service keeps in step.",
            "Make the backup there, with `unstuck backup --to FOLDER` or with the program you use.",
        ],
        check: "A large file and a thousand small ones can be written there.",
        cures: &[(TargetFilesystem, MOSTLY), (HostDiskFull, OFTEN), (HostPermission, SOMETIMES)],
        ..OUTSIDE
    },
    Remedy {
        id: "fix-permission",
        title: "Let the program read and write there",
        effort: Effort::Middle,
        steps: &[
            "macOS: System Settings > Privacy & Security > Full Disk Access: switch it on for \
             this program or the terminal, then start it again.",
            "Windows: Windows Security > Ransomware protection > Controlled folder access: allow \
             the program. The folder must not be read-only.",
            "Linux: the folder must belong to you; the USB device and the socket of usbmuxd must \
             be open to you (udev rule, group).",
        ],
        check: "A file can be made and removed there.",
        undo: "Take the right away again in the same place.",
        cures: &[(HostPermission, MOSTLY)],
        ..OUTSIDE
    },
    Remedy {
        id: "cable-port",
        title: "Another cable, another port",
        steps: &[
            "Plug the phone straight into the computer: no hub, dock, keyboard or extension.",
            "Try another port, on the other side or the back.",
            "Try another cable, short, from Apple or certified. Some cables only charge.",
            "Look into the phone's port with a light: lint comes out with a wooden pick, phone \
             switched off.",
        ],
        check: "The phone stays connected for ten minutes, at full speed.",
        cures: &[
            (CablePortHub, MOSTLY),
            (UsbStack, SOMETIMES),
            (PairingTrust, RARELY),
            (Power, SOMETIMES),
            (Unknown, RARELY),
        ],
        ..OUTSIDE
    },
    Remedy {
        id: "close-competitors",
        title: "Close other programs that use the phone",
        minutes: 2,
        steps: &[
            "Quit iTunes, Apple Devices, Finder windows of the phone, Photos, iMazing and the \
             like, and any second backup.",
            "Stop syncing, downloads and updates on the phone, or let them end.",
            "Virtual machines must not hold the phone. Let security software leave out the \
             backup folder.",
        ],
        check: "No other program holds the phone's sync lock.",
        cures: &[(BusyDevice, OFTEN), (HostPermission, RARELY), (UsbStack, RARELY)],
        ..OUTSIDE
    },
    Remedy {
        id: "restart-host-service",
        title: "Restart the computer's service for iPhones",
        minutes: 3,
        side_effects: "cuts every connection to phones: stop a running backup first",
        steps: &[
            "Unplug the phone.",
            "Windows: restart Apple Mobile Device Service; with the Store app, close and open it.",
            "macOS: quit Finder windows of the phone, then in a terminal: \
             killall AMPDevicesAgent AMPDeviceDiscoveryAgent",
            "Linux: sudo systemctl restart usbmuxd, and netmuxd where you use it.",
            "Plug the phone in again and unlock it.",
        ],
        check: "The phone is listed and answers.",
        cures: &[
            (UsbStack, OFTEN),
            (CablePortHub, RARELY),
            (BusyDevice, RARELY),
            (PairingTrust, RARELY),
        ],
        ..OUTSIDE
    },
    Remedy {
        id: "better-wifi",
        title: "Better Wi-Fi, or another network",
        steps: &[
            "Go next to the router, and use the 5 GHz network where there is one.",
            "No hotspot, no hotel network; sign in where a page asks for it.",
            "Settings > Wi-Fi > (i): Low Data Mode off.",
            "If it works in another network, the first one is the trouble.",
        ],
        check: "The upload runs on without a break.",
        cures: &[(NetworkWeak, OFTEN), (NetworkBlocked, SOMETIMES), (Unknown, RARELY)],
        ..OUTSIDE
    },
    Remedy {
        id: "pause-traffic",
        title: "Give the line to the backup",
        steps: &[
            "Pause uploads, streams, cloud sync and games of everybody else.",
            "Or start the backup before you go to bed.",
        ],
        check: "The upload gets faster.",
        cures: &[(NetworkWeak, SOMETIMES), (SlowButHealthy, RARELY)],
        ..OUTSIDE
    },
    Remedy {
        id: "enter-backup-password",
        title: "Find the backup password",
        minutes: 15,
        effort: Effort::Middle,
        steps: &[
            "It is a password of its own, set once for this phone, perhaps years ago and by \
             another program. Every later backup uses it.",
            "Try, on a copy of the backup: passwords you used then, of the Apple Account, of the \
             computer, the phone's passcode, 1234.",
            "On a Mac, look in Keychain Access for \"iPhone Backup\".",
            "`unstuck verify BACKUP` tests a password as often as you like, without the phone.",
        ],
        check: "The keys of the backup open.",
        cures: &[(EncryptionPassword, OFTEN)],
        ..OUTSIDE
    },
    Remedy {
        id: "restart-computer",
        title: "Restart the computer",
        minutes: 10,
        side_effects: "closes your programs",
        steps: &["Choose Restart, not sleep and not shut down: only that loads drivers anew."],
        check: "The phone is listed and answers.",
        cures: &[(UsbStack, OFTEN), (CablePortHub, RARELY), (BusyDevice, SOMETIMES)],
        ..OUTSIDE
    },
    Remedy {
        id: "move-aside-backup",
        title: "Put the old backup aside and make a new one",
        minutes: 30,
        effort: Effort::Middle,
        side_effects: "the next backup is a full one and needs its room",
        steps: &[
            "Quit the backup program.",
            "Move the whole folder of this phone to another place. Do not delete it, and change \
             nothing inside.",
            "Make a backup into an empty folder.",
            "Keep the old one until the new one is proven.",
        ],
        check: "The new backup is finished, and `unstuck verify` finds nothing.",
        undo: "Move the folder back.",
        cures: &[(BackupCorrupt, MOSTLY), (VersionMismatch, RARELY), (ToolBug, RARELY)],
        ..OUTSIDE
    },
    Remedy {
        id: "escape-local-backup",
        title: "Make the backup with Unstuck, by cable",
        minutes: 60,
        effort: Effort::Small,
        side_effects: "needs room on the computer; the backup password stays set on the phone",
        steps: &[
            "Connect the phone with its cable and unlock it.",
            "Run `unstuck rescue`: an encrypted backup on this computer, every byte proven.",
            "Write the backup password down. Then the data is safe, whatever ails the other way.",
        ],
        check: "`unstuck verify` says that the backup is complete.",
        cures: &[
            (ToolBug, MOSTLY),
            (BackupCorrupt, OFTEN),
            (IcloudStorageFull, SOMETIMES),
            (VersionMismatch, SOMETIMES),
            (NetworkBlocked, SOMETIMES),
            (NetworkWeak, SOMETIMES),
            (Unknown, SOMETIMES),
        ],
        ..OUTSIDE
    },
    Remedy {
        id: "update-host",
        title: "Newer software on the computer",
        minutes: 30,
        effort: Effort::Middle,
        steps: &[
            "macOS: System Settings > General > Software Update.",
            "Windows: Microsoft Store > Library > Get updates, or reinstall iTunes from Apple.",
            "Linux: newer libimobiledevice and usbmuxd, built with OpenSSL; those of an older \
             distribution do not know newer iOS.",
            "Or use Unstuck itself, which needs none of them but usbmuxd.",
        ],
        check: "The backup gets past the place where it ended.",
        undo: "Install the older version again.",
        cures: &[(VersionMismatch, MOSTLY), (ToolBug, OFTEN), (UsbStack, SOMETIMES)],
        ..OUTSIDE
    },
    Remedy {
        id: "ask-admin",
        title: "Ask whoever manages the phone",
        minutes: 240,
        effort: Effort::Large,
        steps: &[
            "A school, a company or its profile decides about backups of this phone: Settings > \
             General > VPN & Device Management shows which.",
            "Ask its administrator for a backup, or for leave to make one.",
            "Do not remove the profile: mail, apps and their data can go with it.",
        ],
        check: "The restriction is lifted, or a backup was made for you.",
        cures: &[(MdmRestriction, MOSTLY)],
        ..OUTSIDE
    },
];
