use std::ops::ControlFlow;

use proptest::prelude::*;
use rusqlite::{Connection, MAIN_DB};

use super::*;
use crate::content::encrypt;
use crate::{FileKey, MemoryTree, Record, RecordKind, file_id};

fn record(path: &str) -> Record<'_> {
    Record { relative_path: path.into(), mode: 0o100_644, size: 3, ..Record::default() }
}

fn sample(rows: u32) -> Vec<u8> {
    let mut writer = ManifestWriter::in_memory().unwrap();
    for row in 0..rows {
        writer.add("HomeDomain", RecordKind::File, &record(&format!("file {row}"))).unwrap();
    }
    writer.set_password(&Password::from("p"), &[1; 16]).unwrap();
    writer.into_bytes().unwrap()
}

fn key() -> FileKey {
    FileKey::new([5; 32])
}

fn open_stored(stored: Vec<u8>) -> Result<ManifestDb<'static>, DbFault> {
    let mut tree = MemoryTree::new();
    tree.write("Manifest.db", stored);
    ManifestDb::open(Box::leak(Box::new(tree)), Some(&key()))
}

fn no_complaints(db: &ManifestDb<'_>) -> bool {
    db.check(&mut |_, _| ControlFlow::Continue(())).unwrap().is_empty()
}

#[test]
fn what_is_written_is_a_manifest() {
    let bytes = sample(3);
    assert_eq!(bytes, sample(3), "the same calls give the same bytes");
    assert_eq!(bytes[16..18], [0x10, 0x00], "page size 4096");
    let db = ManifestDb::from_bytes(&bytes).unwrap();
    assert_eq!(db.user_version(), 2);
    assert!(no_complaints(&db));
    assert!(db.missing_columns().unwrap().is_empty());
    assert_eq!(db.counts().unwrap(), Counts { rows: 3, files: 3, ..Counts::default() });
    assert_eq!(db.password_matches(&Password::from("p")).unwrap(), Some(true));
    assert_eq!(db.password_matches(&Password::from("q")).unwrap(), Some(false));
    let indexes: Vec<String> = relations(&db.pager)
        .unwrap()
        .into_iter()
        .filter(|relation| !relation.is_table && relation.sql.is_some())
        .map(|relation| relation.name)
        .collect();
    assert_eq!(indexes, ["FilesDomainIdx", "FilesRelativePathIdx", "FilesFlagsIdx"]);
    assert_eq!(sqlite_says(&bytes), Some(Vec::new()));
    let mut seen = Vec::new();
    db.scan(|row| {
        let row = row.unwrap();
        assert_eq!(row.file_id, file_id(row.domain, row.relative_path).to_string());
        assert_eq!(Record::decode(row.file.unwrap()).unwrap().relative_path, row.relative_path);
        seen.push(row.relative_path.to_owned());
        if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert_eq!(seen, ["file 0", "file 1"]);
}

#[test]
fn encrypted_databases_open_padded_or_not_small_or_large() {
    let plain = sample(3);
    let db = open_stored(encrypt(&key(), &plain)).unwrap();
    assert_eq!((db.counts().unwrap().rows, db.is_unpadded()), (3, false));
    let mut unpadded = encrypt(&key(), &plain);
    unpadded.truncate(plain.len());
    let db = open_stored(unpadded).unwrap();
    assert_eq!((db.counts().unwrap().rows, db.is_unpadded()), (3, true));

    let large = sample(20_000);
    let db = open_stored(encrypt(&key(), &large)).unwrap();
    assert_eq!(db.counts().unwrap().rows, 20_000);
    assert!(no_complaints(&db));
    let mut tree = MemoryTree::new();
    tree.write("Manifest.db", large);
    assert_eq!(ManifestDb::open(&tree, None).unwrap().counts().unwrap().rows, 20_000);
}

#[test]
fn a_database_left_in_wal_mode_opens() {
    let mut plain = sample(3);
    plain[18..20].fill(2);
    assert_eq!(ManifestDb::from_bytes(&plain).unwrap().counts().unwrap().rows, 3);
    assert_eq!(open_stored(encrypt(&key(), &plain)).unwrap().counts().unwrap().rows, 3);
}

#[test]
fn a_check_can_be_stopped() {
    let bytes = sample(50_000);
    let db = ManifestDb::from_bytes(&bytes).unwrap();
    let stopped = db.check(&mut |_, _| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(DbFault::Stopped)));
}

#[test]
fn damage_is_told_by_name() {
    let stored = encrypt(&key(), &sample(3));
    let fault = |stored: Vec<u8>| open_stored(stored).err().unwrap();
    assert!(matches!(fault(Vec::new()), DbFault::Empty));
    assert!(matches!(fault(stored[..100].to_vec()), DbFault::NotWholeBlocks { bytes: 100 }));
    assert!(matches!(fault(vec![0; 16]), DbFault::NotADatabase));
    assert!(matches!(fault(vec![0; 4096]), DbFault::NotADatabase));
    assert!(matches!(fault(stored[..stored.len() - 32].to_vec()), DbFault::BadPadding));
    let mut tree = MemoryTree::new();
    assert!(matches!(ManifestDb::open(&tree, None), Err(DbFault::Missing)));
    tree.put_other("Manifest.db");
    assert!(matches!(ManifestDb::open(&tree, None), Err(DbFault::NotAFile)));
    tree.write("Manifest.db", *b"SQLite");
    assert!(matches!(ManifestDb::open(&tree, None), Err(DbFault::NotADatabase)));
    tree.write("Manifest.db", sample(3));
    tree.break_item("Manifest.db");
    assert!(ManifestDb::open(&tree, None).is_err());
}

#[test]
fn damaged_pages_are_passed_over_and_told() {
    let mut bytes = sample(200);
    let pages = bytes.len() / 4096;
    for page in 2..pages {
        bytes[page * 4096..][..2000].fill(0xAB);
    }
    let db = ManifestDb::from_bytes(&bytes).unwrap();
    assert!(!no_complaints(&db));
    let scan = db.scan(|_| ControlFlow::Continue(()));
    assert!(matches!(scan, Err(DbFault::Damaged(_))), "{scan:?}");
}

/// Pages that hold rows of Files, by their numbers from 0.
fn leaves(bytes: &[u8]) -> Vec<usize> {
    let pages = (1..bytes.len() / 4096).filter(|page| bytes[page * 4096] == 0x0D);
    pages.filter(|page| bytes[page * 4096..][..4096].windows(6).any(|w| w == b"MBFile")).collect()
}

#[test]
fn rows_on_sound_pages_are_saved_and_lost_ones_named_by_the_indexes() {
    let sound = sample(200);
    let leaves = leaves(&sound);
    assert!(leaves.len() > 10);
    for at in [0, leaves.len() / 2, leaves.len() - 1] {
        let mut bytes = sound.clone();
        bytes[leaves[at] * 4096..][..4096].fill(0);
        let db = ManifestDb::from_bytes(&bytes).unwrap();
        let mut rows = 0;
        let reading = db.read(&mut |row| {
            rows += u64::from(row.is_ok());
            ControlFlow::Continue(())
        });
        let reading = reading.unwrap();
        assert!(reading.fault.is_some() && reading.lost > 0);
        assert_eq!((reading.rows, reading.rows + reading.lost, reading.salvaged), (rows, 200, 0));
        assert_eq!(reading.lost_kept.len() as u64, reading.lost);
        for lost in reading.lost_kept {
            let (domain, path) = (lost.domain.unwrap(), lost.relative_path.unwrap());
            assert_eq!(lost.file_id.unwrap(), file_id(&domain, &path).to_string());
            assert_eq!(path, format!("file {}", lost.rowid - 1));
        }
    }
}

#[test]
fn rows_that_no_tree_leads_to_any_more_are_found_page_by_page() {
    let sound = sample(2000);
    let leaves = leaves(&sound);
    // Everything between the root of the table and its leaves.
    let mut bytes = sound.clone();
    for page in (1..bytes.len() / 4096).filter(|page| sound[page * 4096] == 0x05) {
        bytes[page * 4096..][..4096].fill(0);
    }
    let db = ManifestDb::from_bytes(&bytes).unwrap();
    let mut paths = Vec::new();
    let reading = db
        .read(&mut |row| {
            paths.push(row.unwrap().relative_path.to_owned());
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((reading.rows, reading.salvaged, reading.lost), (2000, 2000, 0));
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), 2000);
    drop(db);
    // Without its first page the database is none.
    bytes[..4096].fill(0);
    assert!(matches!(ManifestDb::from_bytes(&bytes), Err(DbFault::NotADatabase)));
    // With a list of tables that is damaged, rows are found all the same.
    let mut bytes = sound;
    bytes[100..108].fill(0xAB);
    let reading = ManifestDb::from_bytes(&bytes).unwrap().read(&mut |_| ControlFlow::Continue(()));
    assert_eq!(reading.unwrap().salvaged, 2000);
    assert!(leaves.len() > 100);
}

#[test]
fn rows_of_wrong_types_and_foreign_schemas_are_told() {
    let bytes = made_by_sqlite(
        "CREATE TABLE Files (fileID, domain, relativePath, flags, file);
         INSERT INTO Files VALUES ('ab', 1, '', 2, NULL), ('cd', 'D', '', 2, NULL);
         CREATE VIEW Properties AS SELECT 1 AS key, 2 AS value;",
    );
    let db = ManifestDb::from_bytes(&bytes).unwrap();
    assert_eq!(db.missing_columns().unwrap(), ["Properties.key", "Properties.value"]);
    let mut rows = Vec::new();
    db.scan(|row| {
        rows.push(row.map(|row| row.domain.to_owned()));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(rows, [Err(BadRow { rowid: 1, column: "domain" }), Ok("D".to_owned())]);
}

#[test]
fn columns_may_stand_in_any_order_and_be_added_later() {
    let bytes = made_by_sqlite(
        "CREATE TABLE Files (file BLOB, flags INTEGER, \"domain\" TEXT, fileID TEXT PRIMARY KEY);
         INSERT INTO Files VALUES (x'01', 1, 'D', 'ab');
         ALTER TABLE Files ADD COLUMN relativePath TEXT;
         INSERT INTO Files VALUES (NULL, 2, 'E', 'cd', 'path');",
    );
    let db = ManifestDb::from_bytes(&bytes).unwrap();
    let mut rows = Vec::new();
    db.scan(|row| {
        rows.push(row.map(|row| (row.domain.to_owned(), row.flags, row.file.is_some())));
        ControlFlow::Continue(())
    })
    .unwrap();
    let first = Err(BadRow { rowid: 1, column: "relativePath" });
    assert_eq!(rows, [first, Ok(("E".to_owned(), 2, false))]);
    let utf16 = made_by_sqlite("PRAGMA encoding = 'UTF-16'; CREATE TABLE Files (fileID);");
    let fault = ManifestDb::from_bytes(&utf16).unwrap().missing_columns().unwrap_err();
    assert!(matches!(fault, DbFault::Damaged(Damage::Encoding)));
}

fn made_by_sqlite(sql: &str) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(sql).unwrap();
    connection.serialize(MAIN_DB).unwrap().to_vec()
}

/// What SQLite says of the same bytes.
fn sqlite_says(bytes: &[u8]) -> Option<Vec<String>> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.deserialize_read_exact(MAIN_DB, bytes, bytes.len(), true).ok()?;
    let mut statement = connection.prepare("PRAGMA quick_check(100)").ok()?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0)).ok()?;
    let mut lines: Vec<String> = lines.collect::<Result<_, _>>().ok()?;
    lines.retain(|line| line != "ok");
    Some(lines)
}

#[test]
fn sqlite_and_we_are_content_with_the_same_databases() {
    let long = "x".repeat(100_000);
    let much = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
         INSERT INTO Files SELECT hex(i), 'domain ' || i, 'path ' || (i * 7 % 3000), 1,
         zeroblob(i % 700) FROM n;";
    for (page, vacuum) in [(512, 0), (1024, 1), (4096, 2), (65536, 0)] {
        let bytes = made_by_sqlite(&format!(
            "PRAGMA page_size = {page}; PRAGMA auto_vacuum = {vacuum};
             CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT,
                flags INTEGER, file BLOB);
             CREATE INDEX FilesDomainIdx ON Files(domain);
             CREATE INDEX FilesRelativePathIdx ON Files(relativePath);
             CREATE TABLE Properties (key TEXT PRIMARY KEY, value BLOB);
             {much}
             INSERT INTO Files VALUES ('long', '{long}', '{long}', 1, x'00');
             DELETE FROM Files WHERE rowid % 3 = 0;
             UPDATE Files SET file = zeroblob(20000) WHERE rowid % 50 = 0;"
        ));
        assert_eq!(sqlite_says(&bytes), Some(Vec::new()));
        let db = ManifestDb::from_bytes(&bytes).unwrap();
        let complaints = db.check(&mut |_, _| ControlFlow::Continue(())).unwrap();
        assert!(complaints.is_empty(), "pages of {page}: {complaints:#?}");
        assert_eq!(db.counts().unwrap().rows, 2001);
        let reading = db.read(&mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!((reading.rows, reading.lost), (2001, 0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is spoilt, nothing panics and nothing runs for ever; and what SQLite finds
    /// wrong with the pages, we find as well.
    #[test]
    fn spoilt_databases_are_lived_through_and_noticed(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        static SOUND: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
        let mut bytes = SOUND.get_or_init(|| sample(60)).clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let Ok(db) = ManifestDb::from_bytes(&bytes) else { return Ok(()) };
        let _ = db.property("salt");
        let read = db.read(&mut |_| ControlFlow::Continue(()));
        let check = db.check(&mut |_, _| ControlFlow::Continue(()));
        // It also refuses a schema whose words it cannot read, which are not our concern.
        let theirs = sqlite_says(&bytes);
        if theirs.as_ref().is_some_and(|complaints| !complaints.is_empty()) {
            let ours = check.as_ref().is_ok_and(|complaints| !complaints.is_empty());
            let schema = db.missing_columns().map_or(true, |missing| !missing.is_empty());
            let rows = read.as_ref().map_or(true, |reading| reading.fault.is_some());
            prop_assert!(ours || schema || rows, "{theirs:?}, but {check:?}");
        }
    }
}
