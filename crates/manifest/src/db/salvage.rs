//! Reading all that can be read of a damaged list, and naming the rest.
//!
//! ```text
//! 1  the table's tree            every row it leads to
//! 2  every page of the file      rows that no tree leads to any more
//! 3  the indexes                 they repeat id, domain and path of rows that are lost
//! ```

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::sqlite::{Relation, leaves, relations, walk};
use super::{BadRow, COLUMNS_MAX, DbFault, FILES, ManifestDb, Row, read_row};
use crate::file_id;

/// Lost rows that are kept with their names; the rest is only counted.
const LOST_KEPT_MAX: usize = 1000;
/// Rows by number that are remembered as seen: more than any phone has files.
const ROWIDS_MAX: i64 = 1 << 26;
/// How rows of Files lie when the schema itself is lost.
const USUAL: [usize; 5] = [0, 1, 2, 3, 4];

/// What reading came to.
#[derive(Debug, Default)]
pub struct Reading {
    /// Rows that were visited.
    pub rows: u64,
    /// How many of them no tree led to any more.
    pub salvaged: u64,
    /// Rows known to have been there that cannot be read.
    pub lost: u64,
    /// The first of them, with what the indexes say.
    pub lost_kept: Vec<LostRow>,
    /// What is damaged; `None` when every row was read as it should be.
    pub fault: Option<DbFault>,
    /// The visitor ended it.
    pub stopped: bool,
}

/// A row that is lost, as far as the indexes tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LostRow {
    /// The row's number in the table.
    pub rowid: i64,
    /// fileID.
    pub file_id: Option<String>,
    /// domain.
    pub domain: Option<String>,
    /// relativePath.
    pub relative_path: Option<String>,
}

/// One bit a row.
#[derive(Default)]
struct Seen(Vec<u64>);

impl Seen {
    /// Notes a row; false when it was noted before or cannot be noted.
    fn add(&mut self, rowid: i64) -> bool {
        let Some((at, bit)) = Self::place(rowid) else { return false };
        if at >= self.0.len() {
            self.0.resize(at + 1 + at / 2, 0);
        }
        let fresh = self.0[at] & bit == 0;
        self.0[at] |= bit;
        fresh
    }

    fn has(&self, rowid: i64) -> bool {
        Self::place(rowid).is_some_and(|(at, bit)| self.0.get(at).is_some_and(|b| b & bit != 0))
    }

    fn place(rowid: i64) -> Option<(usize, u64)> {
        let rowid = usize::try_from(rowid).ok().filter(|_| rowid < ROWIDS_MAX)?;
        Some((rowid / 64, 1 << (rowid % 64)))
    }
}

impl ManifestDb<'_> {
    /// Visits every row that can be read, damage or not, until `visit` breaks.
    ///
    /// # Errors
    /// When the system cannot read the file at all, or it is no manifest.
    pub fn read(
        &self,
        visit: &mut dyn FnMut(Result<Row<'_>, BadRow>) -> ControlFlow<()>,
    ) -> Result<Reading, DbFault> {
        let (mut reading, mut seen) = (Reading::default(), Seen::default());
        let table = match self.table("Files", &FILES) {
            Ok(Some(table)) => Some(table),
            Ok(None) => return Err(DbFault::NotADatabase),
            Err(fault @ DbFault::Damaged(_)) if self.pager.header.is_utf8 => {
                reading.fault = Some(fault);
                None
            }
            Err(fault) => return Err(fault),
        };
        let at = table.as_ref().map_or(USUAL, |table| table.at);
        if let Some(table) = table {
            let walked = walk::<COLUMNS_MAX>(&self.pager, table.root, &mut |rowid, values| {
                reading.rows += 1;
                seen.add(rowid);
                visit(read_row(rowid, &at, values))
            });
            reading.stopped = walked.stopped;
            reading.fault = walked.fault;
        }
        if reading.fault.is_some() && !reading.stopped {
            self.sweep(&at, &mut seen, &mut reading, visit)?;
        }
        if reading.fault.is_some() && !reading.stopped {
            self.name_lost(&seen, &mut reading);
        }
        Ok(reading)
    }

    /// Visits rows on pages that the tree does not lead to.
    fn sweep(
        &self,
        at: &[usize; FILES.len()],
        seen: &mut Seen,
        reading: &mut Reading,
        visit: &mut dyn FnMut(Result<Row<'_>, BadRow>) -> ControlFlow<()>,
    ) -> Result<(), DbFault> {
        leaves::<COLUMNS_MAX>(&self.pager, &mut |rowid, values| {
            // Only the id proves that this is a row of ours; removed ones may still lie about.
            let row = read_row(rowid, at, values).ok();
            let row = row.filter(|row| {
                let id = file_id(row.domain, row.relative_path);
                row.file_id.as_bytes() == id.hex() && !seen.has(rowid)
            });
            let Some(row) = row else { return ControlFlow::Continue(()) };
            seen.add(rowid);
            reading.rows += 1;
            reading.salvaged += 1;
            let flow = visit(Ok(row));
            reading.stopped |= flow.is_break();
            flow
        })
    }

    /// Rows that an index knows and nobody has seen.
    fn name_lost(&self, seen: &Seen, reading: &mut Reading) {
        let (mut known, mut kept) = (Seen::default(), BTreeMap::new());
        for relation in relations(&self.pager).unwrap_or_default() {
            let column = (!relation.is_table && relation.table == "Files")
                .then(|| indexed_column(&relation))
                .flatten();
            let Some(column) = column else { continue };
            walk::<2>(&self.pager, relation.root, &mut |_, [key, rowid]| {
                if let (Some(key), Some(rowid)) = (key.text(), rowid.integer())
                    && !seen.has(rowid)
                {
                    reading.lost += u64::from(known.add(rowid));
                    note(&mut kept, rowid, column, key);
                }
                ControlFlow::Continue(())
            });
        }
        reading.lost_kept = kept.into_values().collect();
    }
}

/// Which of the columns an index repeats.
fn indexed_column(index: &Relation) -> Option<&'static str> {
    let Some(sql) = &index.sql else {
        return index.name.starts_with("sqlite_autoindex_").then_some("fileID");
    };
    let (_, inside) = sql.rsplit_once('(')?;
    let name = inside.trim_end().trim_end_matches(')').trim().trim_matches(['"', '`', '[', ']']);
    ["fileID", "domain", "relativePath"].into_iter().find(|column| *column == name)
}

fn note(kept: &mut BTreeMap<i64, LostRow>, rowid: i64, column: &str, value: &str) {
    if kept.len() >= LOST_KEPT_MAX && !kept.contains_key(&rowid) {
        return;
    }
    let lost = kept.entry(rowid).or_insert_with(|| LostRow { rowid, ..LostRow::default() });
    let value = Some(value.to_owned());
    match column {
        "fileID" => lost.file_id = value,
        "domain" => lost.domain = value,
        _ => lost.relative_path = value,
    }
}
