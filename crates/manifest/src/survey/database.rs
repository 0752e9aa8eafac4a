//! Manifest.db, opened and looked over.

use super::{Keys, Stage, Survey, Teller};
use crate::FileKey;
use crate::content::WrappedKey;
use crate::db::{DbFault, ManifestDb, Opening};
use crate::report::Why;
use crate::tree::Tree;

/// How far Manifest.db is known.
pub(crate) enum Database {
    /// Not tried.
    Closed(Why),
    /// Tried in vain.
    Faulty(DbFault),
    Open(Box<DatabaseFacts>),
}

/// An open Manifest.db and what SQLite says about it.
pub(crate) struct DatabaseFacts {
    pub(crate) db: ManifestDb,
    pub(crate) user_version: Result<i64, DbFault>,
    pub(crate) complaints: Result<Vec<String>, DbFault>,
    /// None when the schema itself cannot be read.
    pub(crate) missing_columns: Option<Vec<String>>,
}

impl Database {
    pub(super) fn open(tree: &dyn Tree, survey: &Survey, teller: &mut Teller<'_>) -> Self {
        if teller.stopped() {
            return Self::Closed(Why::Stopped);
        }
        let key = match survey.database_key() {
            Ok(key) => key,
            Err(why) => return Self::Closed(why),
        };
        let progress = &mut |done, total| teller.tell(Stage::Decrypting, done, Some(total));
        let opening = Opening { key: key.as_ref(), progress };
        let db = match ManifestDb::open_at(tree, "Manifest.db", opening) {
            Ok(db) => db,
            Err(DbFault::Stopped) => return Self::Closed(Why::Stopped),
            Err(fault) => return Self::Faulty(fault),
        };
        if teller.tell(Stage::CheckingDatabase, 0, None).is_break() {
            return Self::Closed(Why::Stopped);
        }
        Self::Open(Box::new(DatabaseFacts {
            user_version: db.user_version(),
            complaints: db.quick_check(),
            missing_columns: db.missing_columns().ok(),
            db,
        }))
    }

    pub(crate) fn facts(&self) -> Option<&DatabaseFacts> {
        match self {
            Self::Open(facts) => Some(facts),
            _ => None,
        }
    }
}

impl DatabaseFacts {
    /// Whether the rows can be read at all.
    pub(crate) fn has_files_table(&self) -> bool {
        let missing = self.missing_columns.as_ref();
        missing.is_some_and(|missing| !missing.iter().any(|column| column.starts_with("Files.")))
    }
}

impl Survey {
    /// The key of Manifest.db; `None` for a plain one.
    fn database_key(&self) -> Result<Option<FileKey>, Why> {
        let Ok(manifest) = &self.manifest else {
            return Err(if self.nothing_finished() {
                Why::NothingFinished
            } else {
                Why::NoManifest
            });
        };
        let keys = match &self.keys {
            Keys::NotNeeded => return Ok(None),
            Keys::Open(keys) => keys,
            Keys::NoPassword => return Err(Why::NoPassword),
            Keys::WrongPassword => return Err(Why::WrongPassword),
            Keys::Unusable => return Err(Why::KeysUnusable),
            Keys::Unknown => return Err(Why::NoManifest),
        };
        let Some(wrapped) = manifest.manifest_key() else {
            // Before iOS 10.2 the database of an encrypted backup is plain.
            return if manifest.wants_manifest_key() { Err(Why::KeysUnusable) } else { Ok(None) };
        };
        let key = WrappedKey::parse(wrapped).and_then(|wrapped| keys.unwrap(&wrapped));
        key.map(Some).map_err(|_| Why::KeysUnusable)
    }
}
