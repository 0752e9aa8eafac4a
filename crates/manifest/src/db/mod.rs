//! Manifest.db: one row for every file, folder and link (docs/backup-format.md 5).
//!
//! A database from outside is opened read-only and immutable, so that nothing appears
//! beside it, and without trust in what its schema says. An encrypted one is decrypted in
//! one pass, into memory when it is small, else into a private scratch file.

mod fault;
mod open;
mod uri;
mod writer;

use std::ops::ControlFlow;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

pub use fault::DbFault;
pub use open::{MEMORY_BYTES_MAX, Opening};
pub use writer::{ManifestWriter, NewRow};

use crate::tree::Scratch;
use crate::{Password, keybag};

/// Largest single value of a row we take; a record has about one kilobyte.
pub const VALUE_BYTES_MAX: i32 = 16 << 20;

/// Columns that make a Files table one of a manifest.
const FILES: [&str; 5] = ["fileID", "domain", "relativePath", "flags", "file"];
/// Columns of the Properties table.
const PROPERTIES: [&str; 2] = ["key", "value"];

/// An open Manifest.db.
pub struct ManifestDb {
    // Closed before the file below it goes away.
    connection: Connection,
    _scratch: Option<Box<dyn Scratch>>,
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

impl ManifestDb {
    /// Whether the encrypted database was stored without padding, as some tools do.
    pub fn is_unpadded(&self) -> bool {
        self.unpadded
    }

    /// `PRAGMA user_version`. The phone rebuilds a database with less than 2.
    ///
    /// # Errors
    /// [`DbFault::Damaged`].
    pub fn user_version(&self) -> Result<i64, DbFault> {
        Ok(self.connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
    }

    /// What `PRAGMA quick_check` complains about, at most 100 lines; none when all is
    /// well. Reads the whole database.
    ///
    /// # Errors
    /// [`DbFault::Damaged`] when it is too damaged to be checked.
    pub fn quick_check(&self) -> Result<Vec<String>, DbFault> {
        let mut statement = self.connection.prepare("PRAGMA quick_check(100)")?;
        let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
        let mut complaints: Vec<String> = lines.collect::<Result<_, _>>()?;
        complaints.retain(|line| line != "ok");
        Ok(complaints)
    }

    /// What the schema lacks to be a manifest's: `Files.domain`, for example. Empty when
    /// it is complete. Only real tables count: a view could run for ever.
    ///
    /// # Errors
    /// [`DbFault::Damaged`].
    pub fn missing_columns(&self) -> Result<Vec<String>, DbFault> {
        let mut missing = Vec::new();
        for (table, columns) in [("Files", &FILES[..]), ("Properties", &PROPERTIES[..])] {
            let found = self.columns(table)?;
            let lacks = columns.iter().filter(|column| !found.iter().any(|name| name == *column));
            missing.extend(lacks.map(|column| format!("{table}.{column}")));
        }
        Ok(missing)
    }

    fn columns(&self, table: &str) -> Result<Vec<String>, DbFault> {
        let is_table = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1";
        if self.connection.query_row(is_table, [table], |row| row.get::<_, i64>(0))? == 0 {
            return Ok(Vec::new());
        }
        let stored = "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0";
        let mut statement = self.connection.prepare(stored)?;
        let names = statement.query_map([table], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    /// Calls `visit` for every row, in the order of the table, until it breaks.
    /// Returns how many rows it saw.
    ///
    /// # Errors
    /// [`DbFault::Damaged`] when a page cannot be read; the rows before it were visited.
    pub fn scan(
        &self,
        mut visit: impl FnMut(Result<Row<'_>, BadRow>) -> ControlFlow<()>,
    ) -> Result<u64, DbFault> {
        let all = "SELECT fileID, domain, relativePath, flags, file, rowid FROM Files";
        let mut statement = self.connection.prepare(all)?;
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            if visit(read_row(row)?).is_break() {
                break;
            }
        }
        Ok(count)
    }

    /// How many rows there are. A scan counts as well; this is for when nothing else is
    /// wanted.
    ///
    /// # Errors
    /// [`DbFault::Damaged`].
    pub fn counts(&self) -> Result<Counts, DbFault> {
        let mut counts = Counts::default();
        let by_kind = "SELECT flags & 7, count(*) FROM Files GROUP BY 1";
        let mut statement = self.connection.prepare(by_kind)?;
        let mut groups = statement.query([])?;
        while let Some(group) = groups.next()? {
            let rows = u64::try_from(group.get::<_, i64>(1)?).unwrap_or_default();
            counts.rows += rows;
            match group.get::<_, Option<i64>>(0)? {
                Some(1) => counts.files += rows,
                Some(2) => counts.directories += rows,
                Some(4) => counts.links += rows,
                _ => {}
            }
        }
        Ok(counts)
    }

    /// One value of Properties, such as `salt`.
    ///
    /// # Errors
    /// [`DbFault::Damaged`].
    pub fn property(&self, key: &str) -> Result<Option<Vec<u8>>, DbFault> {
        let one = "SELECT value FROM Properties WHERE key = ?1";
        let mut statement = self.connection.prepare(one)?;
        let mut rows = statement.query([key])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        Ok(match row.get_ref(0)? {
            ValueRef::Blob(bytes) | ValueRef::Text(bytes) => Some(bytes.to_vec()),
            _ => None,
        })
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

type Visited<'a> = Result<Row<'a>, BadRow>;

fn read_row<'a>(row: &'a rusqlite::Row<'_>) -> Result<Visited<'a>, DbFault> {
    let bad = |column| {
        let rowid = row.get(5).unwrap_or_default();
        Ok(Err(BadRow { rowid, column }))
    };
    let mut texts = [""; 3];
    for (at, text) in texts.iter_mut().enumerate() {
        match row.get_ref(at)?.as_str() {
            Ok(found) => *text = found,
            Err(_) => return bad(FILES[at]),
        }
    }
    let Ok(flags) = row.get_ref(3)?.as_i64() else { return bad("flags") };
    let Ok(file) = row.get_ref(4)?.as_blob_or_null() else { return bad("file") };
    let [file_id, domain, relative_path] = texts;
    Ok(Ok(Row { file_id, domain, relative_path, flags, file }))
}

#[cfg(test)]
mod tests;
