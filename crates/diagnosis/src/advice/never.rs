//! What must not be done, with reasons.

use crate::cause::{CAUSES, Cause};

/// A remedy, or something like one, that people reach for and should not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Never {
    /// Id of the remedy.
    pub remedy: &'static str,
    /// Why not.
    pub why: &'static str,
}

/// Not a remedy at all, but the first thing people do.
pub(crate) const DELETE_OLD_BACKUP: &str = "delete-old-backup";

/// The list for this case.
pub(super) fn list(probabilities: &[f64; CAUSES]) -> Vec<Never> {
    let likely = |cause: Cause| probabilities[cause.index()] > 0.3;
    let mut list = vec![
        Never {
            remedy: "erase-restore",
            why: "Erasing the phone loses everything that is not in a proven backup, and there is \
                  none yet.",
        },
        Never {
            remedy: DELETE_OLD_BACKUP,
            why: "The old backup may be the only one. Move it aside, whole, until a new one is \
                  proven.",
        },
    ];
    if !likely(Cause::EncryptionPassword) {
        list.push(Never {
            remedy: "reset-all-settings",
            why: "It loses settings and cards and cures only a lost backup password.",
        });
    }
    list.push(Never {
        remedy: "recovery-mode-update",
        why: "It is meant to keep data and has been known to lose it.",
    });
    if likely(Cause::MdmRestriction) {
        list.push(Never {
            remedy: "sign-out-icloud",
            why: "Neither that nor removing the management profile lifts the restriction; apps \
                  and data can go with it.",
        });
    }
    list
}
