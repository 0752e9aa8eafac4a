//! Making a Manifest.db, as a phone does at the end of a run.

use std::path::Path;

use rusqlite::{CachedStatement, Connection, MAIN_DB, params};

use super::DbFault;
use crate::{FileId, Password, Record, RecordKind, file_id, keybag};

/// docs/backup-format.md 5. The page size is given before the first table is made.
const SCHEMA: &str = "
    PRAGMA page_size = 4096;
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -131072;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA temp_store = MEMORY;
    PRAGMA user_version = 2;
    BEGIN;
    CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER,
        file BLOB);
    CREATE TABLE Properties (key TEXT PRIMARY KEY, value BLOB);";

/// Made last: sorting once is faster than keeping three trees sorted row by row.
const INDEXES: &str = "
    CREATE INDEX FilesDomainIdx ON Files(domain);
    CREATE INDEX FilesRelativePathIdx ON Files(relativePath);
    CREATE INDEX FilesFlagsIdx ON Files(flags);
    COMMIT;";

/// Builds a Manifest.db in one transaction. The same calls give the same bytes.
///
/// ```
/// use unstuck_manifest::db::{ManifestDb, ManifestWriter};
/// use unstuck_manifest::{Record, RecordKind};
///
/// let mut writer = ManifestWriter::in_memory()?;
/// let root = Record { mode: 0o40755, ..Record::default() };
/// writer.add("HomeDomain", RecordKind::Directory, &root)?;
/// let bytes = writer.into_bytes()?;
/// assert_eq!(ManifestDb::from_bytes(&bytes)?.counts()?.directories, 1);
/// # Ok::<(), unstuck_manifest::db::DbFault>(())
/// ```
pub struct ManifestWriter {
    connection: Connection,
}

/// A row as it goes into the table, sound or not.
#[derive(Clone, Copy, Debug)]
pub struct NewRow<'a> {
    /// fileID.
    pub file_id: &'a str,
    /// domain.
    pub domain: &'a str,
    /// relativePath.
    pub relative_path: &'a str,
    /// flags.
    pub flags: i64,
    /// file.
    pub file: Option<&'a [u8]>,
}

impl ManifestWriter {
    /// Builds in memory.
    ///
    /// # Errors
    /// [`DbFault::Sqlite`].
    pub fn in_memory() -> Result<Self, DbFault> {
        Self::begin(Connection::open_in_memory()?)
    }

    /// Builds at `path`, where nothing must be yet. A crash leaves rubbish there.
    ///
    /// # Errors
    /// [`DbFault::Sqlite`].
    pub fn at(path: &Path) -> Result<Self, DbFault> {
        Self::begin(Connection::open(path)?)
    }

    fn begin(connection: Connection) -> Result<Self, DbFault> {
        connection.execute_batch(SCHEMA)?;
        Ok(Self { connection })
    }

    /// Adds the row of a file, folder or link and returns its id. The path is the
    /// record's.
    ///
    /// # Errors
    /// [`DbFault`]; also when the row is there already.
    pub fn add(
        &mut self,
        domain: &str,
        kind: RecordKind,
        record: &Record<'_>,
    ) -> Result<FileId, DbFault> {
        self.add_encoded(domain, &record.relative_path, kind, &record.encode())
    }

    /// Adds a row whose record is encoded already.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_encoded(
        &mut self,
        domain: &str,
        relative_path: &str,
        kind: RecordKind,
        record: &[u8],
    ) -> Result<FileId, DbFault> {
        let id = file_id(domain, relative_path);
        let hex = id.hex();
        let hex = std::str::from_utf8(&hex).unwrap_or_default();
        let (flags, file) = (kind.flag(), Some(record));
        self.add_row(NewRow { file_id: hex, domain, relative_path, flags, file })?;
        Ok(id)
    }

    /// Adds any row, however wrong.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_row(&mut self, row: NewRow<'_>) -> Result<(), DbFault> {
        let NewRow { file_id, domain, relative_path, flags, file } = row;
        let mut insert = self.statement("INSERT INTO Files VALUES (?1, ?2, ?3, ?4, ?5)")?;
        insert.execute(params![file_id, domain, relative_path, flags, file])?;
        Ok(())
    }

    /// Sets one of the Properties.
    ///
    /// # Errors
    /// [`DbFault`].
    pub fn set_property(&mut self, key: &str, value: &[u8]) -> Result<(), DbFault> {
        let mut insert = self.statement("INSERT OR REPLACE INTO Properties VALUES (?1, ?2)")?;
        insert.execute(params![key, value])?;
        Ok(())
    }

    /// Sets `salt` and `passwordHash`, as an encrypted backup has them.
    ///
    /// # Errors
    /// [`DbFault`].
    pub fn set_password(&mut self, password: &Password, salt: &[u8; 16]) -> Result<(), DbFault> {
        self.set_property("salt", salt)?;
        self.set_property("passwordHash", &keybag::password_hash(password, salt))
    }

    /// Sets `user_version` to something else than the 2 it has.
    ///
    /// # Errors
    /// [`DbFault`].
    pub fn set_user_version(&mut self, version: i64) -> Result<(), DbFault> {
        Ok(self.connection.pragma_update(None, "user_version", version)?)
    }

    /// Ends a database made at a path.
    ///
    /// # Errors
    /// [`DbFault`].
    pub fn finish(self) -> Result<(), DbFault> {
        self.connection.execute_batch(INDEXES)?;
        self.connection.close().map_err(|(_, error)| error.into())
    }

    /// Ends the database and gives its bytes.
    ///
    /// # Errors
    /// [`DbFault`].
    pub fn into_bytes(mut self) -> Result<Vec<u8>, DbFault> {
        self.connection.execute_batch(INDEXES)?;
        Ok(self.connection.serialize(MAIN_DB)?.to_vec())
    }

    fn statement(&self, sql: &str) -> Result<CachedStatement<'_>, DbFault> {
        Ok(self.connection.prepare_cached(sql)?)
    }
}
