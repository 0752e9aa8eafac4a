//! The list of files, opened and looked over.

use super::{Keys, Stage, Survey, Teller};
use crate::FileKey;
use crate::content::WrappedKey;
use crate::db::{DbFault, ManifestDb};
use crate::list::FileList;
use crate::mbdb::Mbdb;
use crate::report::Why;
use crate::tree::Tree;

/// How far the list of files is known.
pub(crate) enum Database<'t> {
    /// Not tried.
    Closed(Why),
    /// Tried in vain.
    Faulty(DbFault),
    Open(Box<DatabaseFacts<'t>>),
}

/// An open list and what is known of it before its rows.
pub(crate) struct DatabaseFacts<'t> {
    pub(crate) list: FileList<'t>,
    /// What does not hold together.
    pub(crate) complaints: Result<Vec<String>, DbFault>,
    /// None when the schema itself cannot be read.
    pub(crate) missing_columns: Option<Vec<String>>,
}

impl<'t> Database<'t> {
    pub(super) fn open(tree: &'t dyn Tree, survey: &Survey<'_>, teller: &mut Teller<'_>) -> Self {
        if teller.stopped() {
            return Self::Closed(Why::Stopped);
        }
        if survey.root.is_old() {
            return match Mbdb::open(tree) {
                Ok(list) => Self::Open(Box::new(DatabaseFacts {
                    list: FileList::Old(list),
                    complaints: Ok(Vec::new()),
                    missing_columns: Some(Vec::new()),
                })),
                Err(fault) => Self::Faulty(fault),
            };
        }
        let key = match survey.database_key() {
            Ok(key) => key,
            Err(why) => return Self::Closed(why),
        };
        let db = match ManifestDb::open(tree, key.as_ref()) {
            Ok(db) => db,
            Err(fault) => return Self::Faulty(fault),
        };
        let checking = Stage::CheckingDatabase;
        let complaints = db.check(&mut |done, total| teller.tell(checking, done, Some(total)));
        if matches!(complaints, Err(DbFault::Stopped)) || teller.tell(checking, 0, None).is_break()
        {
            return Self::Closed(Why::Stopped);
        }
        let missing_columns = db.missing_columns().ok();
        Self::Open(Box::new(DatabaseFacts { complaints, missing_columns, list: FileList::New(db) }))
    }

    pub(crate) fn facts(&self) -> Option<&DatabaseFacts<'t>> {
        match self {
            Self::Open(facts) => Some(facts),
            _ => None,
        }
    }

    /// An open Manifest.db.
    pub(crate) fn manifest_db(&self) -> Option<&ManifestDb<'t>> {
        match &self.facts()?.list {
            FileList::New(db) => Some(db),
            FileList::Old(_) => None,
        }
    }
}

impl DatabaseFacts<'_> {
    /// Whether there may be rows to read. A schema that cannot be read at all still leaves
    /// rows to be found page by page.
    pub(crate) fn may_have_rows(&self) -> bool {
        let missing = self.missing_columns.as_deref().unwrap_or_default();
        !missing.iter().any(|column| column.starts_with("Files."))
    }
}

impl Survey<'_> {
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
