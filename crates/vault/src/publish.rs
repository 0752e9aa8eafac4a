//! From a working tree to a version: hash, seal, one rename (docs/vault.md 4).

use crate::disk::{Disk, remove_all};
use crate::error::StoreError;
use crate::layout::{Layout, SEAL, version_name};
use crate::read_back::{Base, Pass};
use crate::seal::{SealTotals, SealWriter};
use crate::version;
use crate::working::{Progress, WorkingTree, base_version};
use unstuck_manifest::Threads;

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
    threads: Threads,
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
    let pass = Pass::new(&*disk, &layout, base.map(Base::new), writer, threads, progress)?;
    let (writer, mut report) = pass.run()?;
    let (out, totals) = writer.finish().map_err(StoreError::at("write", &path))?;
    let mut file =
        out.into_inner().map_err(|error| StoreError::at("write", &path)(error.into_error()))?;
    file.sync().map_err(StoreError::at("make durable", &path))?;
    report.totals = totals;
    Ok(report)
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
