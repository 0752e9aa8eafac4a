//! Remedies that lose settings, or could lose data. The last three are never offered by
//! themselves.

use super::{DataRisk, Effort, OFTEN, RARELY, Remedy, SOMETIMES};
use crate::cause::Cause::*;

/// Settings are lost.
const SETTINGS: Remedy = Remedy {
    id: "",
    title: "",
    level: 3,
    data_risk: DataRisk::Settings,
    minutes: 10,
    effort: Effort::Large,
    side_effects: "",
    steps: &[],
    check: "",
    undo: "There is no button for that.",
    cures: &[],
};

pub(super) const REMEDIES: &[Remedy] = &[
    Remedy {
        id: "reset-network",
        title: "Reset the phone's network settings",
        side_effects: "all Wi-Fi passwords, VPN and mobile settings are forgotten",
        steps: &[
            "Have the Wi-Fi password at hand.",
            "Settings > General > Transfer or Reset > Reset > Reset Network Settings.",
            "Keep the eSIM when asked.",
        ],
        check: "Wi-Fi is joined again and the backup runs.",
        cures: &[(NetworkWeak, SOMETIMES), (NetworkBlocked, SOMETIMES)],
        ..SETTINGS
    },
    Remedy {
        id: "cloud-backup-off-on",
        title: "Begin iCloud Backup anew",
        data_risk: DataRisk::CloudCopies,
        side_effects: "everything is uploaded again; only after a proven backup elsewhere",
        steps: &[
            "First `unstuck rescue`: a proven backup on the computer.",
            "Settings > your name > iCloud > iCloud Backup > off. Choose plain Turn Off, never \
             Turn Off and Delete.",
            "Restart the phone, switch it on again, Back Up Now.",
        ],
        check: "The date of the last iCloud backup is new.",
        cures: &[(BackupCorrupt, SOMETIMES), (Unknown, RARELY)],
        ..SETTINGS
    },
    Remedy {
        id: "reset-all-settings",
        title: "Reset all settings, to be rid of the backup password",
        side_effects: "Wi-Fi passwords, Home Screen layout, cards of Apple Pay and all \
            permissions are lost. Old encrypted backups stay locked.",
        steps: &[
            "Only when the backup password is lost for good. Apps, photos and messages stay.",
            "Settings > General > Transfer or Reset > Reset > Reset All Settings. Not Erase All \
             Content and Settings, which stands right below.",
            "iOS 10 and older have no such way.",
        ],
        check: "Backups are no longer encrypted; a new password can be set.",
        cures: &[(EncryptionPassword, OFTEN), (DeviceSoftware, RARELY)],
        ..SETTINGS
    },
    Remedy {
        id: "sign-out-icloud",
        title: "Sign out of iCloud and in again",
        level: 4,
        data_risk: DataRisk::Possible,
        minutes: 60,
        side_effects: "local copies of iCloud data leave the phone; what was not uploaded is lost",
        steps: &["Only with a proven encrypted backup on a computer."],
        check: "Settings shows the account, and the backup runs.",
        cures: &[(Unknown, RARELY)],
        ..SETTINGS
    },
    Remedy {
        id: "recovery-mode-update",
        title: "Install iOS anew from recovery mode",
        level: 4,
        data_risk: DataRisk::Possible,
        minutes: 60,
        side_effects: "meant to keep data, and known to have lost it",
        steps: &["Only with a proven backup, or when the phone does not start any more. Update, \
                  never Restore."],
        check: "The phone starts.",
        cures: &[(DeviceSoftware, SOMETIMES)],
        ..SETTINGS
    },
    Remedy {
        id: "erase-restore",
        title: "Erase the phone and restore it",
        level: 4,
        data_risk: DataRisk::Certain,
        minutes: 240,
        side_effects: "everything not in a proven backup is lost",
        steps: &["Only with two copies of a proven backup, its password at hand."],
        check: "Counts after the restore match those before.",
        cures: &[(DeviceSoftware, OFTEN), (BackupCorrupt, RARELY)],
        ..SETTINGS
    },
];
