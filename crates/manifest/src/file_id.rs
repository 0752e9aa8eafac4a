//! The name a file has inside a backup.

use std::fmt;
use std::str::FromStr;

use sha1::{Digest, Sha1};
use thiserror::Error;

/// SHA-1 of `domain-relativePath`, the name of a payload file
/// (docs/backup-format.md 1). Shown and parsed as 40 lower-case hex characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub [u8; 20]);

/// The text is not 40 lower-case hex characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a file id: 40 lower-case hex characters expected")]
pub struct NotAFileId;

/// The id of the file at `relative_path` of `domain`, both exactly as the manifest has
/// them.
///
/// ```
/// let id = unstuck_manifest::file_id("HomeDomain", "Library/SMS/sms.db");
/// assert_eq!(id.to_string(), "3d0d7e5fb2ce288813306e4d4636395e047a3d28");
/// assert_eq!(id.payload_path(), "3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28");
/// ```
pub fn file_id(domain: &str, relative_path: &str) -> FileId {
    let mut hash = Sha1::new();
    hash.update(domain);
    hash.update("-");
    hash.update(relative_path);
    FileId(hash.finalize().into())
}

impl FileId {
    /// The hex characters as bytes, without a detour over the heap: a scan of a large
    /// manifest compares one per row.
    pub fn hex(&self) -> [u8; 40] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut hex = [0; 40];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 0x0F)];
        }
        hex
    }

    /// Where the payload lies below the backup folder: `ab/abcd…`.
    pub fn payload_path(&self) -> String {
        format!("{:02x}/{self}", self.0[0])
    }

    /// Reads 40 hex characters of either case, for names that were mangled on the way.
    pub(crate) fn parse_any_case(text: &str) -> Option<Self> {
        let text = text.as_bytes();
        if text.len() != 40 {
            return None;
        }
        let mut id = [0; 20];
        for (byte, pair) in id.iter_mut().zip(text.chunks_exact(2)) {
            let high = char::from(pair[0]).to_digit(16)?;
            let low = char::from(pair[1]).to_digit(16)?;
            *byte = u8::try_from(high << 4 | low).ok()?;
        }
        Some(Self(id))
    }
}

impl FromStr for FileId {
    type Err = NotAFileId;

    fn from_str(text: &str) -> Result<Self, NotAFileId> {
        let upper = text.bytes().any(|byte| byte.is_ascii_uppercase());
        Self::parse_any_case(text).filter(|_| !upper).ok_or(NotAFileId)
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names() {
        let known = [
            ("HomeDomain", "Library/SMS/sms.db", "3d0d7e5fb2ce288813306e4d4636395e047a3d28"),
            ("HomeDomain", "", "70765829101933f25994c71bbee6dfd685535bff"),
            (
                "AppDomain-com.example.app",
                "Documents/\u{e4}.txt",
                "5bc8cfe590a2a7bd79a31031dd93d9cd64248eb9",
            ),
        ];
        for (domain, path, hex) in known {
            let id = file_id(domain, path);
            assert_eq!(id.to_string(), hex);
            assert_eq!(id.hex(), hex.as_bytes());
            assert_eq!(hex.parse(), Ok(id));
        }
    }

    #[test]
    fn only_forty_lower_case_hex_characters_are_an_id() {
        let hex = file_id("a", "b").to_string();
        assert_eq!(hex.to_uppercase().parse::<FileId>(), Err(NotAFileId));
        assert!(FileId::parse_any_case(&hex.to_uppercase()).is_some());
        for text in ["", "ab", &hex[1..], &format!("{hex}0"), &hex.replace(&hex[..1], "g")] {
            assert!(text.parse::<FileId>().is_err(), "{text}");
        }
        assert!("é".repeat(20).parse::<FileId>().is_err());
    }
}
