//! From a working tree to a version: hash, seal, one rename (docs/vault.md 4).

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;

use crate::disk::{Disk, DiskFile, Kind, remove_all};
use crate::error::StoreError;
use crate::journal::{Changes, Provenance, Slice};
use crate::layout::{Layout, SEAL, version_name};
use crate::seal::{SealEntry, SealReader, SealTotals, SealWriter, walk_order};
use crate::version;
use crate::working::{Progress, WorkingTree, base_version};

/// What the hash pass found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HashReport {
    /// Sums of the seal.
    pub totals: SealTotals,
    /// Files that came in this time and were read back.
    pub read_back: u64,
    /// Their bytes, and those of files nobody had hashed yet.
    pub read_bytes: u64,
    /// Files taken over from the base version with its hash.
    pub carried_over: u64,
    /// The first files that are not what came in, at most a hundred.
    pub changed: Vec<String>,
    /// How many there are.
    pub changed_count: u64,
}

/// Reads back everything that came in, compares hashes, and writes the seal of the
/// working tree into `run/seal`. `about` goes into its head; `progress` hears of bytes
/// read.
///
/// # Errors
/// As the disk says. A file that is not what came in is no error but in the report.
pub fn hash_and_seal(
    tree: &mut WorkingTree,
    about: &[(String, String)],
    progress: Progress<'_>,
) -> Result<HashReport, StoreError> {
    tree.sync()?;
    let disk = tree.disk().clone();
    let layout = tree.layout().clone();
    let path = layout.run().join(SEAL);
    remove_all(&*disk, &path).map_err(StoreError::at("clear", &path))?;
    let file = disk.create(&path).map_err(StoreError::at("create", &path))?;
    let out = std::io::BufWriter::with_capacity(256 * 1024, file);
    let writer = SealWriter::new(out, about).map_err(StoreError::at("write", &path))?;

    let base = base_version(&*disk, &layout);
    let base = base.and_then(|name| version::open_seal(&*disk, &layout.seal(&name)).ok());
    let mut pass = Pass {
        disk: &*disk,
        layout: &layout,
        base: base.map(Base::new),
        changes: Changes::default(),
        loaded: None,
        slices: slices(&*disk, &layout)?,
        writer,
        report: HashReport::default(),
        buffer: vec![0; 256 * 1024],
        progress,
    };
    pass.folder(&layout.working_backup(), "")?;
    let Pass { writer, mut report, .. } = pass;
    let (out, totals) = writer.finish().map_err(StoreError::at("write", &path))?;
    let mut file =
        out.into_inner().map_err(|error| StoreError::at("write", &path)(error.into_error()))?;
    file.sync().map_err(StoreError::at("make durable", &path))?;
    report.totals = totals;
    Ok(report)
}

fn slices(disk: &dyn Disk, layout: &Layout) -> Result<Vec<Slice>, StoreError> {
    let journal = layout.journal();
    let meta = disk.meta(&journal).map_err(StoreError::at("look at", &journal))?;
    Ok(Slice::for_journal(meta.map_or(0, |meta| meta.bytes)))
}

/// Makes the proven working tree a version: seal into place, everything durable, one
/// rename, last. Before it there is no version, after it a whole one. Returns its name.
///
/// # Errors
/// The working tree stays as it is, to be published again.
pub fn publish(tree: WorkingTree, now: i64) -> Result<String, StoreError> {
    let (disk, layout) = (tree.disk().clone(), tree.layout().clone());
    drop(tree);
    let working = layout.working();
    let (sealed, seal) = (layout.run().join(SEAL), working.join(SEAL));
    disk.rename(&sealed, &seal).map_err(StoreError::at("place the seal", &seal))?;
    disk.sync_dir(&working).map_err(StoreError::at("make durable", &working))?;
    place(&*disk, &layout, now)
}

/// Finishes a publication that a crash cut off: a working tree with a seal in it was
/// proven and only waits for its name.
pub(crate) fn roll_forward(disk: &dyn Disk, layout: &Layout, now: i64) -> Result<(), StoreError> {
    let seal = layout.working().join(SEAL);
    match disk.meta(&seal).map_err(StoreError::at("look at", &seal))? {
        Some(_) => place(disk, layout, now).map(drop),
        None => Ok(()),
    }
}

/// The one rename that makes a version.
fn place(disk: &dyn Disk, layout: &Layout, now: i64) -> Result<String, StoreError> {
    let working = layout.working();
    let versions = layout.versions();
    let make = StoreError::at("make the folder", &versions);
    crate::disk::create_dir_all(disk, &versions).map_err(make)?;
    let target = version::free_name(disk, &versions, &version_name(now))?;
    disk.rename(&working, &target).map_err(StoreError::at("publish", &target))?;
    disk.sync_dir(&versions).map_err(StoreError::at("make durable", &versions))?;
    disk.sync_dir(layout.root()).map_err(StoreError::at("make durable", layout.root()))?;

    let name = target.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    // A convenience for people; nothing of ours reads it, so its failure is no failure.
    let _ = disk.point(&layout.latest(), &format!("versions/{name}"));
    let _ = remove_all(disk, &layout.run());
    Ok(name)
}

/// The base version's seal, read along in walk order.
struct Base<R: BufRead> {
    reader: SealReader<R>,
    next: Option<SealEntry>,
    intact: bool,
}

impl<R: BufRead> Base<R> {
    fn new(reader: SealReader<R>) -> Self {
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

struct Pass<'a, R: BufRead, W: std::io::Write> {
    disk: &'a dyn Disk,
    layout: &'a Layout,
    base: Option<Base<R>>,
    changes: Changes,
    loaded: Option<Slice>,
    slices: Vec<Slice>,
    writer: SealWriter<W>,
    report: HashReport,
    buffer: Vec<u8>,
    progress: Progress<'a>,
}

impl<R: BufRead, W: std::io::Write> Pass<'_, R, W> {
    /// Walks a folder in walk order; `prefix` is its path below the backup, with a slash.
    fn folder(&mut self, place: &Path, prefix: &str) -> Result<(), StoreError> {
        let items = self.disk.list(place).map_err(StoreError::at("list", place))?;
        let items: BTreeMap<String, _> =
            items.into_iter().map(|item| (item.name, item.meta)).collect();
        for (name, meta) in items {
            let (path, place) = (format!("{prefix}{name}"), place.join(&name));
            match meta.kind {
                Kind::Folder => self.folder(&place, &format!("{path}/"))?,
                Kind::File => self.file(&place, path, meta.bytes)?,
                // Cannot come from a phone and is not part of a backup.
                Kind::Other => {}
            }
        }
        Ok(())
    }

    fn file(&mut self, place: &Path, path: String, bytes: u64) -> Result<(), StoreError> {
        self.load_slice_of(&path)?;
        let full_path = format!("{}/{path}", self.layout.udid());
        let provenance = self.changes.provenance(&full_path);
        let base = self.base.as_mut().and_then(|base| base.entry(&path));
        let hash = match (provenance, base) {
            (None, Some(entry)) if entry.bytes == bytes => {
                self.report.carried_over += 1;
                entry.hash
            }
            (Some(Provenance::Received { bytes: expected, hash: received }), _) => {
                let (hash, found) = self.hash(place)?;
                self.report.read_back += 1;
                if hash != received || found != expected {
                    self.note_changed(&path);
                }
                hash
            }
            (None | Some(Provenance::Unknown), base) => {
                let (hash, _) = self.hash(place)?;
                // Same file, other length than in the version it was cloned from.
                if provenance.is_none() && base.is_some() {
                    self.note_changed(&path);
                }
                hash
            }
        };
        let seal = self.layout.run().join(SEAL);
        let entry = SealEntry { path, bytes, hash };
        self.writer.add(&entry).map_err(StoreError::at("write", &seal))
    }

    fn note_changed(&mut self, path: &str) {
        self.report.changed_count += 1;
        if self.report.changed.len() < 100 {
            self.report.changed.push(path.into());
        }
    }

    /// Folders come in the order of their names, so each slice is loaded about once.
    fn load_slice_of(&mut self, path: &str) -> Result<(), StoreError> {
        let fits = |slice: &Slice| slice.holds(path);
        if self.loaded.as_ref().is_some_and(fits) {
            return Ok(());
        }
        let slice = self.slices.iter().copied().find(fits).unwrap_or(Slice::ALL);
        self.changes = Changes::default();
        self.changes = crate::working::load_changes(self.disk, self.layout, slice)?;
        self.loaded = Some(slice);
        Ok(())
    }

    fn hash(&mut self, place: &Path) -> Result<(blake3::Hash, u64), StoreError> {
        let mut file: Box<dyn DiskFile> =
            self.disk.open(place).map_err(StoreError::at("open", place))?;
        let mut hasher = blake3::Hasher::new();
        let mut bytes = 0;
        loop {
            let len = std::io::Read::read(&mut file, &mut self.buffer)
                .map_err(StoreError::at("read back", place))?;
            if len == 0 {
                self.report.read_bytes += bytes;
                return Ok((hasher.finalize(), bytes));
            }
            hasher.update(&self.buffer[..len]);
            bytes += len as u64;
            if (self.progress)(self.report.read_bytes + bytes).is_break() {
                let stopped = std::io::ErrorKind::Interrupted.into();
                return Err(StoreError::at("go on reading", place)(stopped));
            }
        }
    }
}
