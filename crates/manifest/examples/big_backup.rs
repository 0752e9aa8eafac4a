//! Writes a large made-up encrypted backup, for measuring:
//! `cargo run --release --example big_backup -- FOLDER FILES BYTES PASSWORD [VARIANT]`.
//!
//! Rounds are those of real phones. Files have all lengths around the mean, one in a thousand
//! a hundred times as much. A variant other than 0 changes one file in twenty.

use std::fs;
use std::path::{Path, PathBuf};

use unstuck_manifest::build::{Encryption, Entry, Locks};
use unstuck_manifest::content::{BLOCK_BYTES, Encryptor, encrypt};
use unstuck_manifest::{ManifestWriter, Password, Recipe, RecordKind, file_id};

const UDID: &str = "00008110-0000000000000001";
/// Files of one folder of the phone.
const FOLDER_FILES: u64 = 1000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, files, bytes, password, variant @ ..] = arguments.as_slice() else {
        return Err("FOLDER FILES BYTES PASSWORD [VARIANT]".into());
    };
    let variant: u64 = variant.first().map_or(Ok(0), |text| text.parse())?;
    let (files, bytes): (u64, u64) = (files.parse()?, bytes.parse()?);
    let mut recipe = Recipe::new(UDID);
    recipe.date += std::time::Duration::from_secs(86_400 * variant);
    let lock = Encryption {
        password: Password::from(password.as_str()),
        first_rounds: 10_000_000,
        second_rounds: 10_000,
        seed: [1; 32],
    };
    let locks = Locks::create(&lock)?;
    recipe.encryption = Some(lock);
    let root = Path::new(folder).join(UDID);
    for number in 0..=255u8 {
        fs::create_dir_all(root.join(format!("{number:02x}")))?;
    }
    let plain = root.join("Manifest.db.plain");
    let mut writer = ManifestWriter::at(&plain)?;
    if let Some(lock) = &recipe.encryption {
        writer.set_password(&lock.password, &[7; 16])?;
    }
    fill(&mut writer, &locks, &root, files, bytes, variant)?;
    writer.finish()?;
    seal_list(&plain, &root, &locks)?;
    fs::write(root.join("Manifest.plist"), recipe.manifest(Some(&locks)).to_bytes())?;
    fs::write(root.join("Status.plist"), recipe.status().to_bytes())?;
    fs::write(root.join("Info.plist"), recipe.info())?;
    Ok(())
}

fn fill(
    writer: &mut ManifestWriter,
    locks: &Locks,
    root: &Path,
    files: u64,
    bytes: u64,
    variant: u64,
) -> Result<(), Box<dyn std::error::Error>> {
    let mean = bytes / files.max(1);
    let domain = |number: u64| format!("AppDomain-com.example.app{}", number / 5000);
    for number in 0..files {
        let domain = domain(number);
        if number % 5000 == 0 {
            let root = Entry::directory(&domain, "");
            writer.add(&domain, RecordKind::Directory, &root.record(number, None))?;
        }
        let folder = format!("Documents/folder {:03}", number / FOLDER_FILES);
        if number % FOLDER_FILES == 0 {
            let folder = Entry::directory(&domain, &folder);
            writer.add(&domain, RecordKind::Directory, &folder.record(number, None))?;
        }
        let path = format!("{folder}/IMG_{number:07}.HEIC");
        let changed = variant > 0 && number % 20 == variant % 20;
        let size = length(number, mean);
        let mut entry = Entry::file(&domain, &path, Vec::new());
        entry.modified += i64::try_from(number)? + i64::from(changed) * 1_000_000;
        let (key, wrapped) = locks.file_key(&entry)?;
        let mut record = entry.record(number, Some(&wrapped));
        record.size = size;
        writer.add(&domain, RecordKind::File, &record)?;
        let content = content(number + if changed { variant << 40 } else { 0 }, size);
        let to = root.join(file_id(&domain, &path).payload_path());
        fs::write(to, encrypt(&key, &content))?;
    }
    Ok(())
}

/// Half to one and a half times the mean; one in a thousand is large.
fn length(number: u64, mean: u64) -> u64 {
    let spread = mean * 9 / 10;
    match number % 1000 {
        500 => mean * 100,
        _ => spread / 2 + mix(number) % (spread + 1),
    }
}

fn content(seed: u64, bytes: u64) -> Vec<u8> {
    let words = 0..bytes.div_ceil(8);
    let mut out: Vec<u8> = words.flat_map(|word| mix(seed ^ word << 20).to_le_bytes()).collect();
    out.truncate(usize::try_from(bytes).unwrap_or_default());
    out
}

/// The last steps of SplitMix64.
fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn seal_list(plain: &PathBuf, root: &Path, locks: &Locks) -> std::io::Result<()> {
    let mut bytes = fs::read(plain)?;
    let whole = bytes.len() / BLOCK_BYTES * BLOCK_BYTES;
    let mut encryptor = Encryptor::new(&locks.manifest_key);
    encryptor.encrypt_blocks(&mut bytes[..whole]);
    let mut rest = Vec::new();
    let tail = bytes.split_off(whole);
    encryptor.push(&tail, &mut rest);
    encryptor.finish(&mut rest);
    bytes.extend(rest);
    fs::write(root.join("Manifest.db"), bytes)?;
    fs::remove_file(plain)
}
