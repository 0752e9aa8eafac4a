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

const ERASE: Never = Never {
    remedy: "erase-restore",
    why: "Erasing the phone loses everything that is not in a proven backup, and there is none \
          yet.",
};
const DELETE: Never = Never {
    remedy: DELETE_OLD_BACKUP,
    why: "The old backup may be the only one. Move it aside, whole, until a new one is proven.",
};
const RESET: Never = Never {
    remedy: "reset-all-settings",
    why: "It loses settings and cards and cures only a lost backup password.",
};
const RECOVERY: Never = Never {
    remedy: "recovery-mode-update",
    why: "It is meant to keep data and has been known to lose it.",
};
const SIGN_OUT: Never = Never {
    remedy: "sign-out-icloud",
    why: "Neither that nor removing the management profile lifts the restriction; apps and data \
          can go with it.",
};

/// Everything that may be warned of.
pub const NEVERS: [Never; 5] = [ERASE, DELETE, RESET, RECOVERY, SIGN_OUT];

/// The list for this case.
pub(super) fn list(probabilities: &[f64; CAUSES]) -> Vec<Never> {
    let likely = |cause: Cause| probabilities[cause.index()] > 0.3;
    let mut list = vec![ERASE, DELETE];
    if !likely(Cause::EncryptionPassword) {
        list.push(RESET);
    }
    list.push(RECOVERY);
    if likely(Cause::MdmRestriction) {
        list.push(SIGN_OUT);
    }
    list
}
