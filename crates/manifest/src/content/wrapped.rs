//! A file key as it lies in a record or in Manifest.plist.

use std::fmt;

use aes_kw::KwAes256;
use cbc::cipher::KeyInit;
use cbc::cipher::consts::U32;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::{ClassKey, FileKey};

/// Protection class and wrapped key: 44 bytes (docs/backup-format.md 9.4).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct WrappedKey {
    /// Protection class whose key wraps this one.
    pub class: u32,
    /// The 32-byte key, wrapped (RFC 3394).
    pub wrapped: [u8; 40],
}

/// Why a wrapped key gives no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WrappedKeyFault {
    /// Every wrapped key has 44 bytes.
    #[error("it has {bytes} bytes, not 44")]
    Length {
        /// Bytes found.
        bytes: usize,
    },
    /// The keybag has no opened key of this class.
    #[error("the key of protection class {class} is not open")]
    ClassNotOpen {
        /// The class.
        class: u32,
    },
    /// The integrity check failed: altered, or wrapped by another key.
    #[error("the key of protection class {class} does not open it")]
    Damaged {
        /// The class.
        class: u32,
    },
}

impl WrappedKey {
    /// Takes the 44 bytes apart.
    ///
    /// # Errors
    /// [`WrappedKeyFault::Length`].
    pub fn parse(bytes: &[u8]) -> Result<Self, WrappedKeyFault> {
        let fault = WrappedKeyFault::Length { bytes: bytes.len() };
        let (class, wrapped) = bytes.split_first_chunk::<4>().ok_or(fault)?;
        let wrapped = <[u8; 40]>::try_from(wrapped).map_err(|_| fault)?;
        Ok(Self { class: u32::from_le_bytes(*class), wrapped })
    }

    /// The 44 bytes.
    pub fn to_bytes(&self) -> [u8; 44] {
        let mut bytes = [0; 44];
        bytes[..4].copy_from_slice(&self.class.to_le_bytes());
        bytes[4..].copy_from_slice(&self.wrapped);
        bytes
    }

    /// Wraps `key` with the key of `class`.
    pub fn wrap(key: &FileKey, class: u32, class_key: &ClassKey) -> Self {
        Self { class, wrapped: wrap(key.expose(), class_key.expose()) }
    }

    /// The file key, opened with the key of its class.
    ///
    /// # Errors
    /// [`WrappedKeyFault::Damaged`].
    pub fn unwrap(&self, class_key: &ClassKey) -> Result<FileKey, WrappedKeyFault> {
        unwrap(&self.wrapped, class_key.expose())
            .map(|key| FileKey::new(*key))
            .ok_or(WrappedKeyFault::Damaged { class: self.class })
    }
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WrappedKey").field("class", &self.class).finish_non_exhaustive()
    }
}

/// RFC 3394 over 32 bytes.
pub(crate) fn wrap(key: &[u8; 32], with: &[u8; 32]) -> [u8; 40] {
    KwAes256::new(with.into()).wrap_fixed_key::<U32>(key.into()).into()
}

/// RFC 3394 back; `None` when the integrity check fails.
pub(crate) fn unwrap(wrapped: &[u8; 40], with: &[u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    KwAes256::new(with.into()).unwrap_key(wrapped, &mut *key).ok()?;
    Some(key)
}
