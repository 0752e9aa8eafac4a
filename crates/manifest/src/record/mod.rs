//! The record of one file: the `file` column of Manifest.db, an archived MBFile
//! (docs/backup-format.md 6).
//!
//! ```text
//!  binary plist   $top.root ─► $objects[1]  {Mode, Size, RelativePath: UID, …, $class: UID}
//!                              $objects[2]  "relative/path"
//!                              $objects[3]  {NS.data: …, $class: UID}     wrapped key
//!                              $objects[k]  {$classname: "MBFile", …}
//! ```
//!
//! A phone has hundreds of thousands of these, so they are read where they lie: nothing
//! is unfolded, each reference is followed once, and texts and bytes are borrowed. A
//! record can therefore neither nest nor multiply, whatever it claims. The plist crate
//! takes about nine times as long.

mod archive;
mod decode;
mod encode;

use std::borrow::Cow;

use plist::{Dictionary, Value};
use thiserror::Error;
use unstuck_plist::Bounds;

use crate::content::{WrappedKey, WrappedKeyFault};

/// st_mode: the bits that say what kind of file it is.
const KIND_MASK: u32 = 0o170_000;
/// st_flags: the content is not on the phone; the phone then takes Size as 0.
const DATALESS: u32 = 0x4000_0000;

/// One file, folder or link of the phone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record<'a> {
    /// RelativePath: the same as the column.
    pub relative_path: Cow<'a, str>,
    /// Mode: st_mode.
    pub mode: u32,
    /// Size: bytes of content, not always exact for files that were in use.
    pub size: u64,
    /// InodeNumber.
    pub inode: u64,
    /// UserID: 501 is the phone's user; may be negative.
    pub user_id: i64,
    /// GroupID.
    pub group_id: i64,
    /// LastModified, in seconds since 1970 (UTC).
    pub last_modified: i64,
    /// LastStatusChange, in seconds since 1970 (UTC).
    pub last_status_change: i64,
    /// Birth, in seconds since 1970 (UTC).
    pub birth: i64,
    /// ProtectionClass (docs/backup-format.md 9.3).
    pub protection_class: u32,
    /// Flags: st_flags.
    pub flags: u32,
    /// EncryptionKey, 44 bytes when sound; see [`wrapped_key`](Self::wrapped_key).
    pub encryption_key: Option<Cow<'a, [u8]>>,
    /// Target of a link.
    pub target: Option<Cow<'a, str>>,
    /// Digest: SHA-1 of the stored bytes, or on old systems of the content.
    pub digest: Option<Cow<'a, [u8]>>,
    /// ExtendedAttributes, as their own property list; see [`attributes`](Self::attributes).
    pub extended_attributes: Option<Cow<'a, [u8]>>,
}

/// What a record or a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// A regular file, the only kind with a payload.
    File,
    /// A folder.
    Directory,
    /// A symbolic link.
    Link,
}

/// Why a record is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RecordFault {
    /// No binary property list, or one whose tables lie outside of it.
    #[error("it is not a binary property list")]
    NotAPlist,
    /// A reference leads nowhere, or not to what must be there.
    #[error("it is not an archive of objects")]
    NotAnArchive,
    /// The archived object is of another class.
    #[error("it does not describe a file")]
    NotAFileRecord,
    /// A field that every record has is not there.
    #[error("{field} is missing")]
    Missing {
        /// The field.
        field: &'static str,
    },
    /// A field has another type, or a number beyond its range.
    #[error("{field} has no sensible value")]
    BadValue {
        /// The field.
        field: &'static str,
    },
}

impl<'a> Record<'a> {
    /// Reads a record. Texts and bytes are borrowed from `bytes` where they can be.
    ///
    /// # Errors
    /// [`RecordFault`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, RecordFault> {
        decode::decode(bytes)
    }

    /// The record as a phone would archive it.
    pub fn encode(&self) -> Vec<u8> {
        encode::encode(self)
    }

    /// What the mode says this is.
    pub fn kind(&self) -> Option<RecordKind> {
        match self.mode & KIND_MASK {
            0o100_000 => Some(RecordKind::File),
            0o040_000 => Some(RecordKind::Directory),
            0o120_000 => Some(RecordKind::Link),
            _ => None,
        }
    }

    /// Size as the phone takes it: 0 for a file whose content was not on the phone.
    pub fn content_bytes(&self) -> u64 {
        if self.flags & DATALESS == 0 { self.size } else { 0 }
    }

    /// EncryptionKey taken apart; `None` when the record has none.
    ///
    /// # Errors
    /// [`WrappedKeyFault::Length`].
    pub fn wrapped_key(&self) -> Option<Result<WrappedKey, WrappedKeyFault>> {
        self.encryption_key.as_deref().map(WrappedKey::parse)
    }

    /// ExtendedAttributes read as a list of names and bytes; `None` when there are none.
    ///
    /// # Errors
    /// A fault of the list.
    pub fn attributes(&self) -> Option<Result<Dictionary, unstuck_plist::Fault>> {
        let list = unstuck_plist::from_bytes(self.extended_attributes.as_deref()?, Bounds::RECORD);
        Some(list.map(|list| list.into_dictionary().unwrap_or_default()))
    }

    /// The bytes of `attributes` as [`extended_attributes`](Self::extended_attributes)
    /// holds them.
    pub fn pack_attributes(attributes: Dictionary) -> Vec<u8> {
        let mut bytes = Vec::new();
        let written = Value::Dictionary(attributes).to_writer_binary(&mut bytes);
        debug_assert!(written.is_ok(), "a plist of plain values was not written");
        bytes
    }

    /// The record with copies of what it borrowed.
    pub fn into_owned(self) -> Record<'static> {
        fn own<T: ToOwned + ?Sized>(value: Cow<'_, T>) -> Cow<'static, T> {
            Cow::Owned(value.into_owned())
        }
        Record {
            relative_path: own(self.relative_path),
            encryption_key: self.encryption_key.map(own),
            target: self.target.map(own),
            digest: self.digest.map(own),
            extended_attributes: self.extended_attributes.map(own),
            ..Record {
                mode: self.mode,
                size: self.size,
                inode: self.inode,
                user_id: self.user_id,
                group_id: self.group_id,
                last_modified: self.last_modified,
                last_status_change: self.last_status_change,
                birth: self.birth,
                protection_class: self.protection_class,
                flags: self.flags,
                ..Record::default()
            }
        }
    }
}

impl RecordKind {
    /// The value of the `flags` column (docs/backup-format.md 5).
    pub fn flag(self) -> i64 {
        match self {
            Self::File => 1,
            Self::Directory => 2,
            Self::Link => 4,
        }
    }

    /// Reads the `flags` column; bits of the working copy on the phone are masked off.
    pub fn from_flags(flags: i64) -> Option<Self> {
        match flags & 7 {
            1 => Some(Self::File),
            2 => Some(Self::Directory),
            4 => Some(Self::Link),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
