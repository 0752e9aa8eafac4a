//! The one pass over the rows of the list, and into the payloads as far as that is wanted.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

use super::{Keys, PayloadState, Stage, Survey, Teller};
use crate::conveyor::{Conveyor, Heard, convey};
use crate::db::{BadRow, DbFault, Reading, Row};
use crate::inspect::{Facts, Inspector, Task, Tool};
use crate::list::ListRow;
use crate::report::{Subject, Totals};
use crate::threads::Threads;
use crate::tree::Tree;
use crate::verify::Depth;
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
}

impl RowFacts<'_> {
    pub(crate) fn subject(&self) -> Subject {
        let payload = self.id.filter(|_| self.kind == Some(RecordKind::File));
        Subject::file(self.row.domain, self.row.relative_path, payload)
    }

    pub(crate) fn record(&self) -> Option<&Record<'_>> {
        self.decoded.as_ref()?.as_ref().ok()
    }

    /// Bytes of the payload of a regular file; `None` when it is no such file, or not there.
    pub(crate) fn payload_bytes(&self) -> Option<u64> {
        match self.payload {
            PayloadState::Present { bytes } if self.kind == Some(RecordKind::File) => Some(bytes),
            _ => None,
        }
    }
}

/// What the pass left behind.
#[derive(Debug, Default)]
pub(crate) struct RowPass {
    /// Every row was seen.
    pub(crate) done: bool,
    /// Why the pass ended early, or what it had to pass over.
    pub(crate) fault: Option<DbFault>,
    /// What reading the list came to, when it got that far.
    pub(crate) reading: Option<Reading>,
    pub(crate) bad: u64,
    pub(crate) bad_kept: Vec<BadRow>,
    pub(crate) totals: Totals,
}

/// Who is shown everything. Both say whether they found the file damaged.
pub(crate) trait Looker {
    fn row(&mut self, row: &RowFacts<'_>, survey: &Survey<'_>) -> bool;
    fn content(&mut self, facts: &Facts, survey: &Survey<'_>) -> bool;
}

/// Shows every row to `looker`, and the content of every payload that is to be looked into.
pub(crate) fn pass(
    tree: &dyn Tree,
    survey: &Survey<'_>,
    threads: Threads,
    teller: &mut Teller<'_>,
    looker: &mut dyn Looker,
) -> RowPass {
    let mut pass = RowPass::default();
    pass.totals.payloads = survey.payloads.count;
    pass.totals.payload_bytes = survey.payloads.bytes;
    let facts = survey.database.facts().filter(|facts| facts.may_have_rows());
    let Some(facts) = facts.filter(|_| !teller.stopped()) else { return pass };
    let keys = match &survey.keys {
        Keys::Open(keys) => Some(keys),
        _ => None,
    };
    let inspector = Inspector::new(tree, keys, survey.depth);
    let work = |tool: &mut Tool, task| inspector.inspect(tool, task);
    let result = convey(threads, Tool::new, work, |conveyor| {
        let mut running =
            Running { pass: &mut pass, survey, inspector: &inspector, teller, looker, tasks: 0 };
        let result = facts.list.read(&mut |row| running.row(row, conveyor));
        conveyor.settle(&mut |heard| running.hear(heard));
        result
    });
    match result {
        Ok(mut reading) => {
            pass.fault = reading.fault.take();
            pass.done = !teller.stopped() && !reading.stopped && pass.fault.is_none();
            pass.reading = Some(reading);
        }
        Err(fault) => pass.fault = Some(fault),
    }
    pass
}

/// The pass under way.
struct Running<'a, 't, 'tell> {
    pass: &'a mut RowPass,
    survey: &'a Survey<'t>,
    inspector: &'a Inspector<'a>,
    teller: &'a mut Teller<'tell>,
    looker: &'a mut dyn Looker,
    tasks: u64,
}

type Payloads<'a> = Conveyor<'a, Task, Option<Facts>>;

impl Running<'_, '_, '_> {
    fn row(
        &mut self,
        row: Result<ListRow<'_>, BadRow>,
        conveyor: &mut Payloads<'_>,
    ) -> ControlFlow<()> {
        match row {
            Ok(row) => {
                if let Some(task) = self.take(row) {
                    let weight = match self.survey.depth {
                        Depth::Deep => task.stored,
                        _ => 1,
                    };
                    conveyor.put(task, weight, &mut |heard| self.hear(heard));
                }
            }
            Err(bad) => self.take_bad(bad),
        }
        if self.pass.totals.rows.is_multiple_of(STEP_ROWS) { self.tell() } else { self.flow() }
    }

    fn flow(&self) -> ControlFlow<()> {
        if self.teller.stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn tell(&mut self) -> ControlFlow<()> {
        let flow = if self.survey.depth == Depth::Deep {
            let done = self.inspector.done.load(Ordering::Relaxed);
            self.teller.tell(Stage::Contents, done, Some(self.survey.payloads.bytes))
        } else {
            self.teller.tell(Stage::Rows, self.pass.totals.rows, None)
        };
        if flow.is_break() {
            self.inspector.stop.store(true, Ordering::Relaxed);
        }
        flow
    }

    fn take(&mut self, listed: ListRow<'_>) -> Option<Task> {
        let ListRow { row, decoded } = listed;
        let id = FileId::parse_any_case(row.file_id);
        let claim = |id: FileId| self.survey.payloads.claim(&id);
        let facts = RowFacts {
            id,
            expected_id: file_id(row.domain, row.relative_path),
            kind: RecordKind::from_flags(row.flags),
            decoded,
            payload: id.map_or(PayloadState::Missing, claim),
            row,
        };
        self.count(&facts);
        let damaged = self.looker.row(&facts, self.survey);
        self.pass.totals.damaged_files += u64::from(damaged);
        self.task(&facts, damaged)
    }

    /// What is to be looked into of this row's file.
    fn task(&mut self, facts: &RowFacts<'_>, known_damaged: bool) -> Option<Task> {
        let (stored, id) = (facts.payload_bytes()?, facts.id?);
        let wanted = match self.survey.depth {
            Depth::Structure => false,
            // Cut within a block: nothing more is learned from its end.
            Depth::Ends => self.inspector.keys.is_some() && stored > 0 && stored % 16 == 0,
            Depth::Deep => true,
        };
        let record = facts.record().filter(|_| wanted)?;
        self.tasks += 1;
        Some(Task {
            subject: facts.subject(),
            known_damaged,
            path: self.survey.payloads.path(&id),
            stored,
            wrapped_key: record.encryption_key.as_deref().map(<[u8]>::to_vec),
            digest: record.digest.as_deref().and_then(|digest| digest.try_into().ok()),
            sealed: self.survey.payloads.sealed(&id),
            number: self.tasks,
        })
    }

    fn hear(&mut self, heard: Heard<Option<Facts>>) {
        match heard {
            Heard::Done(Some(facts)) => {
                let damaged = self.looker.content(&facts, self.survey);
                let fresh = damaged && !facts.task.known_damaged;
                self.pass.totals.damaged_files += u64::from(fresh);
                self.pass.totals.inspected += 1;
            }
            Heard::Done(None) => {}
            Heard::Waiting => drop(self.tell()),
        }
    }

    fn count(&mut self, facts: &RowFacts<'_>) {
        let totals = &mut self.pass.totals;
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
        self.pass.totals.rows += 1;
        self.pass.totals.damaged_files += 1;
        self.pass.bad += 1;
        if self.pass.bad_kept.len() < BAD_KEPT_MAX {
            self.pass.bad_kept.push(bad);
        }
    }
}
