//! Changing a finished backup: how tests and faults make damaged ones.

use std::ops::ControlFlow;

use super::{BuildFault, Built};
use crate::content;
use crate::db::{ManifestDb, ManifestWriter, NewRow};
use crate::{ManifestPlist, Record, StatusPlist};

/// A row of Files, to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedRow {
    /// fileID.
    pub file_id: String,
    /// domain.
    pub domain: String,
    /// relativePath.
    pub relative_path: String,
    /// flags.
    pub flags: i64,
    /// file.
    pub file: Option<Vec<u8>>,
}

impl OwnedRow {
    /// Changes the record inside. A row without a sound record stays as it is.
    pub fn edit_record(&mut self, edit: impl FnOnce(&mut Record<'_>)) {
        let Some(file) = &self.file else { return };
        let Ok(mut record) = Record::decode(file) else { return };
        edit(&mut record);
        let encoded = record.encode();
        self.file = Some(encoded);
    }
}

impl Built {
    /// Changes the rows of Manifest.db and writes it anew.
    ///
    /// # Errors
    /// [`BuildFault`].
    pub fn edit_rows(&mut self, edit: impl FnOnce(&mut Vec<OwnedRow>)) -> Result<(), BuildFault> {
        let mut rows = self.rows()?;
        edit(&mut rows);
        let mut writer = ManifestWriter::in_memory()?;
        for row in &rows {
            writer.add_row(NewRow {
                file_id: &row.file_id,
                domain: &row.domain,
                relative_path: &row.relative_path,
                flags: row.flags,
                file: row.file.as_deref(),
            })?;
        }
        let bytes = writer.into_bytes()?;
        self.put_database(&bytes);
        Ok(())
    }

    /// The rows of Manifest.db, those with values of wrong types left out.
    ///
    /// # Errors
    /// [`BuildFault`].
    pub fn rows(&self) -> Result<Vec<OwnedRow>, BuildFault> {
        let key = self.locks.as_ref().map(|locks| &locks.manifest_key);
        let mut rows = Vec::new();
        ManifestDb::open(&self.tree, key)?.scan(|row| {
            rows.extend(row.map(|row| OwnedRow {
                file_id: row.file_id.to_owned(),
                domain: row.domain.to_owned(),
                relative_path: row.relative_path.to_owned(),
                flags: row.flags,
                file: row.file.map(<[u8]>::to_vec),
            }));
            ControlFlow::Continue(())
        })?;
        Ok(rows)
    }

    /// Puts a plain database in place of Manifest.db, encrypted when the backup is.
    pub fn put_database(&mut self, plain: &[u8]) {
        let stored = match &self.locks {
            Some(locks) => content::encrypt(&locks.manifest_key, plain),
            None => plain.to_vec(),
        };
        self.tree.write("Manifest.db", stored);
    }

    /// Changes Status.plist, when it is sound.
    pub fn edit_status(&mut self, edit: impl FnOnce(&mut StatusPlist)) {
        let status = self.tree.file("Status.plist").map(StatusPlist::parse);
        if let Some(Ok(mut status)) = status {
            edit(&mut status);
            self.tree.write("Status.plist", status.to_bytes());
        }
    }

    /// Changes Manifest.plist, when it is sound.
    pub fn edit_manifest(&mut self, edit: impl FnOnce(&mut ManifestPlist)) {
        let manifest = self.tree.file("Manifest.plist").map(ManifestPlist::parse);
        if let Some(Ok(mut manifest)) = manifest {
            edit(&mut manifest);
            self.tree.write("Manifest.plist", manifest.to_bytes());
        }
    }
}
