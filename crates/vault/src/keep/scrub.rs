//! Reading a version again, held against its seal.

use std::path::{Path, PathBuf};

use unstuck_manifest::Threads;

use crate::disk::Disk;
use crate::error::StoreError;
use crate::layout::Layout;
use crate::read_back::hash_file;
use crate::seal::{SealEntry, SealFault};
use crate::version::{Version, open_seal};
use crate::working::Progress;

/// Files and bytes that are read together.
const WINDOW_FILES: usize = 512;
const WINDOW_BYTES: u64 = 256 << 20;
const BUFFER_BYTES: usize = 256 << 10;

/// A file that is not what was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// Below the backup's folder.
    pub path: String,
    /// What was found instead, as a sentence.
    pub found: String,
    /// What it should be.
    pub sealed: SealEntry,
}

/// What a reading came to.
#[derive(Debug, Default)]
pub struct ScrubReport {
    /// Files read.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Those that are damaged.
    pub damaged: Vec<Damaged>,
    /// Why the seal itself cannot be trusted.
    pub seal_fault: Option<SealFault>,
    /// The path to go on with, when it was stopped.
    pub stopped_at: Option<String>,
}

/// Reads the files of a version, from the path `from` on, and compares them with its seal.
/// `progress` hears of bytes read and may stop it between files.
///
/// # Errors
/// When the seal cannot be opened at all.
pub fn scrub(
    disk: &dyn Disk,
    layout: &Layout,
    name: &str,
    from: Option<&str>,
    threads: Threads,
    progress: Progress<'_>,
) -> Result<ScrubReport, StoreError> {
    let path = layout.seal(name);
    let mut report = ScrubReport::default();
    let mut seal = match open_seal(disk, &path) {
        Ok(seal) => seal,
        Err(SealFault::Io(error)) => return Err(StoreError::at("open", &path)(error)),
        Err(fault) => {
            report.seal_fault = Some(fault);
            return Ok(report);
        }
    };
    let backup = layout.version(name).join(layout.udid());
    let mut begun = from.is_none();
    loop {
        let mut window = Vec::new();
        let mut bytes = 0;
        while window.len() < WINDOW_FILES && bytes < WINDOW_BYTES {
            match seal.next_entry() {
                Ok(Some(entry)) => {
                    begun = begun || from == Some(entry.path.as_str());
                    if begun {
                        bytes += entry.bytes;
                        window.push(entry);
                    }
                }
                Ok(None) => break,
                Err(fault) => {
                    report.seal_fault = Some(fault);
                    break;
                }
            }
        }
        if window.is_empty() {
            // A place to go on from that is no more: from the front.
            return if begun || report.seal_fault.is_some() {
                Ok(report)
            } else {
                scrub(disk, layout, name, None, threads, progress)
            };
        }
        if let Some(at) = read(disk, &backup, &window, threads, progress, &mut report) {
            report.stopped_at = Some(window[at].path.clone());
            return Ok(report);
        }
    }
}

/// Reads a window; returns where it was stopped.
fn read(
    disk: &dyn Disk,
    backup: &Path,
    window: &[SealEntry],
    threads: Threads,
    progress: Progress<'_>,
    report: &mut ScrubReport,
) -> Option<usize> {
    if progress(report.bytes).is_break() {
        return Some(0);
    }
    let places: Vec<PathBuf> = window.iter().map(|entry| backup.join(&entry.path)).collect();
    let before = report.bytes;
    let results = threads.map(
        &places,
        || vec![0; BUFFER_BYTES],
        |buffer, place, count| {
            // What cannot be read is damage of one file; the others are read on.
            disk.forget(place);
            let mut stopped = false;
            let read = hash_file(disk, place, buffer, &mut |bytes| {
                stopped = !count(bytes);
                !stopped
            });
            if stopped { Err(()) } else { Ok(read) }
        },
        &mut |bytes| progress(before + bytes),
    );
    let mut results = results.into_iter();
    for (at, entry) in window.iter().enumerate() {
        let Some(Ok(result)) = results.next() else { return Some(at) };
        report.files += 1;
        report.bytes += entry.bytes;
        let found = match result {
            Ok((hash, bytes)) if (hash, bytes) == (entry.hash, entry.bytes) => continue,
            Ok((_, bytes)) if bytes != entry.bytes => {
                format!("It has {bytes} bytes; {} were sealed.", entry.bytes)
            }
            Ok(_) => "Its content is not what was sealed.".to_owned(),
            Err(error) => format!("{error}."),
        };
        report.damaged.push(Damaged { path: entry.path.clone(), found, sealed: entry.clone() });
    }
    None
}

/// Another version that holds the sealed content of a damaged file, read to make sure.
pub fn find_good(
    disk: &dyn Disk,
    layout: &Layout,
    versions: &[Version],
    except: &str,
    damaged: &Damaged,
) -> Option<String> {
    versions.iter().rev().filter(|version| version.sealed && version.name != except).find_map(
        |version| {
            let place = version.backup(layout.udid()).join(&damaged.path);
            let mut buffer = vec![0; BUFFER_BYTES];
            let read = hash_file(disk, &place, &mut buffer, &mut |_| true).ok()?;
            (read == (damaged.sealed.hash, damaged.sealed.bytes)).then(|| version.name.clone())
        },
    )
}
