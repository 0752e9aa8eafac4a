//! Paths inside a working tree.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A relative path of one to eight components below a working tree's root.
///
/// The conversation has checked it before (`wire::HostPath`); it is checked again here,
/// because here is where a mistake would cost something. Control characters are refused
/// as well: no backup has them, and the journal is made of lines.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreePath(Box<str>);

impl TreePath {
    /// Checks a path.
    ///
    /// # Errors
    /// `InvalidInput` with the reason.
    pub fn new(path: &str) -> io::Result<Self> {
        let refuse = |why: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, why.to_owned()));
        if path.chars().any(char::is_control) {
            return refuse("control characters in a path");
        }
        let mut count = 0;
        for component in path.split('/') {
            if component.is_empty() || component == "." || component == ".." {
                return refuse("a path that climbs or is absolute");
            }
            if !system_can_hold(component) {
                return refuse("a name this system cannot hold");
            }
            count += 1;
        }
        if count > 8 {
            return refuse("a path of more than eight components");
        }
        Ok(Self(path.into()))
    }

    /// The path with `/` between components.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first component.
    pub fn first(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// Everything below the first component.
    pub fn below_first(&self) -> Option<&str> {
        self.0.split_once('/').map(|(_, rest)| rest)
    }

    /// The path of its folder, `None` for a single component.
    pub fn parent(&self) -> Option<TreePath> {
        self.0.rsplit_once('/').map(|(parent, _)| Self(parent.into()))
    }

    /// The path on disk below `root`.
    pub(crate) fn below(&self, root: &Path) -> PathBuf {
        let mut path = root.to_path_buf();
        path.extend(self.0.split('/'));
        path
    }
}

/// Windows gives some characters and names a meaning of their own.
fn system_can_hold(component: &str) -> bool {
    !cfg!(windows)
        || (!component.contains(['\\', ':', '*', '?', '"', '<', '>', '|'])
            && !component.ends_with(['.', ' ']))
}

impl fmt::Debug for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_lead_out_or_forge_a_line_is_refused() {
        for bad in ["", "/etc", "U/../V", "U//x", "U/.", "U/a\nR 00", "U/a\0", "a/b/c/d/e/f/g/h/i"]
        {
            assert!(TreePath::new(bad).is_err(), "{bad:?}");
        }
        let path = TreePath::new("U/Snapshot/3d/3d0d").unwrap();
        assert_eq!(path.first(), "U");
        assert_eq!(path.parent().unwrap().as_str(), "U/Snapshot/3d");
        assert_eq!(path.below(Path::new("w")), Path::new("w/U/Snapshot/3d/3d0d"));
    }
}
