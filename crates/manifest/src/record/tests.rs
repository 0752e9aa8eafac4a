use plist::Uid;
use proptest::prelude::*;

use super::*;

fn sample() -> Record<'static> {
    Record {
        relative_path: "Documents/ä 🦜.txt".into(),
        mode: 0o100_644,
        size: 5_000_000_000,
        inode: u64::MAX,
        user_id: -2,
        group_id: 501,
        last_modified: 1_700_000_000,
        last_status_change: -1,
        birth: 0,
        protection_class: 3,
        flags: 0,
        encryption_key: Some(vec![7; 44].into()),
        target: Some("../elsewhere".into()),
        digest: Some(vec![9; 20].into()),
        extended_attributes: Some(
            Record::pack_attributes(
                [("com.apple.x".to_owned(), Value::Data(vec![1]))].into_iter().collect(),
            )
            .into(),
        ),
    }
}

/// The record as an archive of plain values, references inline or by number.
fn archive(fields: Vec<(&str, Value)>, extra: Vec<Value>) -> Vec<u8> {
    let dictionary = |entries: Vec<(&str, Value)>| {
        Value::Dictionary(entries.into_iter().map(|(key, v)| (key.to_owned(), v)).collect())
    };
    let mut file = fields;
    file.push(("$class", Value::Uid(Uid::new(2))));
    let mut objects = vec![
        Value::from("$null"),
        dictionary(file),
        dictionary(vec![("$classname", "MBFile".into())]),
    ];
    objects.extend(extra);
    let list = dictionary(vec![
        ("$version", 100_000.into()),
        ("$objects", Value::Array(objects)),
        ("$archiver", "NSKeyedArchiver".into()),
        ("$top", dictionary(vec![("root", Value::Uid(Uid::new(1)))])),
    ]);
    let mut bytes = Vec::new();
    list.to_writer_binary(&mut bytes).unwrap();
    bytes
}

fn ordinary() -> Vec<(&'static str, Value)> {
    vec![("RelativePath", "a/b".into()), ("Mode", 0o100_644.into()), ("Size", 3.into())]
}

#[test]
fn what_is_written_is_a_list_that_others_read() {
    let bytes = sample().encode();
    assert_eq!(Record::decode(&bytes).unwrap(), sample());
    let value = unstuck_plist::from_bytes(&bytes, Bounds::RECORD).unwrap();
    let list = value.as_dictionary().unwrap();
    let objects = list.get("$objects").and_then(Value::as_array).unwrap();
    assert_eq!(objects[0].as_string(), Some("$null"));
    let file = objects[1].as_dictionary().unwrap();
    assert_eq!(file.get("UserID").and_then(Value::as_signed_integer), Some(-2));
    let at = |key| file.get(key).and_then(Value::as_uid).unwrap().get();
    let object = |key| &objects[usize::try_from(at(key)).unwrap()];
    assert_eq!(object("RelativePath").as_string(), Some("Documents/ä 🦜.txt"));
    let key = object("EncryptionKey").as_dictionary().unwrap();
    assert_eq!(key.get("NS.data").and_then(Value::as_data), Some(&[7; 44][..]));
    let class = object("$class").as_dictionary().unwrap();
    assert_eq!(class.get("$classname").and_then(Value::as_string), Some("MBFile"));
}

#[test]
fn references_are_taken_inline_and_by_number() {
    let data =
        Value::Dictionary([("NS.data".to_owned(), Value::Data(vec![4; 20]))].into_iter().collect());
    for (digest, extra) in [
        (Value::Data(vec![4; 20]), vec![]),
        (Value::Uid(Uid::new(3)), vec![Value::Data(vec![4; 20])]),
        (Value::Uid(Uid::new(3)), vec![data.clone()]),
        (data, vec![]),
    ] {
        let mut fields = ordinary();
        fields.push(("Digest", digest));
        let bytes = archive(fields, extra);
        let record = Record::decode(&bytes).unwrap();
        assert_eq!(record.digest.as_deref(), Some(&[4; 20][..]));
        assert_eq!((&*record.relative_path, record.kind()), ("a/b", Some(RecordKind::File)));
    }
    let mut fields = ordinary();
    fields.push(("Target", Value::Uid(Uid::new(0))));
    assert_eq!(Record::decode(&archive(fields, vec![])).unwrap().target, None);
}

#[test]
fn what_is_no_file_record_is_refused_by_name() {
    let bytes = sample().encode();
    assert_eq!(Record::decode(b""), Err(RecordFault::NotAPlist));
    assert_eq!(Record::decode(&bytes[1..]), Err(RecordFault::NotAPlist));
    assert_eq!(Record::decode(b"<plist><dict/></plist>"), Err(RecordFault::NotAPlist));
    let mut list = Vec::new();
    Value::Array(vec![]).to_writer_binary(&mut list).unwrap();
    assert_eq!(Record::decode(&list), Err(RecordFault::NotAnArchive));
    let mut fields = ordinary();
    fields.remove(1);
    let missing = Err(RecordFault::Missing { field: "Mode" });
    assert_eq!(Record::decode(&archive(fields, vec![])), missing);
    let mut fields = ordinary();
    fields[2].1 = (-1).into();
    assert_eq!(
        Record::decode(&archive(fields, vec![])),
        Err(RecordFault::BadValue { field: "Size" })
    );
    let mut other = archive(ordinary(), vec![]);
    let at = other.windows(6).position(|w| w == b"MBFile").unwrap();
    other[at] = b'X';
    assert_eq!(Record::decode(&other), Err(RecordFault::NotAFileRecord));
}

#[test]
fn attributes_open_and_dataless_files_count_as_empty() {
    let mut record = sample();
    let attributes = record.attributes().unwrap().unwrap();
    assert_eq!(attributes.get("com.apple.x").and_then(Value::as_data), Some(&[1][..]));
    assert_eq!(record.content_bytes(), 5_000_000_000);
    record.flags = DATALESS;
    assert_eq!(record.content_bytes(), 0);
    record.extended_attributes = Some(b"junk"[..].into());
    assert!(record.attributes().unwrap().is_err());
}

fn bytes(len: std::ops::Range<usize>) -> impl Strategy<Value = Option<Cow<'static, [u8]>>> {
    proptest::option::of(proptest::collection::vec(any::<u8>(), len).prop_map(Cow::Owned))
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        path in ".{0,300}",
        target in proptest::option::of(".{0,20}"),
        numbers: (u32, u64, u64, i64, i64, i64, i64, i64, u32, u32),
        encryption_key in bytes(0..50),
        digest in bytes(20..21),
        extended_attributes in bytes(0..70_000),
    ) {
        let (mode, size, inode, user_id, group_id, last_modified, last_status_change, birth,
            protection_class, flags) = numbers;
        let record = Record {
            relative_path: path.into(), mode, size, inode, user_id, group_id, last_modified,
            last_status_change, birth, protection_class, flags, encryption_key,
            target: target.map(Cow::Owned), digest, extended_attributes,
        };
        // A text "$null" is the archive's word for nothing; no file bears that name alone.
        prop_assume!(record.relative_path != "$null" && record.target.as_deref() != Some("$null"));
        let encoded = record.encode();
        prop_assert_eq!(Record::decode(&encoded).unwrap().into_owned(), record);
        prop_assert!(unstuck_plist::from_bytes(&encoded, Bounds::RECORD).is_ok());
    }

    #[test]
    fn garbage_never_panics(
        garbage in proptest::collection::vec(any::<u8>(), 0..200),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let _ = Record::decode(&garbage);
        let mut with_magic = b"bplist00".to_vec();
        with_magic.extend(garbage);
        let _ = Record::decode(&with_magic);
        let mut record = sample().encode();
        for (at, byte) in changes {
            let at = at.index(record.len());
            record[at] = byte;
        }
        let _ = Record::decode(&record);
    }
}
