//! Manifest.db: one row for every file, folder and link (docs/backup-format.md 5).
//!
//! It is read where it lies, page by page, each decrypted by itself and in memory only, and
//! without belief in anything it says. Damaged pages are passed over: what can be read is, and
//! what is lost is named. SQLite is used to make databases, not to read those of others.

mod fault;
mod open;
mod salvage;
mod sqlite;
mod writer;

use std::ops::ControlFlow;

pub use fault::{Damage, DbFault};
pub use salvage::{LostRow, Reading};
pub use writer::{ManifestWriter, NewRow};

use crate::{Password, keybag};
pub(crate) use sqlite::{Header, MAGIC as SQLITE_MAGIC};
use sqlite::{Pager, Relation, Value, check, relations, walk};

/// Longest row we take; one has about one kilobyte.
pub const VALUE_BYTES_MAX: usize = 16 << 20;

/// Columns that make a Files table one of a manifest.
const FILES: [&str; 5] = ["fileID", "domain", "relativePath", "flags", "file"];
/// Columns of the Properties table.
const PROPERTIES: [&str; 2] = ["key", "value"];
/// Columns of a table that we look at; phones have five.
const COLUMNS_MAX: usize = 12;

/// An open Manifest.db.
pub struct ManifestDb<'t> {
    pager: Pager<'t>,
    unpadded: bool,
}

/// One row of Files, borrowed from the database while it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// fileID: 40 lower-case hex characters when sound.
    pub file_id: &'a str,
    /// domain.
    pub domain: &'a str,
    /// relativePath; empty for the root folder of the domain.
    pub relative_path: &'a str,
    /// flags.
    pub flags: i64,
    /// file: the record, for [`Record::decode`](crate::Record::decode). `None` is a
    /// placeholder of a run that did not finish.
    pub file: Option<&'a [u8]>,
}

/// A row with a value of the wrong type in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The row's number in the table.
    pub rowid: i64,
    /// The column.
    pub column: &'static str,
}

/// How many rows there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All rows.
    pub rows: u64,
    /// Rows of regular files.
    pub files: u64,
    /// Rows of folders.
    pub directories: u64,
    /// Rows of symbolic links.
    pub links: u64,
}

/// A table, and where in its rows the wanted columns stand.
struct Table<const N: usize> {
    root: u32,
    at: [usize; N],
}

impl ManifestDb<'_> {
    /// Whether the encrypted database was stored without padding, as some tools do.
    pub fn is_unpadded(&self) -> bool {
        self.unpadded
    }

    /// `PRAGMA user_version`. The phone rebuilds a database with less than 2.
    pub fn user_version(&self) -> i64 {
        self.pager.header.user_version.into()
    }

    /// Whether all pages hold together, as `PRAGMA quick_check` sees it: at most 100
    /// complaints, none when all is well. Reads the whole database; `progress` hears of pages
    /// and may stop it.
    ///
    /// # Errors
    /// [`DbFault::Io`], [`DbFault::Stopped`].
    pub fn check(
        &self,
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Vec<String>, DbFault> {
        check(&self.pager, progress)
    }

    /// What the schema lacks to be a manifest's: `Files.domain`, for example. Empty when
    /// it is complete. Only real tables count.
    ///
    /// # Errors
    /// [`DbFault::Damaged`].
    pub fn missing_columns(&self) -> Result<Vec<String>, DbFault> {
        let relations = relations(&self.pager)?;
        let mut missing = Vec::new();
        for (table, columns) in [("Files", &FILES[..]), ("Properties", &PROPERTIES[..])] {
            let found = find(&relations, table).and_then(Relation::columns).unwrap_or_default();
            let lacks = columns.iter().filter(|column| !found.iter().any(|name| name == *column));
            missing.extend(lacks.map(|column| format!("{table}.{column}")));
        }
        if !self.pager.header.is_utf8 {
            return Err(Damage::Encoding.into());
        }
        Ok(missing)
    }

    fn table<const N: usize>(
        &self,
        name: &str,
        columns: &[&str; N],
    ) -> Result<Option<Table<N>>, DbFault> {
        if !self.pager.header.is_utf8 {
            return Err(Damage::Encoding.into());
        }
        let relations = relations(&self.pager)?;
        let Some(relation) = find(&relations, name) else { return Ok(None) };
        let found = relation.columns().unwrap_or_default();
        let mut at = [0; N];
        for (at, column) in at.iter_mut().zip(columns) {
            match found.iter().position(|name| name == column) {
                Some(found) if found < COLUMNS_MAX => *at = found,
                _ => return Ok(None),
            }
        }
        Ok(Some(Table { root: relation.root, at }))
    }

    /// Calls `visit` for every row, in the order of the table, until it breaks.
    /// Returns how many rows it saw.
    ///
    /// # Errors
    /// [`DbFault::Damaged`] when a page cannot be read; all rows that can were visited. For
    /// whom the rest is worth something, there is [`read`](Self::read).
    pub fn scan(
        &self,
        mut visit: impl FnMut(Result<Row<'_>, BadRow>) -> ControlFlow<()>,
    ) -> Result<u64, DbFault> {
        let Some(table) = self.table("Files", &FILES)? else { return Err(DbFault::NotADatabase) };
        let mut count = 0;
        let walked = walk::<COLUMNS_MAX>(&self.pager, table.root, &mut |rowid, values| {
            count += 1;
            visit(read_row(rowid, &table.at, values))
        });
        walked.whole().map(|()| count)
    }

    /// How many rows there are. A scan counts as well; this is for when nothing else is
    /// wanted.
    ///
    /// # Errors
    /// [`DbFault::Damaged`].
    pub fn counts(&self) -> Result<Counts, DbFault> {
        let mut counts = Counts::default();
        self.scan(|row| {
            counts.rows += 1;
            match row.map(|row| row.flags & 7) {
                Ok(1) => counts.files += 1,
                Ok(2) => counts.directories += 1,
                Ok(4) => counts.links += 1,
                _ => {}
            }
            ControlFlow::Continue(())
        })?;
        Ok(counts)
    }

    /// One value of Properties, such as `salt`.
    ///
    /// # Errors
    /// [`DbFault::Damaged`].
    pub fn property(&self, key: &str) -> Result<Option<Vec<u8>>, DbFault> {
        let Some(table) = self.table("Properties", &PROPERTIES)? else { return Ok(None) };
        let mut found = None;
        let walked = walk::<COLUMNS_MAX>(&self.pager, table.root, &mut |_, values| {
            let [name, value] = table.at.map(|at| values[at]);
            match value {
                Value::Blob(bytes) | Value::Text(bytes) if name.text() == Some(key) => {
                    found = Some(bytes.to_vec());
                    ControlFlow::Break(())
                }
                _ => ControlFlow::Continue(()),
            }
        });
        walked.whole().map(|()| found)
    }

    /// Compares `password` with the hash in Properties: a second check besides the
    /// keybag's (docs/backup-format.md 9.6). `None` when there is no hash.
    ///
    /// # Errors
    /// [`DbFault::Damaged`].
    pub fn password_matches(&self, password: &Password) -> Result<Option<bool>, DbFault> {
        let (salt, hash) = (self.property("salt")?, self.property("passwordHash")?);
        Ok(salt.zip(hash).map(|(salt, hash)| keybag::password_hash(password, &salt)[..] == hash))
    }
}

fn find<'a>(relations: &'a [Relation], table: &str) -> Option<&'a Relation> {
    relations.iter().find(|relation| relation.is_table && relation.name == table)
}

type Visited<'a> = Result<Row<'a>, BadRow>;

fn read_row<'a>(
    rowid: i64,
    at: &[usize; FILES.len()],
    values: &[Value<'a>; COLUMNS_MAX],
) -> Visited<'a> {
    let bad = |column| BadRow { rowid, column };
    let [file_id, domain, relative_path, flags, file] = at.map(|at| values[at]);
    Ok(Row {
        file_id: file_id.text().ok_or(bad("fileID"))?,
        domain: domain.text().ok_or(bad("domain"))?,
        relative_path: relative_path.text().ok_or(bad("relativePath"))?,
        flags: flags.integer().ok_or(bad("flags"))?,
        file: match file {
            Value::Null => None,
            Value::Blob(bytes) => Some(bytes),
            _ => return Err(bad("file")),
        },
    })
}

#[cfg(test)]
mod tests;
