//! One file of a recipe.

use std::collections::BTreeSet;

use crate::content::WrappedKey;
use crate::{Record, RecordKind};

/// A file, folder or link of the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Domain.
    pub domain: String,
    /// Path within the domain; empty for its root folder.
    pub path: String,
    /// What it is and holds.
    pub content: Content,
    /// Permission bits, such as 0o644.
    pub mode: u32,
    /// Last change, in seconds since 1970.
    pub modified: i64,
    /// Protection class; counts for files only.
    pub class: u32,
}

/// What an [`Entry`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A regular file and its bytes.
    File(Vec<u8>),
    /// A folder.
    Directory,
    /// A symbolic link and where it points.
    Link(String),
}

impl Entry {
    /// A file of class 3, as most are.
    pub fn file(domain: &str, path: &str, content: impl Into<Vec<u8>>) -> Self {
        Self::new(domain, path, Content::File(content.into()), 0o644)
    }

    /// A folder.
    pub fn directory(domain: &str, path: &str) -> Self {
        Self::new(domain, path, Content::Directory, 0o755)
    }

    /// A symbolic link.
    pub fn link(domain: &str, path: &str, target: &str) -> Self {
        Self::new(domain, path, Content::Link(target.to_owned()), 0o755)
    }

    fn new(domain: &str, path: &str, content: Content, mode: u32) -> Self {
        let (domain, path) = (domain.to_owned(), path.to_owned());
        Self { domain, path, content, mode, modified: 1_600_000_000, class: 3 }
    }

    /// What kind of row it has.
    pub fn kind(&self) -> RecordKind {
        match self.content {
            Content::File(_) => RecordKind::File,
            Content::Directory => RecordKind::Directory,
            Content::Link(_) => RecordKind::Link,
        }
    }

    /// Its record, with the wrapped key it has in an encrypted backup.
    pub fn record(&self, inode: u64, key: Option<&WrappedKey>) -> Record<'_> {
        let (kind, size, target) = match &self.content {
            Content::File(bytes) => (0o100_000, bytes.len() as u64, None),
            Content::Directory => (0o040_000, 0, None),
            Content::Link(target) => (0o120_000, 0, Some(target.as_str().into())),
        };
        let is_file = self.kind() == RecordKind::File;
        Record {
            relative_path: self.path.as_str().into(),
            mode: kind | self.mode,
            size,
            inode,
            user_id: 501,
            group_id: 501,
            last_modified: self.modified,
            last_status_change: self.modified,
            birth: self.modified,
            protection_class: if is_file { self.class } else { 0 },
            encryption_key: key.map(|key| key.to_bytes().to_vec().into()),
            target,
            ..Record::default()
        }
    }
}

/// The entries and, before each, the folders above it that the list does not have, the
/// root folder of the domain included.
pub fn with_parents(entries: &[Entry]) -> Vec<Entry> {
    let mut known: BTreeSet<(&str, &str)> = BTreeSet::new();
    known.extend(entries.iter().map(|entry| (entry.domain.as_str(), entry.path.as_str())));
    let mut all = Vec::with_capacity(entries.len());
    for entry in entries {
        let slashes = entry.path.match_indices('/').map(|(at, _)| at);
        for end in std::iter::once(0).chain(slashes) {
            let above = &entry.path[..end];
            if known.insert((&entry.domain, above)) {
                all.push(Entry::directory(&entry.domain, above));
            }
        }
        all.push(entry.clone());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_above_are_added_once_and_only_where_missing() {
        let entries = [
            Entry::file("D", "a/b/c", *b""),
            Entry::file("D", "a/d", *b""),
            Entry::directory("E", ""),
        ];
        let all = with_parents(&entries);
        let paths: Vec<_> = all.iter().map(|e| (e.domain.as_str(), e.path.as_str())).collect();
        let d = |path| ("D", path);
        assert_eq!(paths, [d(""), d("a"), d("a/b"), d("a/b/c"), d("a/d"), ("E", "")]);
    }
}
