//! Passwords and keys: wiped when dropped, never shown.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The password of an encrypted backup.
///
/// It is used as its UTF-8 bytes, exactly as typed: no normal form of composed letters
/// is known (docs/backup-format.md 9.2).
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes over `text`; it is wiped when the password is dropped.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The words. Copies of them are not wiped.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// 32 secret bytes under a name of their own, so that no key is used in another's place.
macro_rules! secret_key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
        pub struct $name([u8; 32]);

        impl $name {
            /// Wraps the bytes of a key. The caller's copy is the caller's to wipe.
            pub fn new(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The bytes. Copies of them are not wiped.
            pub fn expose(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret_key! {
    /// What a password is stretched to; opens the class keys of one keybag
    /// (docs/backup-format.md 9.2). Costs seconds to make, so callers keep it for a
    /// session, in memory only.
    DerivedKey
}
secret_key! {
    /// The key of one protection class; wraps file keys (docs/backup-format.md 9.3).
    ClassKey
}
secret_key! {
    /// The key of one file, or of Manifest.db (docs/backup-format.md 9.4).
    FileKey
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_show_themselves() {
        assert_eq!(format!("{:?}", Password::from("tomato")), "Password(…)");
        assert_eq!(format!("{:?}", FileKey::new([7; 32])), "FileKey(…)");
    }
}
