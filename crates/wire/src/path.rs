//! Paths as the phone names them, checked before anything is done with them.

use std::fmt;

use thiserror::Error;

/// A path of the phone's choosing, relative to the backup root, that cannot lead
/// out of it: no `..`, no `.`, not absolute, no NUL, UTF-8, bounded length.
///
/// It is refused, never repaired: a "cleaned" `U/../..` would become `U`, and
/// removing that deletes the backup (docs/protocol.md 4.3).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostPath(Box<str>);

/// Why a path of the phone is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PathFault {
    /// Nothing there.
    #[error("the path is empty")]
    Empty,
    /// Begins with a slash.
    #[error("the path is absolute")]
    Absolute,
    /// Has a `..` or `.` component.
    #[error("the path climbs out of its folder")]
    Climbs,
    /// Holds a zero byte.
    #[error("the path holds a zero byte")]
    Nul,
    /// Is not UTF-8.
    #[error("the path is not UTF-8")]
    NotUtf8,
    /// Longer than [`Limits::path_bytes_max`](crate::Limits::path_bytes_max).
    #[error("the path is too long")]
    TooLong,
    /// Names a folder other than the one this backup lives in.
    #[error("the path belongs to another backup")]
    Foreign,
    /// Names the backup folder itself in a request that would remove or replace it.
    #[error("the path is the backup itself")]
    BackupItself,
}

/// A refused path: what was wrong, and how it looked (escaped, cut to 200 characters).
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{fault}: {shown}")]
pub struct RefusedPath {
    /// What was wrong.
    pub fault: PathFault,
    /// The path, printable.
    pub shown: String,
}

impl RefusedPath {
    /// Describes `bytes` as refused because of `fault`.
    pub fn new(bytes: &[u8], fault: PathFault) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let shown = text.chars().take(200).flat_map(char::escape_debug).collect();
        Self { fault, shown }
    }
}

impl HostPath {
    /// Checks the bytes of a path.
    ///
    /// Doubled and trailing slashes are harmless and dropped.
    ///
    /// # Errors
    /// [`RefusedPath`] says which rule was broken.
    pub fn parse(bytes: &[u8], bytes_max: u32) -> Result<Self, RefusedPath> {
        let refuse = |fault| Err(RefusedPath::new(bytes, fault));
        if bytes.len() > bytes_max as usize {
            return refuse(PathFault::TooLong);
        }
        if bytes.contains(&0) {
            return refuse(PathFault::Nul);
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return refuse(PathFault::NotUtf8);
        };
        if text.starts_with('/') {
            return refuse(PathFault::Absolute);
        }
        let mut clean = String::with_capacity(text.len());
        for component in text.split('/').filter(|c| !c.is_empty()) {
            if component == ".." || component == "." {
                return refuse(PathFault::Climbs);
            }
            if !clean.is_empty() {
                clean.push('/');
            }
            clean.push_str(component);
        }
        if clean.is_empty() {
            return refuse(PathFault::Empty);
        }
        Ok(Self(clean.into_boxed_str()))
    }

    /// The path with `/` between its components.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The components from the root down; at least one.
    pub fn components(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// The first component: the backup folder the phone speaks of.
    pub fn first(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// The path below its first component, `None` when there is nothing below.
    pub fn below_first(&self) -> Option<&str> {
        self.0.split_once('/').map(|(_, rest)| rest)
    }
}

impl fmt::Debug for HostPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for HostPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(bytes: &[u8]) -> PathFault {
        HostPath::parse(bytes, 64).unwrap_err().fault
    }

    #[test]
    fn hostile_paths_are_refused_and_shown() {
        assert_eq!(fault(b""), PathFault::Empty);
        assert_eq!(fault(b"/etc/passwd"), PathFault::Absolute);
        assert_eq!(fault(b"U/../../x"), PathFault::Climbs);
        assert_eq!(fault(b"U/./x"), PathFault::Climbs);
        assert_eq!(fault(b"U/a\0b"), PathFault::Nul);
        assert_eq!(fault(b"U/\xff"), PathFault::NotUtf8);
        assert_eq!(fault(&[b'a'; 65]), PathFault::TooLong);
        let refused = HostPath::parse(b"U/\n\xff", 64).unwrap_err();
        assert_eq!(refused.shown, "U/\\n\u{fffd}");
    }

    #[test]
    fn a_name_that_only_looks_like_climbing_passes() {
        let path = HostPath::parse(b"U//..x/y../", 64).unwrap();
        assert_eq!(path.as_str(), "U/..x/y..");
        assert_eq!(path.first(), "U");
        assert_eq!(path.below_first(), Some("..x/y.."));
    }
}
