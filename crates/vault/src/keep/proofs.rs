//! When each version was last read against its seal, and what came of it: a line each, in a
//! file beside the versions, which themselves are never changed (docs/vault.md 5).

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};

use crate::disk::Disk;
use crate::error::StoreError;
use crate::layout::Layout;

/// Longest history that is read: a scrub a day for a thousand years.
const BYTES_MAX: u64 = 32 << 20;

/// What a reading came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noted {
    /// Everything is as it was sealed.
    Whole,
    /// So many files are not.
    Damaged(u64),
    /// It was ended before this path, which comes next time; until there all was well.
    Until(String),
}

/// One reading of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Name of the version.
    pub version: String,
    /// When, in seconds since 1970.
    pub seconds: i64,
    /// What came of it.
    pub noted: Noted,
}

/// The last note of each version that has one. Lines that make no sense are passed over:
/// the worst that follows is one more reading.
///
/// # Errors
/// As the disk says.
pub fn notes(disk: &dyn Disk, layout: &Layout) -> Result<BTreeMap<String, Note>, StoreError> {
    let path = layout.proofs();
    let mut notes = BTreeMap::new();
    if disk.meta(&path).map_err(StoreError::at("look at", &path))?.is_none() {
        return Ok(notes);
    }
    let file = disk.open(&path).map_err(StoreError::at("open", &path))?;
    for line in BufReader::new(file.take(BYTES_MAX)).lines() {
        let line = line.map_err(StoreError::at("read", &path))?;
        if let Some(note) = parse(&line) {
            notes.insert(note.version.clone(), note);
        }
    }
    Ok(notes)
}

/// Adds a note.
///
/// # Errors
/// As the disk says.
pub fn note(disk: &dyn Disk, layout: &Layout, note: &Note) -> Result<(), StoreError> {
    let path = layout.proofs();
    let words = match &note.noted {
        Noted::Whole => "whole".to_owned(),
        Noted::Damaged(files) => format!("damaged {files}"),
        Noted::Until(path) => format!("until {path}"),
    };
    let line = format!("{} {} {words}\n", note.version, note.seconds);
    let written = disk.append(&path).and_then(|mut file| {
        file.write_all(line.as_bytes())?;
        file.sync()
    });
    written.map_err(StoreError::at("write", &path))
}

fn parse(line: &str) -> Option<Note> {
    let (version, rest) = line.split_once(' ')?;
    let (seconds, words) = rest.split_once(' ')?;
    let noted = match words.split_once(' ') {
        None if words == "whole" => Noted::Whole,
        Some(("damaged", files)) => Noted::Damaged(files.parse().ok()?),
        Some(("until", path)) => Noted::Until(path.to_owned()),
        _ => return None,
    };
    Some(Note { version: version.to_owned(), seconds: seconds.parse().ok()?, noted })
}
