//! How fast the hot paths are on this machine: `cargo run --release --example timing`.

use std::hint::black_box;
use std::io::Read;
use std::ops::ControlFlow;
use std::time::Instant;

use unstuck_manifest::build::{Encryption, Entry};
use unstuck_manifest::content::{DecryptingReader, Decryptor, encrypt};
use unstuck_manifest::keybag::{NewKeybag, Round};
use unstuck_manifest::{
    ClassKey, FileKey, Keybag, ManifestDb, ManifestWriter, Options, Password, Recipe, Record,
    RecordKind, Unlock, verify,
};

const ROWS: u32 = 200_000;
const FILES: u32 = 50_000;

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("{:8.3} s  {what}", start.elapsed().as_secs_f64());
    result
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    keys()?;
    content()?;
    rows()?;
    backup()
}

fn keys() -> Result<(), Box<dyn std::error::Error>> {
    let new = NewKeybag {
        uuid: [1; 16],
        second_round: Round { salt: [2; 20], iterations: 10_000 },
        first_round: Some(Round { salt: [3; 20], iterations: 10_000_000 }),
        classes: &[(3, [3; 16], ClassKey::new([3; 32]))],
    };
    let password = Password::from("password");
    let (bag, _) = timed("keybag made, 10,000,000 rounds", || Keybag::create(&new, &password))?;
    timed("keybag opened, 10,000,000 rounds", || bag.unlock(&password))?;
    Ok(())
}

fn content() -> Result<(), Box<dyn std::error::Error>> {
    let key = FileKey::new([7; 32]);
    let plain = vec![1; 256 << 20];
    let mut stored = timed("256 MiB encrypted", || encrypt(&key, &plain));
    timed("256 MiB decrypted through a reader", || -> std::io::Result<()> {
        let mut reader = DecryptingReader::new(&stored[..], &key);
        let mut buffer = vec![0; 128 << 10];
        while reader.read(&mut buffer)? > 0 {
            black_box(&buffer);
        }
        Ok(())
    })?;
    timed("256 MiB decrypted in place, 64 KiB at a time", || {
        let mut decryptor = Decryptor::new(&key);
        stored.chunks_mut(64 << 10).for_each(|piece| {
            decryptor.decrypt_blocks(piece);
        });
    });
    Ok(())
}

fn rows() -> Result<(), Box<dyn std::error::Error>> {
    let path = |row| format!("Library/Caches/com.example.app/{:03}/file {row}.dat", row % 1000);
    let write = || -> Result<Vec<u8>, unstuck_manifest::db::DbFault> {
        let mut writer = ManifestWriter::in_memory()?;
        for row in 0..ROWS {
            let record = Record {
                relative_path: path(row).into(),
                mode: 0o100_644,
                size: row.into(),
                inode: row.into(),
                last_modified: 1_700_000_000,
                encryption_key: Some(vec![9; 44].into()),
                digest: Some(vec![8; 20].into()),
                ..Record::default()
            };
            writer.add("AppDomain-com.example.app", RecordKind::File, &record)?;
        }
        writer.into_bytes()
    };
    let bytes = timed("200,000 rows encoded and written", write)?;
    println!("            {} MiB of database", bytes.len() >> 20);
    let db = ManifestDb::from_bytes(&bytes)?;
    timed("200,000 rows scanned and decoded", || {
        let mut size = 0;
        db.scan(|row| {
            let record = row.ok().and_then(|row| Record::decode(row.file?).ok());
            size += record.map_or(0, |record| record.size);
            ControlFlow::Continue(())
        })
        .map(|_| black_box(size))
    })?;
    timed("200,000 rows checked page by page", || db.check(&mut |_, _| ControlFlow::Continue(())))?;
    let record = Record { relative_path: path(1).into(), ..Record::default() }.encode();
    timed("200,000 records decoded, no database", || {
        (0..ROWS).for_each(|_| drop(black_box(Record::decode(&record))));
    });
    timed("200,000 records through plist values", || {
        (0..ROWS).for_each(|_| {
            drop(black_box(unstuck_plist::from_bytes(&record, unstuck_plist::Bounds::RECORD)));
        });
    });
    Ok(())
}

fn backup() -> Result<(), Box<dyn std::error::Error>> {
    let mut recipe = Recipe::new("00008110-0000000000000001");
    let file = |n| Entry::file("CameraRollDomain", &format!("Media/{}/{n}", n % 100), *b"content");
    recipe.entries = (0..FILES).map(file).collect();
    recipe.encryption = Some(Encryption {
        password: Password::from("password"),
        first_rounds: 1000,
        second_rounds: 1000,
        seed: [1; 32],
    });
    let built = timed("50,000 files, encrypted, built", || recipe.build())?;
    let password = Password::from("password");
    let options = Options { unlock: Unlock::Password(&password), ..Options::default() };
    let report = timed("50,000 files verified", || {
        verify(&built.tree, &built.udid, options, &mut |_| ControlFlow::Continue(()))
    });
    println!("            {}", report.verdict);
    Ok(())
}
