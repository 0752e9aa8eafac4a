//! What Unstuck does when it is asked by name. No cause leads here by itself.

use super::{DataRisk, Effort, Remedy};

const PROCEDURE: Remedy = Remedy {
    id: "",
    title: "",
    level: 1,
    data_risk: DataRisk::None,
    minutes: 2,
    effort: Effort::Small,
    side_effects: "none",
    steps: &[],
    check: "",
    undo: "unstuck undo",
    cures: &[],
};

pub(super) const PROCEDURES: &[Remedy] = &[
    Remedy {
        id: "reset-backup-environment",
        title: "Reset what a backup needs on this computer, without losing data",
        minutes: 15,
        effort: Effort::Middle,
        steps: &[
            "A proven backup first: it is named, taken in from another program, or made.",
            "Restart the computer's service for iPhones; then see whether a backup runs.",
            "Trust anew, the old pair record kept; then see whether a backup runs.",
            "See that no other Unstuck holds the lock of this iPhone's backups.",
            "Set aside the working tree and the partial snapshots in it, whole; then see \
             whether a backup runs.",
        ],
        side_effects: "it stops as soon as a backup runs; every step but a restart can be undone",
        check: "A backup runs to its end and is proven.",
        ..PROCEDURE
    },
    Remedy {
        id: "finish-by-hand",
        title: "Finish on a copy what was cut off near its end",
        minutes: 10,
        steps: &[
            "Copy the working tree of the run that was cut off when all of its files had come.",
            "Put its files in place on the copy, as the phone would have, and verify the whole.",
            "Make a version of it when it holds; else the copy goes again.",
        ],
        check: "The verifier finds nothing wrong with the version.",
        undo: "Nothing that was there is touched; the version can be removed with the others.",
        ..PROCEDURE
    },
    Remedy {
        id: "wifi-sync-on",
        title: "Let the phone be reached over Wi-Fi",
        level: 2,
        side_effects: "the phone answers this computer over Wi-Fi, too",
        steps: &["Set the switch over the cable and read it back."],
        check: "The phone says that the switch is on.",
        ..PROCEDURE
    },
    Remedy {
        id: "wifi-sync-off",
        title: "Keep the phone from being reached over Wi-Fi",
        level: 2,
        side_effects: "backups over Wi-Fi end until it is switched on again",
        steps: &["Set the switch over the cable and read it back."],
        check: "The phone says that the switch is off.",
        ..PROCEDURE
    },
];
