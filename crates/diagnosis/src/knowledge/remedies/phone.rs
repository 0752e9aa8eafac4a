//! Remedies on the phone that can be taken back.

use super::{DataRisk, Effort, MOSTLY, OFTEN, RARELY, Remedy, SOMETIMES};
use crate::cause::Cause::*;

/// Something on the phone, with no risk for data.
const ON_PHONE: Remedy = Remedy {
    id: "",
    title: "",
    level: 2,
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
        id: "airplane-toggle",
        title: "Aeroplane mode on and off",
        minutes: 1,
        side_effects: "all connections drop for a moment",
        steps: &["In Control Centre: aeroplane on, wait 15 seconds, off. Is Wi-Fi back?"],
        check: "The Wi-Fi sign is back and the backup starts.",
        cures: &[(NetworkWeak, RARELY)],
        ..ON_PHONE
    },
    Remedy {
        id: "vpn-filter-off",
        title: "VPN, filter and private DNS off for a test",
        side_effects: "you are without that protection meanwhile",
        steps: &[
            "Settings > General > VPN & Device Management: VPN off, also \"connect on demand\". \
             Look there for DNS and filter profiles.",
            "Settings > your name > iCloud > Private Relay: off until tomorrow.",
            "Block lists in the house (AdGuard, Pi-hole, router): let icloud.com, \
             icloud-content.com, apple-cloudkit.com and apple-dns.net through.",
            "Test once over a phone's hotspot: if that works, the home network blocks.",
        ],
        check: "The backup starts; what was switched off is named and can be made an exception.",
        undo: "Switch everything on again.",
        cures: &[(NetworkBlocked, MOSTLY)],
        ..ON_PHONE
    },
    Remedy {
        id: "date-time",
        title: "Set the clock right",
        minutes: 1,
        steps: &["Settings > General > Date & Time > Set Automatically; the computer's clock too."],
        check: "Phone and computer agree to a minute.",
        cures: &[(NetworkBlocked, RARELY), (PairingTrust, RARELY)],
        ..ON_PHONE
    },
    Remedy {
        id: "free-device-space",
        title: "Make room on the phone",
        minutes: 15,
        effort: Effort::Middle,
        side_effects: "offloaded apps have to be loaded again; their data stays",
        steps: &[
            "Restart the phone once: leftovers of earlier attempts go with that.",
            "Settings > General > iPhone Storage: offload apps you do not use.",
            "Remove downloaded films and music, and empty Recently Deleted in Photos.",
            "One gigabyte free is enough for a backup; a restore needs the size of the backup.",
        ],
        check: "The phone shows more free space than before.",
        cures: &[(DeviceStorageFull, MOSTLY)],
        ..ON_PHONE
    },
    Remedy {
        id: "free-icloud-space",
        title: "Make room in iCloud",
        data_risk: DataRisk::CloudCopies,
        minutes: 10,
        effort: Effort::Middle,
        side_effects: "what is left out of the backup is not backed up",
        steps: &[
            "Settings > your name > iCloud > iCloud Backup > this phone: leave out apps with much \
             data. What is on the phone stays there.",
            "Backups of phones you no longer have may go. Never the only one of this phone.",
            "Or take a larger plan. For a new phone Apple lends the room for a while: Settings > \
             General > Transfer or Reset > Get Started.",
        ],
        check: "The next backup fits into what is free.",
        undo: "Switch the apps on again.",
        cures: &[(IcloudStorageFull, MOSTLY)],
        ..ON_PHONE
    },
    Remedy {
        id: "renew-wifi",
        title: "Join the Wi-Fi anew",
        minutes: 3,
        data_risk: DataRisk::Settings,
        side_effects: "its password has to be typed again",
        steps: &[
            "Settings > Wi-Fi > (i) > Renew Lease.",
            "If that does not help: write the password down, Forget This Network, join again.",
        ],
        check: "The phone has an address, and pages load.",
        undo: "Type the password again.",
        cures: &[(NetworkWeak, SOMETIMES), (NetworkBlocked, RARELY)],
        ..ON_PHONE
    },
    Remedy {
        id: "normal-restart",
        title: "Restart the phone",
        minutes: 4,
        side_effects: "it wants its passcode afterwards",
        steps: &[
            "Settings > General > Shut Down, slide, wait for the screen to go black.",
            "Switch it on again with the side or top button.",
            "Unlock it once with its passcode: until then nothing can be backed up.",
        ],
        check: "The phone was away, is back and was unlocked; the backup gets past its old place.",
        cures: &[
            (DeviceSoftware, OFTEN),
            (DeviceStorageFull, SOMETIMES),
            (BusyDevice, SOMETIMES),
            (DeviceLockedPasscode, SOMETIMES),
            (UsbStack, RARELY),
            (Unknown, SOMETIMES),
        ],
        ..ON_PHONE
    },
    Remedy {
        id: "force-restart",
        title: "Restart the phone by force",
        minutes: 4,
        side_effects: "a running transfer is cut; what is stored stays",
        steps: &[
            "iPhone 8 and later: tap Volume Up, tap Volume Down, hold the side button until the \
             Apple logo comes. Others, with a drawing: `unstuck restart-steps`.",
            "Unlock it once with its passcode.",
        ],
        check: "The phone was away, is back and was unlocked.",
        cures: &[(DeviceSoftware, SOMETIMES), (BusyDevice, RARELY), (UsbStack, RARELY)],
        ..ON_PHONE
    },
    Remedy {
        id: "re-trust",
        title: "Let phone and computer trust each other anew",
        minutes: 5,
        effort: Effort::Middle,
        side_effects: "only this computer's record is replaced; no data is touched",
        steps: &[
            "Unplug the phone. Put this phone's record of trust aside: `idevicepair unpair`, or \
             move its .plist out of the Lockdown folder. Leave SystemConfiguration.plist alone.",
            "Plug in, unlock, tap Trust, type the passcode.",
            "If it does not ask: Settings > General > Transfer or Reset > Reset > Reset Location & \
             Privacy. Then all computers and apps ask again.",
        ],
        check: "The phone answers over a secure session.",
        undo: "Move the record back.",
        cures: &[(PairingTrust, MOSTLY)],
        ..ON_PHONE
    },
    Remedy {
        id: "exclude-app",
        title: "Leave out the app that breaks it",
        effort: Effort::Middle,
        side_effects: "that app's data is not backed up: export it first",
        steps: &[
            "The log names one app or one file again and again.",
            "iCloud: switch that app off in the list of the backup.",
            "Computer: update the app, or rename or export the file named and remove it.",
        ],
        check: "That name does not come up again, and the backup ends.",
        undo: "Switch the app on again.",
        cures: &[(DeviceSoftware, SOMETIMES)],
        ..ON_PHONE
    },
    Remedy {
        id: "update-ios",
        title: "Update iOS",
        minutes: 60,
        effort: Effort::Middle,
        side_effects: "cannot be taken back; save photos first if no backup can be made",
        steps: &[
            "First make whatever backup can be made, or copy the photos.",
            "Settings > General > Software Update, on the phone itself, on its charger.",
        ],
        check: "The version is newer, and the backup runs.",
        undo: "There is no way back.",
        cures: &[(DeviceSoftware, SOMETIMES), (VersionMismatch, RARELY)],
        ..ON_PHONE
    },
];
