//! Making a bag, as a phone does when a password is set.

use sha2::{Digest, Sha256};

use super::{ClassEntry, Keybag, KeybagFault, Round};
use crate::content::wrap;
use crate::{ClassKey, ClassKeys, DerivedKey, Password};

/// What a new bag is made of. Every random byte is the caller's.
#[derive(Clone, Debug)]
pub struct NewKeybag<'a> {
    /// UUID of the bag.
    pub uuid: [u8; 16],
    /// Second round; phones use 10,000 iterations.
    pub second_round: Round,
    /// First round; phones use 10,000,000 iterations.
    pub first_round: Option<Round>,
    /// Class, UUID of the entry, key of the class. No class twice.
    pub classes: &'a [(u32, [u8; 16], ClassKey)],
}

impl Keybag {
    /// Makes a bag that `password` opens, and the key it is stretched to, so that the
    /// maker needs no second derivation.
    ///
    /// # Errors
    /// [`KeybagFault::ClassTwice`] and [`KeybagFault::Rounds`], for a bag that no reader
    /// would take.
    pub fn create(
        new: &NewKeybag<'_>,
        password: &Password,
    ) -> Result<(Self, DerivedKey), KeybagFault> {
        let mut bag = Self {
            version: 4,
            uuid: new.uuid,
            hmac_key: Some([0; 40]),
            second_round: new.second_round,
            first_round: new.first_round,
            double_protection: new.first_round.map(|_| 1),
            classes: Vec::new(),
        };
        // Reading the empty bag back checks the counts before time is spent on them.
        Self::parse(&bag.to_bytes())?;
        let key = bag.derive_key(password);
        for (class, uuid, class_key) in new.classes {
            bag.classes.push(ClassEntry {
                uuid: *uuid,
                class: *class,
                wrap: 2,
                key_type: 0,
                wrapped_key: Some(wrap(class_key.expose(), key.expose())),
                public_key: None,
            });
        }
        Self::parse(&bag.to_bytes()).map(|bag| (bag, key))
    }
}

impl NewKeybag<'_> {
    /// The class keys, as a reader with the password would get them.
    pub fn class_keys(&self) -> ClassKeys {
        ClassKeys::new(self.classes.iter().map(|(class, _, key)| (*class, key.clone())))
    }
}

/// SHA-256 of password and salt: the `passwordHash` beside `salt` in the Properties of an
/// encrypted Manifest.db (docs/backup-format.md 5).
pub fn password_hash(password: &Password, salt: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(password.as_bytes()).chain_update(salt).finalize().into()
}
