//! Status.plist: how far the last run came (docs/backup-format.md 3).

use std::fmt;
use std::time::SystemTime;

use plist::{Dictionary, Value};
use unstuck_plist::Bounds;

use super::{PlistFault, read, string, write_binary};

/// Status.plist. Missing texts read as empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusPlist {
    /// "3.3" today.
    pub version: String,
    /// Names the lineage: runs that build on each other share it.
    pub uuid: String,
    /// When it was written, by the phone's clock.
    pub date: Option<SystemTime>,
    /// Whether a complete backup has ever finished here.
    pub backup_state: BackupState,
    /// How far the last run came.
    pub snapshot_state: SnapshotState,
    /// Carries no reliable meaning; kept because the phone writes it.
    pub is_full_backup: bool,
}

impl StatusPlist {
    /// Reads the file.
    ///
    /// # Errors
    /// [`PlistFault`] when it is no dictionary.
    pub fn parse(bytes: &[u8]) -> Result<Self, PlistFault> {
        let list = read(bytes, Bounds::MESSAGE)?;
        let text = |key| string(&list, key).unwrap_or_default();
        Ok(Self {
            version: text("Version"),
            uuid: text("UUID"),
            date: list.get("Date").and_then(Value::as_date).map(SystemTime::from),
            backup_state: BackupState::from_word(&text("BackupState")),
            snapshot_state: SnapshotState::from_word(&text("SnapshotState")),
            is_full_backup: list
                .get("IsFullBackup")
                .and_then(Value::as_boolean)
                .unwrap_or_default(),
        })
    }

    /// The file as a phone writes it: a binary list of 189 bytes for ordinary values.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut list = Dictionary::new();
        list.insert("UUID".into(), self.uuid.as_str().into());
        list.insert("IsFullBackup".into(), self.is_full_backup.into());
        list.insert("Version".into(), self.version.as_str().into());
        list.insert("BackupState".into(), self.backup_state.word().into());
        if let Some(date) = self.date {
            list.insert("Date".into(), Value::Date(date.into()));
        }
        list.insert("SnapshotState".into(), self.snapshot_state.word().into());
        write_binary(list)
    }
}

/// An enum of words in which a word we do not know is kept.
macro_rules! words {
    (
        $(#[$doc:meta])*
        $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// A word we do not know; empty when there was none.
            Unknown(String),
        }

        impl $name {
            /// Reads a word.
            pub fn from_word(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)*
                    _ => Self::Unknown(word.to_owned()),
                }
            }

            /// The word as the file has it.
            pub fn word(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Unknown(word) => word,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// BackupState.
    BackupState {
        /// No complete backup has ever finished in this folder.
        Empty = "empty",
        /// A complete backup has finished at some time.
        Old = "old",
        /// A complete backup has finished at some time.
        New = "new",
    }
}

words! {
    /// SnapshotState: the stages of a run (docs/backup-format.md 8.2).
    SnapshotState {
        /// Files are still coming, into Snapshot/.
        Uploading = "uploading",
        /// All have come; they move over the files of the backup before.
        Moving = "moving",
        /// All have moved; what left the manifest is being removed.
        Removing = "removing",
        /// Nothing is left to do.
        Finished = "finished",
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn ordinary() -> StatusPlist {
        StatusPlist {
            version: "3.3".into(),
            uuid: "1F2E3D4C-5B6A-7988-A7B6-C5D4E3F2A1B0".into(),
            date: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)),
            backup_state: BackupState::New,
            snapshot_state: SnapshotState::Finished,
            is_full_backup: false,
        }
    }

    #[test]
    fn an_ordinary_status_has_the_real_length_and_reads_back() {
        let bytes = ordinary().to_bytes();
        assert_eq!(bytes.len(), 189);
        assert_eq!(StatusPlist::parse(&bytes), Ok(ordinary()));
    }

    #[test]
    fn unknown_words_are_kept_and_missing_ones_are_empty() {
        let mut status = ordinary();
        status.snapshot_state = SnapshotState::Unknown("pondering".into());
        let back = StatusPlist::parse(&status.to_bytes()).unwrap();
        assert_eq!(back.snapshot_state.word(), "pondering");
        let none = StatusPlist::parse(b"<plist><dict/></plist>").unwrap();
        assert_eq!(none.backup_state, BackupState::Unknown(String::new()));
        assert_eq!((none.version.as_str(), none.date), ("", None));
    }
}
