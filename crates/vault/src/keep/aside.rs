//! Putting a backup aside, whole, and back again: renames only. Nothing is deleted, and what was
//! planned can be taken back after a crash at any point of it.

use std::path::{Path, PathBuf};

use crate::disk::Disk;
use crate::error::StoreError;
use crate::layout::{Layout, version_name};
use crate::version::free_name;

/// One rename.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Where it stands.
    pub from: PathBuf,
    /// Where it goes.
    pub to: PathBuf,
    /// What came to stand at `from` meanwhile makes way when it is put back: notes of a run.
    /// Anything else stays, and the way back is closed.
    pub yields: bool,
}

/// What keeps something from being put back.
#[derive(Debug, thiserror::Error)]
pub enum NotBack {
    /// Something new stands in its place.
    #[error("something new stands at {}", .0.display())]
    Occupied(PathBuf),
    /// It is not where it was put.
    #[error("{} is not there any more", .0.display())]
    Gone(PathBuf),
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The renames that put the working tree of a phone aside with the notes of its run; none when
/// there is no tree. `now` is in seconds since 1970. Whoever calls has the lock.
///
/// # Errors
/// As the disk says.
pub fn plan_tree_aside(
    disk: &dyn Disk,
    layout: &Layout,
    now: i64,
) -> Result<Vec<Move>, StoreError> {
    let (working, run, aside) = (layout.working(), layout.run(), layout.aside());
    if !stands(disk, &working)? {
        return Ok(Vec::new());
    }
    let tree = free_name(disk, &aside, &version_name(now))?;
    let notes = tree.with_added_extension("run");
    let mut moves = vec![Move { from: working, to: tree, yields: false }];
    if stands(disk, &run)? {
        moves.push(Move { from: run, to: notes, yields: true });
    }
    Ok(moves)
}

/// The rename that puts any backup folder aside: beside itself, under a name that says so.
///
/// # Errors
/// As the disk says.
pub fn plan_folder_aside(disk: &dyn Disk, folder: &Path, now: i64) -> Result<Move, StoreError> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.parent().unwrap_or(folder);
    let to = free_name(disk, beside, &format!("{name} set aside {}", version_name(now)))?;
    Ok(Move { from: folder.to_path_buf(), to, yields: false })
}

/// Carries renames out, in order.
///
/// # Errors
/// As the disk says; [`put_back`] then takes back what was done of it.
pub fn put_aside(disk: &dyn Disk, moves: &[Move]) -> Result<(), StoreError> {
    for one in moves {
        if let Some(parent) = one.to.parent() {
            crate::disk::create_dir_all(disk, parent)
                .map_err(StoreError::at("make the folder", parent))?;
        }
        disk.rename(&one.from, &one.to).map_err(StoreError::at("set aside", &one.from))?;
        sync(disk, one)?;
    }
    Ok(())
}

/// Takes renames back, the last first; those that never happened are left out. Looks at all of
/// them before the first is touched.
///
/// # Errors
/// [`NotBack::Occupied`] and [`NotBack::Gone`] when things have changed since: nothing is done
/// then. Or as the disk says.
pub fn put_back(disk: &dyn Disk, moves: &[Move]) -> Result<(), NotBack> {
    let mut ahead = Vec::new();
    for one in moves {
        match (stands(disk, &one.from)?, stands(disk, &one.to)?) {
            (false, true) => ahead.push((one, false)),
            (true, true) if one.yields => ahead.push((one, true)),
            (true, true) => return Err(NotBack::Occupied(one.from.clone())),
            // It never happened.
            (true, false) => {}
            (false, false) => return Err(NotBack::Gone(one.to.clone())),
        }
    }
    for (one, occupied) in ahead.into_iter().rev() {
        if occupied {
            let name = one.to.file_name().unwrap_or_default().to_string_lossy();
            let beside = one.to.parent().unwrap_or(&one.to);
            let target = free_name(disk, beside, &format!("{name}.later"))?;
            disk.rename(&one.from, &target).map_err(StoreError::at("set aside", &one.from))?;
        }
        disk.rename(&one.to, &one.from).map_err(StoreError::at("put back", &one.from))?;
        sync(disk, one)?;
    }
    Ok(())
}

fn stands(disk: &dyn Disk, path: &Path) -> Result<bool, StoreError> {
    Ok(disk.meta(path).map_err(StoreError::at("look at", path))?.is_some())
}

fn sync(disk: &dyn Disk, one: &Move) -> Result<(), StoreError> {
    for folder in [one.from.parent(), one.to.parent()].into_iter().flatten() {
        disk.sync_dir(folder).map_err(StoreError::at("make durable", folder))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::disk::RealDisk;

    fn tree() -> (tempfile::TempDir, Layout) {
        let home = tempfile::tempdir().unwrap();
        let layout = Layout::new(home.path(), "U");
        for (path, text) in [("working/U/a", "1"), ("run/journal", "2"), ("versions/v", "3")] {
            let path = layout.root().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        (home, layout)
    }

    #[test]
    fn a_tree_goes_aside_with_its_notes_and_comes_back() {
        let (_home, layout) = tree();
        let moves = plan_tree_aside(&RealDisk, &layout, 1_790_000_000).unwrap();
        assert_eq!(moves.len(), 2);
        put_aside(&RealDisk, &moves).unwrap();
        assert!(!layout.working().exists() && !layout.run().exists());
        assert!(plan_tree_aside(&RealDisk, &layout, 1_790_000_000).unwrap().is_empty());
        // Notes of a run that came since make way and are kept.
        fs::create_dir(layout.run()).unwrap();
        put_back(&RealDisk, &moves).unwrap();
        assert_eq!(fs::read(layout.working().join("U/a")).unwrap(), b"1");
        assert_eq!(fs::read(layout.journal()).unwrap(), b"2");
        assert!(layout.aside().join("2026-09-21T14-13-20Z.run.later").exists());
    }

    #[test]
    fn what_was_done_by_half_is_taken_back_and_what_is_in_use_is_left() {
        let (_home, layout) = tree();
        let moves = plan_tree_aside(&RealDisk, &layout, 1_790_000_000).unwrap();
        put_aside(&RealDisk, &moves[..1]).unwrap();
        put_back(&RealDisk, &moves).unwrap();
        assert!(layout.working().join("U/a").exists() && layout.journal().exists());
        put_aside(&RealDisk, &moves).unwrap();
        fs::create_dir(layout.working()).unwrap();
        let refused = put_back(&RealDisk, &moves);
        assert!(matches!(refused, Err(NotBack::Occupied(_))), "{refused:?}");
        assert!(moves[0].to.exists() && moves[1].to.exists(), "nothing was touched");
    }

    #[test]
    fn a_folder_of_another_program_goes_beside_itself() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("00008110-0000000000000001");
        fs::create_dir(&folder).unwrap();
        let one = plan_folder_aside(&RealDisk, &folder, 1_790_000_000).unwrap();
        let name = one.to.file_name().unwrap().to_str().unwrap();
        assert_eq!(name, "00008110-0000000000000001 set aside 2026-09-21T14-13-20Z");
        put_aside(&RealDisk, std::slice::from_ref(&one)).unwrap();
        assert!(!folder.exists() && one.to.is_dir());
    }
}
