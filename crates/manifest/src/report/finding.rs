//! One thing that is not as it should be.

use std::fmt;

use crate::FileId;

/// Longest text of the backup's own that a finding keeps.
const TEXT_CHARS_MAX: usize = 1024;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Good to know.
    Info,
    /// Odd, and harmless for now.
    Warn,
    /// One file is affected.
    File,
    /// The backup cannot be restored as it is.
    Fatal,
}

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// What it is about.
    pub subject: Subject,
    /// One sentence.
    pub text: String,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The backup as a whole.
    Backup,
    /// Something in the backup folder, by its path there.
    Item(String),
    /// A file of the phone.
    File {
        /// Domain, at most 1,024 characters of it.
        domain: String,
        /// Path in the domain, at most 1,024 characters of it.
        relative_path: String,
        /// Its payload's name, when the row has a sound one.
        payload: Option<FileId>,
    },
}

impl Subject {
    pub(crate) fn item(path: &str) -> Self {
        Self::Item(clip(path))
    }

    pub(crate) fn file(domain: &str, relative_path: &str, payload: Option<FileId>) -> Self {
        Self::File { domain: clip(domain), relative_path: clip(relative_path), payload }
    }
}

/// Names come from the backup: control characters are shown escaped, never sent on.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Backup => f.write_str("the backup"),
            Self::Item(path) => shown(f, path),
            Self::File { domain, relative_path, payload } => {
                shown(f, domain)?;
                f.write_str(", ")?;
                shown(f, if relative_path.is_empty() { "(root folder)" } else { relative_path })?;
                payload.map_or(Ok(()), |id| write!(f, " ({})", id.payload_path()))
            }
        }
    }
}

fn shown(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    text.chars().try_for_each(|c| {
        if c.is_control() { write!(f, "{}", c.escape_debug()) } else { write!(f, "{c}") }
    })
}

/// The front of a text from outside.
pub(crate) fn clip(text: &str) -> String {
    text.chars().take(TEXT_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_whole_but_harmless() {
        let id = crate::file_id("D", "a\u{1b}[2J/ä");
        let subject = Subject::file("D", "a\u{1b}[2J/ä", Some(id));
        assert_eq!(subject.to_string(), format!("D, a\\u{{1b}}[2J/ä ({})", id.payload_path()));
        assert_eq!(Subject::file("D", "", None).to_string(), "D, (root folder)");
        assert_eq!(clip(&"ä".repeat(2000)).chars().count(), TEXT_CHARS_MAX);
    }
}
