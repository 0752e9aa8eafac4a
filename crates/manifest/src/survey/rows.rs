//! The one pass over the rows of Manifest.db.

use std::io;
use std::ops::ControlFlow;

use super::{PayloadState, Stage, Survey, Teller};
use crate::db::{BadRow, DbFault, Row};
use crate::report::{Subject, Totals};
use crate::tree::{ReadSeek, Tree};
use crate::{FileId, Record, RecordFault, RecordKind, file_id};

/// Rows between two calls of the progress function.
const STEP_ROWS: u64 = 1000;
/// Rows of wrong types that are kept; the rest is only counted.
const BAD_KEPT_MAX: usize = 100;

/// One row and what belongs to it.
pub(crate) struct RowFacts<'a> {
    pub(crate) row: Row<'a>,
    /// fileID, if it is an id at all (of either case).
    pub(crate) id: Option<FileId>,
    /// What fileID ought to be.
    pub(crate) expected_id: FileId,
    /// What flags say it is.
    pub(crate) kind: Option<RecordKind>,
    /// The record; `None` for a placeholder.
    pub(crate) decoded: Option<Result<Record<'a>, RecordFault>>,
    pub(crate) payload: PayloadState,
    tree: &'a dyn Tree,
}

impl RowFacts<'_> {
    pub(crate) fn subject(&self) -> Subject {
        let payload = self.id.filter(|_| self.kind == Some(RecordKind::File));
        Subject::file(self.row.domain, self.row.relative_path, payload)
    }

    /// Opens the payload, for rules of content.
    pub(crate) fn open_payload(&self) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
        let id = self.id.ok_or(io::ErrorKind::NotFound)?;
        self.tree.open(&id.payload_path())
    }

    pub(crate) fn record(&self) -> Option<&Record<'_>> {
        self.decoded.as_ref()?.as_ref().ok()
    }
}

/// What the pass left behind.
#[derive(Debug, Default)]
pub(crate) struct RowPass {
    /// Every row was seen.
    pub(crate) done: bool,
    /// Why the pass ended early.
    pub(crate) fault: Option<DbFault>,
    pub(crate) bad: u64,
    pub(crate) bad_kept: Vec<BadRow>,
    pub(crate) totals: Totals,
}

/// Shows every row to `look`, which says whether it found the file damaged.
pub(crate) fn pass(
    tree: &dyn Tree,
    survey: &Survey,
    teller: &mut Teller<'_>,
    mut look: impl FnMut(&RowFacts<'_>) -> bool,
) -> RowPass {
    let mut pass = RowPass::default();
    pass.totals.payloads = survey.payloads.count;
    pass.totals.payload_bytes = survey.payloads.bytes;
    let facts = survey.database.facts().filter(|facts| facts.has_files_table());
    let Some(facts) = facts.filter(|_| !teller.stopped()) else { return pass };
    let mut seen = 0;
    let result = facts.db.scan(|row| {
        match row {
            Ok(row) => pass.take(tree, survey, row, &mut look),
            Err(bad) => pass.take_bad(bad),
        }
        seen += 1;
        if seen % STEP_ROWS == 0 {
            teller.tell(Stage::Rows, seen, None)
        } else {
            ControlFlow::Continue(())
        }
    });
    match result {
        Ok(_) => pass.done = !teller.stopped(),
        Err(fault) => pass.fault = Some(fault),
    }
    pass
}

impl RowPass {
    fn take(
        &mut self,
        tree: &dyn Tree,
        survey: &Survey,
        row: Row<'_>,
        look: &mut impl FnMut(&RowFacts<'_>) -> bool,
    ) {
        let id = FileId::parse_any_case(row.file_id);
        let facts = RowFacts {
            id,
            expected_id: file_id(row.domain, row.relative_path),
            kind: RecordKind::from_flags(row.flags),
            decoded: row.file.map(Record::decode),
            payload: id.map_or(PayloadState::Missing, |id| survey.payloads.claim(&id)),
            row,
            tree,
        };
        self.count(&facts);
        if look(&facts) {
            self.totals.damaged_files += 1;
        }
    }

    fn count(&mut self, facts: &RowFacts<'_>) {
        let totals = &mut self.totals;
        totals.rows += 1;
        match facts.kind {
            Some(RecordKind::File) => totals.files += 1,
            Some(RecordKind::Directory) => totals.directories += 1,
            Some(RecordKind::Link) => totals.links += 1,
            None => {}
        }
        let bytes = facts.record().map_or(0, Record::content_bytes);
        totals.content_bytes = totals.content_bytes.saturating_add(bytes);
    }

    fn take_bad(&mut self, bad: BadRow) {
        self.totals.rows += 1;
        self.totals.damaged_files += 1;
        self.bad += 1;
        if self.bad_kept.len() < BAD_KEPT_MAX {
            self.bad_kept.push(bad);
        }
    }
}
