//! Reading back what came in: every file in walk order, its hash from whoever knows it.
//!
//! A window of files is looked at together, so that several threads can hash them; lines of
//! the seal are written in order all the same.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};

use blake3::Hash;

use crate::disk::{Disk, Kind};
use crate::error::StoreError;
use crate::journal::{Changes, Provenance, Slice};
use crate::layout::{Layout, SEAL};
use crate::publish::HashReport;
use crate::seal::{SealEntry, SealReader, SealWriter, walk_order};
use crate::working::{Progress, load_changes};
use unstuck_manifest::Threads;

/// The base version's seal, read along in walk order.
pub(crate) struct Base<R: BufRead> {
    reader: SealReader<R>,
    next: Option<SealEntry>,
    intact: bool,
}

impl<R: BufRead> Base<R> {
    pub(crate) fn new(reader: SealReader<R>) -> Self {
        let mut base = Self { reader, next: None, intact: true };
        base.advance();
        base
    }

    fn advance(&mut self) {
        match self.reader.next_entry() {
            Ok(next) => self.next = next,
            Err(_) => (self.next, self.intact) = (None, false),
        }
    }

    /// The entry for `path`, if the base has one. Paths come in walk order.
    fn entry(&mut self, path: &str) -> Option<SealEntry> {
        while let Some(next) = &self.next {
            match walk_order(&next.path, path) {
                std::cmp::Ordering::Less => self.advance(),
                std::cmp::Ordering::Equal => return self.next.clone(),
                std::cmp::Ordering::Greater => return None,
            }
        }
        None
    }
}

/// A file whose line is still to be written.
#[derive(Debug)]
struct Pending {
    place: PathBuf,
    path: String,
    bytes: u64,
    hash: Source,
}

/// Where the hash of a file comes from.
#[derive(Clone, Copy, Debug)]
enum Source {
    /// The base version's seal.
    Base(Hash),
    /// It is read; while it came in it had this length and hash.
    Received { bytes: u64, hash: Hash },
    /// It is read. The base has another file by this name, although nothing came in.
    Differs,
    /// It is read, and nobody knows what it should be.
    Read,
}

/// Files of a window, and bytes of them that are read.
const WINDOW_FILES: usize = 512;
const WINDOW_BYTES: u64 = 256 << 20;
const BUFFER_BYTES: usize = 256 * 1024;

/// One pass over a working tree.
pub(crate) struct Pass<'a, R: BufRead, W: Write> {
    disk: &'a dyn Disk,
    layout: &'a Layout,
    base: Option<Base<R>>,
    changes: Changes,
    loaded: Option<Slice>,
    slices: Vec<Slice>,
    window: Vec<Pending>,
    window_bytes: u64,
    writer: SealWriter<W>,
    report: HashReport,
    threads: Threads,
    progress: Progress<'a>,
}

impl<'a, R: BufRead, W: Write> Pass<'a, R, W> {
    pub(crate) fn new(
        disk: &'a dyn Disk,
        layout: &'a Layout,
        base: Option<Base<R>>,
        writer: SealWriter<W>,
        threads: Threads,
        progress: Progress<'a>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            disk,
            layout,
            base,
            changes: Changes::default(),
            loaded: None,
            slices: slices(disk, layout)?,
            window: Vec::new(),
            window_bytes: 0,
            writer,
            report: HashReport::default(),
            threads,
            progress,
        })
    }

    /// Walks the whole backup.
    pub(crate) fn run(mut self) -> Result<(SealWriter<W>, HashReport), StoreError> {
        self.folder(&self.layout.working_backup(), "")?;
        self.close_window()?;
        Ok((self.writer, self.report))
    }

    /// Walks a folder in walk order; `prefix` is its path below the backup, with a slash.
    fn folder(&mut self, place: &Path, prefix: &str) -> Result<(), StoreError> {
        let items = self.disk.list(place).map_err(StoreError::at("list", place))?;
        let items: BTreeMap<String, _> =
            items.into_iter().map(|item| (item.name, item.meta)).collect();
        for (name, meta) in items {
            let (path, place) = (format!("{prefix}{name}"), place.join(&name));
            match meta.kind {
                Kind::Folder => self.folder(&place, &format!("{path}/"))?,
                Kind::File => self.file(place, path, meta.bytes)?,
                // Cannot come from a phone and is not part of a backup.
                Kind::Other => {}
            }
        }
        Ok(())
    }

    fn file(&mut self, place: PathBuf, path: String, bytes: u64) -> Result<(), StoreError> {
        self.load_slice_of(&path)?;
        let full_path = format!("{}/{path}", self.layout.udid());
        let provenance = self.changes.provenance(&full_path);
        let base = self.base.as_mut().and_then(|base| base.entry(&path));
        let hash = match (provenance, base) {
            (None, Some(entry)) if entry.bytes == bytes => Source::Base(entry.hash),
            (None, Some(_)) => Source::Differs,
            (Some(Provenance::Received { bytes, hash }), _) => Source::Received { bytes, hash },
            (None | Some(Provenance::Unknown), _) => Source::Read,
        };
        if !matches!(hash, Source::Base(_)) {
            self.window_bytes += bytes;
        }
        self.window.push(Pending { place, path, bytes, hash });
        if self.window.len() >= WINDOW_FILES || self.window_bytes >= WINDOW_BYTES {
            self.close_window()?;
        }
        Ok(())
    }

    /// Folders come in the order of their names, so each slice is loaded about once.
    fn load_slice_of(&mut self, path: &str) -> Result<(), StoreError> {
        let fits = |slice: &Slice| slice.holds(path);
        if self.loaded.as_ref().is_some_and(fits) {
            return Ok(());
        }
        let slice = self.slices.iter().copied().find(fits).unwrap_or(Slice::ALL);
        self.changes = Changes::default();
        self.changes = load_changes(self.disk, self.layout, slice)?;
        self.loaded = Some(slice);
        Ok(())
    }

    /// Reads what must be read and writes the lines of all.
    fn close_window(&mut self) -> Result<(), StoreError> {
        self.window_bytes = 0;
        let window = std::mem::take(&mut self.window);
        let read = window.iter().filter(|one| !matches!(one.hash, Source::Base(_)));
        let places: Vec<&Path> = read.map(|one| one.place.as_path()).collect();
        let (before, progress) = (self.report.read_bytes, &mut *self.progress);
        let disk = self.disk;
        let hashes = self.threads.map(
            &places,
            || vec![0; BUFFER_BYTES],
            |buffer, place, count| hash_file(disk, place, buffer, count),
            &mut |bytes| progress(before + bytes),
        );
        let mut hashes = hashes.into_iter();
        for one in window {
            let read = match one.hash {
                Source::Base(_) => None,
                _ => Some(hashes.next().unwrap_or_else(|| Err(stopped(&one.place)))?),
            };
            self.line(one, read)?;
        }
        Ok(())
    }

    fn line(&mut self, one: Pending, read: Option<(Hash, u64)>) -> Result<(), StoreError> {
        let changed = match (one.hash, read) {
            (Source::Received { bytes, hash }, Some(found)) => {
                self.report.read_back += 1;
                (hash, bytes) != found
            }
            (Source::Differs, _) => true,
            _ => false,
        };
        if changed {
            self.report.changed_count += 1;
            if self.report.changed.len() < 100 {
                self.report.changed.push(one.path.clone());
            }
        }
        let hash = match (one.hash, read) {
            (Source::Base(hash), _) => {
                self.report.carried_over += 1;
                hash
            }
            (Source::Received { hash, .. }, None) => hash,
            (_, Some((hash, bytes))) => {
                self.report.read_bytes += bytes;
                hash
            }
            (Source::Differs | Source::Read, None) => return Err(stopped(&one.place)),
        };
        let seal = self.layout.run().join(SEAL);
        let entry = SealEntry { path: one.path, bytes: one.bytes, hash };
        self.writer.add(&entry).map_err(StoreError::at("write", &seal))
    }
}

fn stopped(place: &Path) -> StoreError {
    StoreError::at("go on reading", place)(io::ErrorKind::Interrupted.into())
}

/// BLAKE3 and length of a file; `count` hears of bytes read and may stop it.
pub(crate) fn hash_file(
    disk: &dyn Disk,
    place: &Path,
    buffer: &mut [u8],
    count: &mut dyn FnMut(u64) -> bool,
) -> Result<(Hash, u64), StoreError> {
    let mut file = disk.open(place).map_err(StoreError::at("open", place))?;
    let mut hasher = blake3::Hasher::new();
    let mut bytes = 0;
    loop {
        let len = file.read(buffer).map_err(StoreError::at("read back", place))?;
        if len == 0 {
            return Ok((hasher.finalize(), bytes));
        }
        hasher.update(&buffer[..len]);
        bytes += len as u64;
        if !count(len as u64) {
            return Err(stopped(place));
        }
    }
}

fn slices(disk: &dyn Disk, layout: &Layout) -> Result<Vec<Slice>, StoreError> {
    let journal = layout.journal();
    let meta = disk.meta(&journal).map_err(StoreError::at("look at", &journal))?;
    Ok(Slice::for_journal(meta.map_or(0, |meta| meta.bytes)))
}
