//! One backup, by its small files only.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::time::{Duration, SystemTime};

use unstuck_manifest::plists::SnapshotState;
use unstuck_manifest::{FolderName, ManifestPlist, StatusPlist};

/// What can be told of a backup at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The phone said that it is finished, and its lists are there.
    Finished,
    /// A run began and did not end. The phone goes on from there.
    Interrupted,
    /// It changed within the last minutes and is not finished: somebody is at it.
    BeingWritten,
    /// Its lists are missing, empty or no lists.
    Damaged(&'static str),
}

impl State {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Interrupted => "interrupted",
            Self::BeingWritten => "being_written",
            Self::Damaged(_) => "damaged",
        }
    }
}

/// A backup.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) state: State,
    /// Set aside by its owner: nothing builds upon it.
    pub(super) archived: bool,
    pub(super) changed: SystemTime,
}

/// Nobody writes to a backup for so long without touching one of these files.
const AT_WORK: Duration = Duration::from_secs(600);
/// Lists are far smaller; larger ones are no lists.
const LIST_BYTES_MAX: u64 = 16 << 20;
/// How every SQLite file begins.
const SQLITE: &[u8; 16] = b"SQLite format 3\0";

/// Looks at a folder; `None` when there is no backup in it at all.
pub(super) fn look(folder: &Path, now: SystemTime) -> Option<Kept> {
    let name = folder.file_name()?.to_str()?;
    let archived = FolderName::parse(name)?.archived.is_some();
    let known = ["Status.plist", "Manifest.plist", "Manifest.db", "Manifest.mbdb", "Snapshot"];
    let changes =
        known.iter().filter_map(|name| folder.join(name).metadata().ok()?.modified().ok());
    let changed = changes.max()?;
    let recent = now.duration_since(changed).is_ok_and(|age| age < AT_WORK);
    let state = match state(folder) {
        State::Interrupted | State::Damaged(_) if recent => State::BeingWritten,
        state => state,
    };
    Some(Kept { state, archived, changed })
}

fn state(folder: &Path) -> State {
    let Some(status) = list(&folder.join("Status.plist")) else {
        return State::Damaged("there is no Status.plist");
    };
    let Ok(status) = StatusPlist::parse(&status) else {
        return State::Damaged("Status.plist is no list");
    };
    if status.snapshot_state != SnapshotState::Finished {
        return State::Interrupted;
    }
    let manifest =
        match list(&folder.join("Manifest.plist")).map(|list| ManifestPlist::parse(&list)) {
            None => return State::Damaged("there is no Manifest.plist"),
            Some(Err(_)) => return State::Damaged("Manifest.plist is no list"),
            Some(Ok(manifest)) => manifest,
        };
    let old = folder.join("Manifest.mbdb").exists();
    let mut head = Vec::new();
    let opened = File::open(folder.join("Manifest.db"));
    let read = opened.and_then(|file| file.take(SQLITE.len() as u64).read_to_end(&mut head));
    match read {
        Err(_) if old => State::Finished,
        Err(_) => State::Damaged("there is no Manifest.db"),
        Ok(_) if head.len() < SQLITE.len() => State::Damaged("Manifest.db is empty"),
        // An encrypted one begins with anything.
        Ok(_) if manifest.is_encrypted() == Some(false) && head != SQLITE => {
            State::Damaged("Manifest.db is no database")
        }
        Ok(_) => State::Finished,
    }
}

fn list(path: &Path) -> Option<Vec<u8>> {
    let length = fs::metadata(path).ok()?.len();
    (length <= LIST_BYTES_MAX).then(|| fs::read(path).ok()).flatten()
}
