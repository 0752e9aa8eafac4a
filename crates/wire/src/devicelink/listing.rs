//! The answer to `DLContentsOfDirectory`.

use std::time::{Duration, SystemTime};

use plist::{Date, Dictionary, Value};

/// What a directory entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A plain file.
    Regular,
    /// A folder.
    Directory,
    /// Anything else: link, pipe, socket, device. Never followed.
    Unknown,
}

/// One entry of a directory listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Name without path.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
    /// Bytes of a file; 0 for a folder.
    pub bytes: u64,
    /// Last change, in time since 1970.
    pub modified: Duration,
}

const REGULAR: &str = "DLFileTypeRegular";
const DIRECTORY: &str = "DLFileTypeDirectory";
const UNKNOWN: &str = "DLFileTypeUnknown";

/// Entries as the plist dictionary the phone expects (docs/protocol.md 4.4).
pub fn to_value(entries: &[Entry]) -> Value {
    let mut listing = Dictionary::new();
    for entry in entries {
        let kind = match entry.kind {
            EntryKind::Regular => REGULAR,
            EntryKind::Directory => DIRECTORY,
            EntryKind::Unknown => UNKNOWN,
        };
        let modified = SystemTime::UNIX_EPOCH + entry.modified;
        let mut value = Dictionary::new();
        value.insert("DLFileType".into(), kind.into());
        value.insert("DLFileSize".into(), entry.bytes.into());
        value.insert("DLFileModificationDate".into(), Date::from(modified).into());
        listing.insert(entry.name.clone(), value.into());
    }
    listing.into()
}

/// Reads a listing back, as a phone does. Entries without a type are left out.
pub fn from_value(value: &Value) -> Option<Vec<Entry>> {
    let listing = value.as_dictionary()?;
    let entry = |(name, value): (&String, &Value)| {
        let value = value.as_dictionary()?;
        let kind = match value.get("DLFileType")?.as_string()? {
            REGULAR => EntryKind::Regular,
            DIRECTORY => EntryKind::Directory,
            _ => EntryKind::Unknown,
        };
        let bytes = value.get("DLFileSize").and_then(Value::as_unsigned_integer);
        let modified = value.get("DLFileModificationDate").and_then(Value::as_date);
        let modified = modified
            .and_then(|date| SystemTime::from(date).duration_since(SystemTime::UNIX_EPOCH).ok())
            .unwrap_or_default();
        Some(Entry { name: name.clone(), kind, bytes: bytes.unwrap_or(0), modified })
    };
    Some(listing.iter().filter_map(entry).collect())
}
