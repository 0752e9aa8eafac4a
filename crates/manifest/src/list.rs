//! The list of everything in a backup, in whichever form: Manifest.db, or Manifest.mbdb.

use std::ops::ControlFlow;

use crate::db::{BadRow, DbFault, ManifestDb, Reading, Row};
use crate::mbdb::Mbdb;
use crate::{Record, RecordFault, RecordKind, file_id};

/// The list of a backup.
pub(crate) enum FileList<'t> {
    New(ManifestDb<'t>),
    /// iOS 9 and older.
    Old(Mbdb<'t>),
}

/// A row and its record; `None` for a placeholder.
pub(crate) struct ListRow<'a> {
    pub(crate) row: Row<'a>,
    pub(crate) decoded: Option<Result<Record<'a>, RecordFault>>,
}

impl FileList<'_> {
    /// Visits every row that can be read, until `visit` breaks.
    pub(crate) fn read(
        &self,
        visit: &mut dyn FnMut(Result<ListRow<'_>, BadRow>) -> ControlFlow<()>,
    ) -> Result<Reading, DbFault> {
        match self {
            Self::New(db) => db.read(&mut |row| {
                visit(row.map(|row| ListRow { decoded: row.file.map(Record::decode), row }))
            }),
            Self::Old(list) => list.read(&mut |old| {
                let hex = file_id(&old.domain, &old.record.relative_path).hex();
                let row = Row {
                    file_id: std::str::from_utf8(&hex).unwrap_or_default(),
                    domain: &old.domain,
                    relative_path: &old.record.relative_path,
                    flags: old.record.kind().map_or(0, RecordKind::flag),
                    file: None,
                };
                visit(Ok(ListRow { row, decoded: Some(Ok(old.record.clone())) }))
            }),
        }
    }
}
