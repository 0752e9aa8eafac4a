//! The keybag: how a password becomes keys (docs/backup-format.md 9.1 to 9.3).
//!
//! ```text
//!  password ─ PBKDF2-SHA256 (DPSL, DPIC) ─ PBKDF2-SHA1 (SALT, ITER) ─► DerivedKey
//!  DerivedKey ─ unwraps each WPKY ─► ClassKeys ─ unwrap ─► FileKey of each file
//! ```
//!
//! Whoever wrote the backup chose the iteration counts, so they are bounded before
//! anything is derived: four billion rounds would hang the program.

mod create;
mod stretch;
mod tlv;
mod unlock;

use std::fmt;

use thiserror::Error;

pub use create::{NewKeybag, password_hash};
pub use unlock::{ClassKeys, UnlockFault};

/// Largest first-round count (DPIC) we derive with; phones use 10,000,000.
pub const FIRST_ROUNDS_MAX: u32 = 20_000_000;
/// Largest second-round count (ITER) we derive with; phones use 10,000.
pub const SECOND_ROUNDS_MAX: u32 = 1_000_000;
/// Longest keybag we look at; real ones have about 1,500 bytes.
pub const KEYBAG_BYTES_MAX: usize = 64 << 10;

/// The bag of a backup, taken apart. What readers never need (HMCK apart) and unknown
/// tags are not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keybag {
    /// VERS: 3, 4 and 5 have been seen. 0 when absent.
    pub version: u32,
    /// UUID of the bag.
    pub uuid: [u8; 16],
    /// HMCK: a wrapped key that no reader uses.
    pub hmac_key: Option<[u8; 40]>,
    /// SALT and ITER: the second round, PBKDF2 with SHA-1.
    pub second_round: Round,
    /// DPSL and DPIC: the first round, PBKDF2 with SHA-256; absent before iOS 10.2.
    pub first_round: Option<Round>,
    /// DPWT.
    pub double_protection: Option<u32>,
    /// One entry per protection class, in the order of the bag, no class twice.
    pub classes: Vec<ClassEntry>,
}

/// Salt and count of one PBKDF2 round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// The salt.
    pub salt: [u8; 20],
    /// Iterations, at least 1 and within the limits above.
    pub iterations: u32,
}

/// One protection class of a bag.
#[derive(Clone, PartialEq, Eq)]
pub struct ClassEntry {
    /// UUID of the entry.
    pub uuid: [u8; 16],
    /// CLAS (docs/backup-format.md 9.3).
    pub class: u32,
    /// WRAP: bit value 1 = wrapped by a key of the device, 2 = by the password.
    pub wrap: u32,
    /// KTYP: 0 AES, 1 Curve25519.
    pub key_type: u32,
    /// WPKY: the class key, wrapped.
    pub wrapped_key: Option<[u8; 40]>,
    /// PBKY, with KTYP 1 only.
    pub public_key: Option<[u8; 32]>,
}

impl ClassEntry {
    /// Whether the password alone opens this class: keys that a phone's own key wraps as
    /// well never open anywhere else.
    pub fn opens_with_password(&self) -> bool {
        self.wrap & 0b11 == 0b10 && self.wrapped_key.is_some()
    }
}

impl fmt::Debug for ClassEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut entry = f.debug_struct("ClassEntry");
        entry.field("class", &self.class).field("wrap", &self.wrap);
        entry.field("key_type", &self.key_type).finish_non_exhaustive()
    }
}

/// Why bytes are no keybag we use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeybagFault {
    /// Longer than [`KEYBAG_BYTES_MAX`].
    #[error("it has {bytes} bytes, far more than any keybag")]
    TooLong {
        /// Bytes found.
        bytes: usize,
    },
    /// A tag or value reaches beyond the end.
    #[error("an entry at byte {at} reaches beyond its end")]
    CutOff {
        /// Where the entry begins.
        at: usize,
    },
    /// A value has another length than its tag calls for.
    #[error("{tag} has {bytes} bytes instead of {expected}")]
    Length {
        /// The tag.
        tag: &'static str,
        /// Bytes found.
        bytes: usize,
        /// Bytes expected.
        expected: usize,
    },
    /// A value that must be there is not.
    #[error("{tag} is missing")]
    Missing {
        /// The tag.
        tag: &'static str,
    },
    /// A tag stands twice in the header or in one class.
    #[error("{tag} stands there twice")]
    Twice {
        /// The tag.
        tag: &'static str,
    },
    /// Two entries for one protection class.
    #[error("protection class {class} stands there twice")]
    ClassTwice {
        /// The class.
        class: u32,
    },
    /// A bag of another purpose: 0 system, 2 escrow, 3 iCloud.
    #[error("it is a bag of type {kind}, not of a backup")]
    NotOfABackup {
        /// TYPE.
        kind: u32,
    },
    /// An iteration count of 0 or beyond what we derive with.
    #[error("{tag} asks for {iterations} rounds; 1 to {iterations_max} are accepted")]
    Rounds {
        /// The tag.
        tag: &'static str,
        /// The count.
        iterations: u32,
        /// The bound.
        iterations_max: u32,
    },
}

impl Keybag {
    /// Reads a bag to its exact end.
    ///
    /// # Errors
    /// [`KeybagFault`] for damage, another kind of bag, and counts beyond the limits.
    pub fn parse(bytes: &[u8]) -> Result<Self, KeybagFault> {
        tlv::parse(bytes)
    }

    /// The bag as bytes, in the order phones write.
    pub fn to_bytes(&self) -> Vec<u8> {
        tlv::write(self)
    }

    /// Whether any class opens with the password.
    pub fn opens_with_password(&self) -> bool {
        self.classes.iter().any(ClassEntry::opens_with_password)
    }
}

#[cfg(test)]
mod tests;
