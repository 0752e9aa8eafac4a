//! Finishing by hand what an interrupted run of any program left, on a copy
//! (docs/backup-format.md 8.4).
//!
//! ```text
//!  moving     copy ─ payloads of Snapshot/ over the old ones ─ the two manifests ─┐
//!  removing   copy ───────────────────────────────────────────────────────────────┴─►
//!             payloads without a row go ─ Snapshot/ goes ─ Status.plist ─ verified ─ named
//! ```

use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use unstuck_manifest::plists::{BackupState, SnapshotState};
use unstuck_manifest::{
    Depth, FileId, OpenBackup, Options, Report, StatusPlist, Threads, Unlock, Verdict, verify,
};

use super::copy::{copy_tree, make_durable};
use crate::disk::{Disk, Kind, read_small, remove_all, replace_small};
use crate::error::StoreError;
use crate::view::BackupView;
use crate::working::Progress;

/// A hidden file in a backup that was finished by us: who looks can see it.
const MARK: &str = ".completed-by-unstuck";
/// Status.plist has about 189 bytes.
const STATUS_BYTES_MAX: u64 = 64 << 10;

/// What would be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinishPlan {
    /// The state the run was left in.
    pub state: SnapshotState,
    /// Payloads that go from Snapshot/ to their places.
    pub to_move: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Whether the new manifests wait in Snapshot/.
    pub manifests_wait: bool,
}

/// What was done.
#[derive(Clone, Debug)]
pub struct Finished {
    /// The finished backup.
    pub folder: PathBuf,
    /// Payloads moved.
    pub moved: u64,
    /// Payloads without a row that were removed.
    pub removed: u64,
    /// What the verifier says of the result.
    pub report: Report,
}

/// Looks at what would be done; `None` when nothing can be: only a run that was cut off while
/// its files were moved, or obsolete ones removed, can be finished without the phone.
///
/// # Errors
/// As the disk says.
pub fn plan_finish(disk: &dyn Disk, source: &Path) -> Result<Option<FinishPlan>, StoreError> {
    let Some(status) = read_status(disk, source)? else { return Ok(None) };
    if !matches!(status.snapshot_state, SnapshotState::Moving | SnapshotState::Removing) {
        return Ok(None);
    }
    let snapshot = source.join("Snapshot");
    let (mut to_move, mut bytes, mut manifests_wait) = (0, 0, false);
    for folder in list(disk, &snapshot)? {
        let place = snapshot.join(&folder.name);
        match folder.meta.kind {
            Kind::Folder => {
                for item in payloads(disk, &place, &folder.name)? {
                    to_move += 1;
                    bytes += item.meta.bytes;
                }
            }
            Kind::File => manifests_wait |= folder.name == "Manifest.db",
            Kind::Other => {}
        }
    }
    let state = status.snapshot_state;
    Ok(Some(FinishPlan { state, to_move, bytes, manifests_wait }))
}

/// Copies the backup to `target`, which must not exist, finishes the copy, and verifies it.
/// The original is not touched. When the result does not hold, the copy is removed, and the
/// report says why. An encrypted backup needs its password.
///
/// # Errors
/// As the disk says. Nothing is left at `target` then.
pub fn finish(
    disk: &Arc<dyn Disk>,
    source: &Path,
    target: &Path,
    unlock: Unlock<'_>,
    progress: Progress<'_>,
) -> Result<Finished, StoreError> {
    if disk.meta(target).map_err(StoreError::at("look at", target))?.is_some() {
        return Err(StoreError::at("make", target)(io::ErrorKind::AlreadyExists.into()));
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let partial = target.with_file_name(format!(".unstuck-{name}"));
    remove_all(&**disk, &partial).map_err(StoreError::at("clear", &partial))?;
    let finished = on_copy(disk, source, &partial, &name, unlock, progress);
    let mut finished = finished.inspect_err(|_| drop(remove_all(&**disk, &partial)))?;
    if holds(&finished.report.verdict) {
        disk.rename(&partial, target).map_err(StoreError::at("give its name to", target))?;
        finished.folder = target.to_path_buf();
    } else {
        remove_all(&**disk, &partial).map_err(StoreError::at("clear", &partial))?;
    }
    Ok(finished)
}

/// Whether what came of it may be kept: whole, or with damage that is known by name.
pub(super) fn holds(verdict: &Verdict) -> bool {
    matches!(
        verdict,
        Verdict::Complete | Verdict::CompleteWithDamage { .. } | Verdict::Unproven { .. }
    )
}

fn on_copy(
    disk: &Arc<dyn Disk>,
    source: &Path,
    copy: &Path,
    name: &str,
    unlock: Unlock<'_>,
    progress: Progress<'_>,
) -> Result<Finished, StoreError> {
    let status = read_status(&**disk, source)?;
    let Some(mut status) = status else {
        return Err(StoreError::at("read", source)(io::ErrorKind::InvalidData.into()));
    };
    copy_tree(&**disk, source, copy, progress)?;
    let moved = match status.snapshot_state {
        SnapshotState::Moving => move_up(&**disk, copy)?,
        _ => 0,
    };
    let view = BackupView::new(Arc::clone(disk), copy.to_path_buf());
    let removed = remove_orphans(&**disk, copy, &view, unlock)?;
    let snapshot = copy.join("Snapshot");
    remove_all(&**disk, &snapshot).map_err(StoreError::at("remove", &snapshot))?;
    (status.backup_state, status.snapshot_state) = (BackupState::New, SnapshotState::Finished);
    let path = copy.join("Status.plist");
    replace_small(&**disk, &path, &status.to_bytes()).map_err(StoreError::at("write", &path))?;
    let mark = copy.join(MARK);
    let text = b"The run that made this backup was cut off. Unstuck put its files in place.\n";
    replace_small(&**disk, &mark, text).map_err(StoreError::at("write", &mark))?;
    make_durable(&**disk, copy)?;
    let threads = Threads::as_many_as_useful();
    let options = Options { unlock, depth: Depth::Ends, threads, ..Options::default() };
    let report = verify(&view, name, options, &mut |_| ControlFlow::Continue(()));
    Ok(Finished { folder: copy.to_path_buf(), moved, removed, report })
}

/// Puts what waits in Snapshot/ in its place, the manifests last.
fn move_up(disk: &dyn Disk, copy: &Path) -> Result<u64, StoreError> {
    let snapshot = copy.join("Snapshot");
    let mut moved = 0;
    for folder in list(disk, &snapshot)? {
        if folder.meta.kind != Kind::Folder {
            continue;
        }
        let (from, to) = (snapshot.join(&folder.name), copy.join(&folder.name));
        crate::disk::create_dir_all(disk, &to).map_err(StoreError::at("make the folder", &to))?;
        for item in payloads(disk, &from, &folder.name)? {
            let (from, to) = (from.join(&item.name), to.join(&item.name));
            disk.rename(&from, &to).map_err(StoreError::at("move", &from))?;
            moved += 1;
        }
    }
    for name in ["Manifest.plist", "Manifest.db"] {
        let (from, to) = (snapshot.join(name), copy.join(name));
        if disk.meta(&from).map_err(StoreError::at("look at", &from))?.is_some() {
            disk.rename(&from, &to).map_err(StoreError::at("move", &from))?;
        }
    }
    Ok(moved)
}

/// Removes payloads that the list does not name. A list that does not read to its end names
/// nothing for sure, and nothing goes.
fn remove_orphans(
    disk: &dyn Disk,
    copy: &Path,
    view: &BackupView,
    unlock: Unlock<'_>,
) -> Result<u64, StoreError> {
    let manifest = copy.join("Manifest.db");
    let fail = |text: String| StoreError::at("open", &manifest)(io::Error::other(text));
    let backup = OpenBackup::open(view, unlock).map_err(|fault| fail(fault.to_string()))?;
    let mut named: HashSet<FileId> = HashSet::new();
    let mut bad = 0;
    let reading = backup.read(&mut |row| {
        match row {
            Ok(listed) => drop(named.insert(listed.id)),
            Err(_) => bad += 1,
        }
        ControlFlow::Continue(())
    });
    let reading = reading.map_err(|fault| fail(fault.to_string()))?;
    if let Some(fault) = reading.fault {
        return Err(fail(fault.to_string()));
    }
    let mut removed = 0;
    for folder in list(disk, copy)?.into_iter().filter(|item| item.meta.kind == Kind::Folder) {
        for item in payloads(disk, &copy.join(&folder.name), &folder.name)? {
            let id: Option<FileId> = item.name.parse().ok();
            if bad == 0 && id.is_some_and(|id| !named.contains(&id)) {
                let path = copy.join(&folder.name).join(&item.name);
                disk.remove_file(&path).map_err(StoreError::at("remove", &path))?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

fn list(disk: &dyn Disk, folder: &Path) -> Result<Vec<crate::disk::DirItem>, StoreError> {
    match disk.meta(folder).map_err(StoreError::at("look at", folder))? {
        None => Ok(Vec::new()),
        Some(_) => disk.list(folder).map_err(StoreError::at("list", folder)),
    }
}

/// The payloads of one of the 256 folders: sound names in their place, regular files.
fn payloads(
    disk: &dyn Disk,
    place: &Path,
    name: &str,
) -> Result<Vec<crate::disk::DirItem>, StoreError> {
    if name.len() != 2 {
        return Ok(Vec::new());
    }
    let mut items = list(disk, place)?;
    items.retain(|item| {
        let sound = item.name.parse::<FileId>().is_ok() && item.name.starts_with(name);
        sound && item.meta.kind == Kind::File
    });
    Ok(items)
}

fn read_status(disk: &dyn Disk, source: &Path) -> Result<Option<StatusPlist>, StoreError> {
    let path = source.join("Status.plist");
    if disk.meta(&path).map_err(StoreError::at("look at", &path))?.is_none() {
        return Ok(None);
    }
    let bytes = read_small(disk, &path, STATUS_BYTES_MAX).map_err(StoreError::at("read", &path))?;
    Ok(StatusPlist::parse(&bytes).ok())
}
