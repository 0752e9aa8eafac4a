//! Looks at a backup folder again and again, cheaply: does it grow?
//!
//! A backup lies in 256 folders, an unfinished one in 256 more below `Snapshot`. A folder
//! that is changed changes its date, so most of a look is one question to the system for each
//! of them, and no look takes longer than a few milliseconds: where the disk is slow, it takes
//! several looks to come round. Only a folder with a new date is listed, and only files that
//! were not there before are asked for their size.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use unstuck_diagnosis::pulse::{Glimpse, SnapshotStage};
use unstuck_manifest::StatusPlist;
use unstuck_manifest::plists::SnapshotState;

/// A look goes on to the next folder only before this.
const LOOK_TIME: Duration = Duration::from_millis(15);
/// But at least so many folders are asked in each look.
const FOLDERS_MIN: usize = 32;
/// Files that came last are looked at in each look: large ones grow for a long time.
const GROWING_MAX: usize = 8;
/// Dates of files may be coarse: FAT counts in steps of two seconds.
const COARSE: Duration = Duration::from_secs(3);
/// Lists are far smaller.
const STATUS_BYTES_MAX: u64 = 1 << 20;
/// No folder of a backup holds more names than this; what comes behind is not looked at.
const NAMES_MAX: usize = 1_000_000;

/// Small files beside the 256 folders; what happens to them is a sign of life.
const BESIDE: [&str; 5] =
    ["Info.plist", "Manifest.db", "Manifest.plist", "Manifest.mbdb", "Snapshot/Manifest.db"];

/// A folder that is looked at.
#[derive(Debug)]
pub(super) struct Looker {
    folder: PathBuf,
    /// The 256 folders, `Snapshot`, and the 256 below it.
    places: Vec<Place>,
    /// The one whose turn it is.
    next: usize,
    began: SystemTime,
    looked: bool,
    status: Option<Stamp>,
    stage: Option<SnapshotStage>,
    beside: [Option<Stamp>; BESIDE.len()],
    growing: Vec<Growing>,
    grown_bytes: u64,
    grown_files: u64,
    newest: Option<SystemTime>,
}

/// Date and length of a file: when they stay, it stays.
type Stamp = (SystemTime, u64);

/// A file that came lately.
#[derive(Debug)]
struct Growing {
    path: PathBuf,
    last: u64,
    most: u64,
}

#[derive(Debug)]
struct Place {
    path: PathBuf,
    /// Its date when it was last asked; `None` when it was not there.
    changed: Option<SystemTime>,
    /// Its names as hashes, once it was listed.
    names: Option<HashSet<u64>>,
    /// Names that were there, below `Snapshot`.
    gone: HashSet<u64>,
    /// Its date is so fresh that it may be changed again without another one.
    fresh: bool,
}

impl Place {
    fn at(path: PathBuf) -> Self {
        Self { path, changed: None, names: None, gone: HashSet::new(), fresh: false }
    }
}

impl Looker {
    /// A folder that may not be there yet.
    pub(super) fn new(folder: &Path) -> Self {
        let two = |at: &Path| (0..=255u8).map(|byte| at.join(format!("{byte:02x}"))).collect();
        let snapshot = folder.join("Snapshot");
        let (inner, upper): (Vec<PathBuf>, Vec<PathBuf>) = (two(&snapshot), two(folder));
        let all = upper.into_iter().chain([snapshot, folder.to_path_buf()]).chain(inner);
        Self {
            folder: folder.to_path_buf(),
            places: all.map(Place::at).collect(),
            next: 0,
            began: SystemTime::now(),
            looked: false,
            status: None,
            stage: None,
            beside: [None; BESIDE.len()],
            growing: Vec::new(),
            grown_bytes: 0,
            grown_files: 0,
            newest: None,
        }
    }

    /// A folder that was not there before: all that is in it is new.
    pub(super) fn appeared(folder: &Path) -> Self {
        let mut looker = Self::new(folder);
        looker.looked = true;
        for place in &mut looker.places {
            place.names = Some(HashSet::new());
        }
        looker
    }

    /// Where it is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// One look; the first one sees how things were before.
    pub(super) fn look(&mut self) -> Glimpse {
        self.look_at(false)
    }

    /// One look that goes round everything, however long that takes.
    pub(super) fn look_whole(&mut self) -> Glimpse {
        self.look_at(true)
    }

    fn look_at(&mut self, whole: bool) -> Glimpse {
        let begun = Instant::now();
        let first = !std::mem::replace(&mut self.looked, true);
        let mut changed = self.look_beside();
        changed |= self.look_growing();
        let whole = first || whole;
        let mut asked = 0;
        let all = self.places.len();
        while asked < all && (whole || asked < FOLDERS_MIN || begun.elapsed() < LOOK_TIME) {
            let at = self.next;
            self.next = (at + 1) % all;
            asked += 1;
            changed |= if first { self.begin_place(at) } else { self.look_place(at) };
        }
        let age = self.newest.map(|newest| newest.elapsed().unwrap_or_default());
        Glimpse {
            stage: self.stage,
            grown_bytes: self.grown_bytes,
            grown_files: self.grown_files,
            changed: changed && !first,
            age,
        }
    }

    fn look_beside(&mut self) -> bool {
        let status = stamp(&self.folder.join("Status.plist"));
        let mut changed = status != self.status;
        if changed {
            self.status = status;
            self.note_date(status.map(|(date, _)| date));
            // One that is just being written cannot be read: the next change tells.
            self.stage = read_stage(&self.folder);
        }
        for (at, name) in BESIDE.iter().enumerate() {
            let now = stamp(&self.folder.join(name));
            if now != self.beside[at] {
                self.beside[at] = now;
                self.note_date(now.map(|(date, _)| date));
                changed = true;
            }
        }
        changed
    }

    /// Files that came last: do they grow?
    fn look_growing(&mut self) -> bool {
        let (mut grown, mut moved) = (0, false);
        self.growing.retain_mut(|file| match fs::symlink_metadata(&file.path) {
            Ok(now) => {
                // One that is sent again from its beginning brings nothing new at first.
                grown += now.len().saturating_sub(file.most);
                moved |= now.len() != file.last;
                (file.last, file.most) = (now.len(), file.most.max(now.len()));
                true
            }
            Err(_) => false,
        });
        if moved {
            self.note_date(Some(SystemTime::now()));
        }
        self.grown_bytes += grown;
        moved
    }

    /// How a folder was before: its date. Its names are read when it is its turn.
    fn begin_place(&mut self, at: usize) -> bool {
        let place = &mut self.places[at];
        place.changed = date(&place.path);
        if place.changed.is_none() {
            // Not there yet: all that comes is new.
            place.names = Some(HashSet::new());
        }
        let date = place.changed;
        self.note_date(date);
        false
    }

    fn look_place(&mut self, at: usize) -> bool {
        let place = &mut self.places[at];
        let now = date(&place.path);
        let same = now == place.changed;
        if same && !place.fresh && (place.names.is_some() || now.is_none()) {
            return false;
        }
        place.changed = now;
        place.fresh = now.is_some_and(|now| now.elapsed().is_ok_and(|age| age < COARSE));
        let before = place.names.take();
        let (came, went) = self.list(at, before);
        self.note_date(now);
        !same || came || went
    }

    /// Reads the names of a folder, and counts those that came. Whether any came, any went.
    fn list(&mut self, at: usize, before: Option<HashSet<u64>>) -> (bool, bool) {
        let place = &self.places[at];
        let entries = fs::read_dir(&place.path).into_iter().flatten().flatten();
        let mut names = HashSet::with_capacity(before.as_ref().map_or(0, HashSet::len));
        let mut came = Vec::new();
        for entry in entries.take(NAMES_MAX) {
            let name = entry.file_name();
            let key = key(&name);
            names.insert(key);
            let known = before.as_ref().map(|before| before.contains(&key));
            if known == Some(true) {
                continue;
            }
            let Ok(found) = fs::symlink_metadata(entry.path()) else { continue };
            let new = known == Some(false) || self.is_since(&found);
            let counts = is_payload(&name.to_string_lossy()) && found.is_file();
            if new {
                let again = place.gone.contains(&key) || self.was_moved(at, key);
                came.push((entry.path(), found.len(), counts && !again));
            }
        }
        let gone: Vec<u64> =
            before.iter().flatten().filter(|key| !names.contains(key)).copied().collect();
        let went = !gone.is_empty();
        let any = !came.is_empty();
        for (path, bytes, counts) in came {
            if counts {
                self.grown_files += 1;
                self.grown_bytes += bytes;
                self.growing.insert(0, Growing { path, last: bytes, most: bytes });
            }
        }
        self.growing.truncate(GROWING_MAX);
        let place = &mut self.places[at];
        if at > UPPER {
            // It moves to its place at the end.
            place.gone.extend(gone);
        }
        place.names = Some(names);
        (any, went)
    }

    /// Files that were counted below `Snapshot` are no new ones when they come to their place.
    fn was_moved(&self, at: usize, key: u64) -> bool {
        let Some(below) = (at < 256).then(|| &self.places[UPPER + 1 + at]) else { return false };
        let there = below.names.as_ref().is_some_and(|names| names.contains(&key));
        there || below.gone.contains(&key)
    }

    fn is_since(&self, found: &Metadata) -> bool {
        found.modified().is_ok_and(|date| date >= self.began)
    }

    fn note_date(&mut self, date: Option<SystemTime>) {
        self.newest = self.newest.max(date);
    }
}

/// The last of the places that do not lie below `Snapshot`.
const UPPER: usize = 257;

fn date(path: &Path) -> Option<SystemTime> {
    fs::symlink_metadata(path).ok()?.modified().ok()
}

fn stamp(path: &Path) -> Option<Stamp> {
    let found = fs::symlink_metadata(path).ok()?;
    Some((found.modified().ok()?, found.len()))
}

fn key(name: &std::ffi::OsStr) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

/// Names of files of a backup are 40 hexadecimal digits; others are files on their way.
fn is_payload(name: &str) -> bool {
    name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn read_stage(folder: &Path) -> Option<SnapshotStage> {
    let path = folder.join("Status.plist");
    let small = fs::symlink_metadata(&path).is_ok_and(|found| found.len() <= STATUS_BYTES_MAX);
    let bytes = small.then(|| fs::read(&path).ok()).flatten()?;
    match StatusPlist::parse(&bytes).ok()?.snapshot_state {
        SnapshotState::Uploading => Some(SnapshotStage::Uploading),
        SnapshotState::Moving => Some(SnapshotStage::Moving),
        SnapshotState::Removing => Some(SnapshotStage::Removing),
        SnapshotState::Finished => Some(SnapshotStage::Finished),
        _ => None,
    }
}
