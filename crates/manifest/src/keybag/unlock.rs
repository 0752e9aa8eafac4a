//! From a password to class keys.

use std::fmt;

use sha1::Sha1;
use thiserror::Error;
use zeroize::Zeroizing;

use super::Keybag;
use super::stretch::stretch;
use crate::content::{WrappedKey, WrappedKeyFault, unwrap};
use crate::{ClassKey, DerivedKey, FileKey, Password};

/// Why a bag stays closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UnlockFault {
    /// Not one class opens. The backup may be perfectly well.
    #[error("the password is not the one this backup was made with")]
    WrongPassword,
    /// No class is wrapped with the password at all: no password can open this bag.
    #[error("nothing in the keybag opens with a password")]
    NothingToOpen,
}

/// The class keys that a password opened.
#[derive(Clone)]
pub struct ClassKeys {
    keys: Vec<(u32, ClassKey)>,
    damaged: Vec<u32>,
}

impl Keybag {
    /// Stretches `password` with the rounds of this bag. Takes one to six seconds with a
    /// phone's usual counts; run it where nobody waits on the thread.
    pub fn derive_key(&self, password: &Password) -> DerivedKey {
        let mut first = Zeroizing::new([0; 32]);
        let secret = match &self.first_round {
            None => password.as_bytes(),
            Some(round) => {
                stretch(password.as_bytes(), &round.salt, round.iterations, &mut first);
                &first[..]
            }
        };
        let mut key = Zeroizing::new([0; 32]);
        let round = &self.second_round;
        pbkdf2::pbkdf2_hmac::<Sha1>(secret, &round.salt, round.iterations, &mut *key);
        DerivedKey::new(*key)
    }

    /// Opens every class that `key` opens. A class that alone stays closed while others
    /// open is damaged: the password is right then.
    ///
    /// # Errors
    /// [`UnlockFault`].
    pub fn unlock_with_key(&self, key: &DerivedKey) -> Result<ClassKeys, UnlockFault> {
        let mut opened = ClassKeys { keys: Vec::new(), damaged: Vec::new() };
        for entry in self.classes.iter().filter(|entry| entry.opens_with_password()) {
            let wrapped = entry.wrapped_key.as_ref();
            match wrapped.and_then(|wrapped| unwrap(wrapped, key.expose())) {
                Some(class_key) => opened.keys.push((entry.class, ClassKey::new(*class_key))),
                None => opened.damaged.push(entry.class),
            }
        }
        match (opened.keys.is_empty(), opened.damaged.is_empty()) {
            (false, _) => Ok(opened),
            (true, false) => Err(UnlockFault::WrongPassword),
            (true, true) => Err(UnlockFault::NothingToOpen),
        }
    }

    /// [`derive_key`](Self::derive_key), then [`unlock_with_key`](Self::unlock_with_key).
    ///
    /// # Errors
    /// [`UnlockFault`].
    pub fn unlock(&self, password: &Password) -> Result<ClassKeys, UnlockFault> {
        if !self.opens_with_password() {
            return Err(UnlockFault::NothingToOpen);
        }
        self.unlock_with_key(&self.derive_key(password))
    }
}

impl ClassKeys {
    /// Keys known from elsewhere, for a simulated phone that keeps its own.
    pub fn new(keys: impl IntoIterator<Item = (u32, ClassKey)>) -> Self {
        Self { keys: keys.into_iter().collect(), damaged: Vec::new() }
    }

    /// The key of one class.
    pub fn get(&self, class: u32) -> Option<&ClassKey> {
        self.keys.iter().find(|(known, _)| *known == class).map(|(_, key)| key)
    }

    /// The classes that opened, in the order of the bag.
    pub fn classes(&self) -> impl Iterator<Item = u32> {
        self.keys.iter().map(|(class, _)| *class)
    }

    /// Classes that should have opened with this password and did not.
    pub fn damaged(&self) -> &[u32] {
        &self.damaged
    }

    /// Opens the key of a file, or of Manifest.db.
    ///
    /// # Errors
    /// [`WrappedKeyFault`].
    pub fn unwrap(&self, key: &WrappedKey) -> Result<FileKey, WrappedKeyFault> {
        let class = key.class;
        key.unwrap(self.get(class).ok_or(WrappedKeyFault::ClassNotOpen { class })?)
    }

    /// A new file's key, wrapped for `class`; `None` when that class is not open.
    pub fn wrap(&self, key: &FileKey, class: u32) -> Option<WrappedKey> {
        self.get(class).map(|class_key| WrappedKey::wrap(key, class, class_key))
    }
}

impl fmt::Debug for ClassKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.classes()).finish()
    }
}
