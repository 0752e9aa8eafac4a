use std::ops::ControlFlow;

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

fn open_stored(stored: Vec<u8>) -> Result<ManifestDb, DbFault> {
    let mut tree = MemoryTree::new();
    tree.write("Manifest.db", stored);
    ManifestDb::open(&tree, Some(&key()))
}

#[test]
fn what_is_written_is_a_manifest() {
    let bytes = sample(3);
    assert_eq!(bytes, sample(3), "the same calls give the same bytes");
    assert_eq!(bytes[16..18], [0x10, 0x00], "page size 4096");
    let db = ManifestDb::from_bytes(&bytes).unwrap();
    assert_eq!(db.user_version().unwrap(), 2);
    assert!(db.quick_check().unwrap().is_empty());
    assert!(db.missing_columns().unwrap().is_empty());
    assert_eq!(db.counts().unwrap(), Counts { rows: 3, files: 3, ..Counts::default() });
    assert_eq!(db.password_matches(&Password::from("p")).unwrap(), Some(true));
    assert_eq!(db.password_matches(&Password::from("q")).unwrap(), Some(false));
    let indexes =
        "SELECT group_concat(name, ' ') FROM sqlite_master WHERE sql LIKE 'CREATE INDEX%'";
    let names: String = db.connection.query_row(indexes, [], |row| row.get(0)).unwrap();
    assert_eq!(names, "FilesDomainIdx FilesRelativePathIdx FilesFlagsIdx");
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
    assert!(large.len() as u64 > MEMORY_BYTES_MAX);
    let db = open_stored(encrypt(&key(), &large)).unwrap();
    assert_eq!(db.counts().unwrap().rows, 20_000);
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
fn decryption_can_be_stopped() {
    let mut tree = MemoryTree::new();
    tree.write("Manifest.db", encrypt(&key(), &sample(20_000)));
    let stop = &mut |_, _| ControlFlow::Break(());
    let opening = Opening { key: Some(&key()), progress: stop };
    let stopped = ManifestDb::open_at(&tree, "Manifest.db", opening);
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
fn damaged_pages_end_a_scan_with_an_error_not_in_a_panic() {
    let mut bytes = sample(200);
    let pages = bytes.len() / 4096;
    for page in 2..pages {
        bytes[page * 4096..][..2000].fill(0xAB);
    }
    let db = ManifestDb::from_bytes(&bytes).unwrap();
    assert!(!db.quick_check().is_ok_and(|complaints| complaints.is_empty()));
    let scan = db.scan(|_| ControlFlow::Continue(()));
    assert!(matches!(scan, Err(DbFault::Damaged(_))), "{scan:?}");
}

#[test]
fn rows_of_wrong_types_and_foreign_schemas_are_told() {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE TABLE Files (fileID, domain, relativePath, flags, file);
             INSERT INTO Files VALUES ('ab', 1, '', 2, NULL), ('cd', 'D', '', 2, NULL);
             CREATE VIEW Properties AS SELECT 1 AS key, 2 AS value;",
        )
        .unwrap();
    let mut connection = connection;
    let bytes = connection.serialize(rusqlite::MAIN_DB).unwrap().to_vec();
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
