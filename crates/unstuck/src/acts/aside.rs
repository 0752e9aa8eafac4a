//! A torn backup goes aside, whole: by renames, never by deleting.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::json;
use unstuck_diagnosis::climb::Settled;
use unstuck_manifest::StatusPlist;
use unstuck_manifest::plists::SnapshotState;
use unstuck_probe::{Here, kept};
use unstuck_vault::keep::{Move, plan_folder_aside, plan_tree_aside, put_aside, put_back};
use unstuck_vault::version::newest_sealed;
use unstuck_vault::{Layout, RealDisk, VaultLock, lock};

use super::deed::Deed;
use super::journal::{Moved, Undo};
use super::{Came, On, unable};
use crate::commands::Context;
use crate::place;
use crate::time::unix_now;

/// Files younger than this may belong to a backup that runs.
const QUIET: Duration = Duration::from_secs(60);

/// Puts aside the named backup; else the tree of the interrupted run in our own place; else the
/// torn backup of this phone where Apple's programs keep theirs.
pub(super) fn put(on: On<'_>, context: &Context<'_>) -> Came {
    let (moves, _lock) = match plan(on, context.simulated) {
        Ok(planned) => planned,
        Err(why) => return unable(why),
    };
    if moves.is_empty() {
        if begins_from_a_version(on, context.simulated) {
            // Nothing is in the way but the version a run begins from: the next one begins empty.
            return Came { after: json!({ "begins": "empty" }), ..Settled::Done.into() };
        }
        return unable("there is no torn backup of this iPhone to put aside");
    }
    let undo = Undo::PutBack { moves: moves.iter().map(moved).collect() };
    let from = moves[0].from.clone();
    let before = json!({ "backup": from });
    let deed = match Deed::plan(context, "move-aside-backup", on.udid, before, undo) {
        Ok(deed) => deed,
        Err(came) => return came,
    };
    if let Err(error) = put_aside(&RealDisk, &moves) {
        return match put_back(&RealDisk, &moves) {
            Ok(()) => deed.unable(format!("{error}; everything is where it was")),
            Err(also) => deed.unable(format!("{error}; {also}")),
        };
    }
    deed.done(json!({ "backup": from, "aside": moves[0].to }), None)
}

fn begins_from_a_version(on: On<'_>, simulated: bool) -> bool {
    let folder = place::folder(on.to, simulated).filter(|_| on.backup.is_none());
    let layout = folder.zip(on.udid).map(|(folder, udid)| Layout::new(&folder, udid));
    layout.is_some_and(|layout| matches!(newest_sealed(&RealDisk, &layout), Ok(Some(_))))
}

type Planned = (Vec<Move>, Option<VaultLock>);

fn plan(on: On<'_>, simulated: bool) -> Result<Planned, String> {
    let words = |error: unstuck_vault::StoreError| error.to_string();
    if let Some(folder) = on.backup {
        quiet(folder)?;
        let one = plan_folder_aside(&RealDisk, folder, unix_now()).map_err(words)?;
        return Ok((vec![one], None));
    }
    let udid = on.udid.ok_or("no iPhone is in reach, and no backup was named")?;
    if let Some(folder) = place::folder(on.to, simulated) {
        let layout = Layout::new(&folder, udid);
        if layout.working().is_dir() {
            let lock = lock(&RealDisk, &layout).map_err(words)?;
            let lock = lock.ok_or("a backup of this iPhone is being made at this moment")?;
            let moves = plan_tree_aside(&RealDisk, &layout, unix_now()).map_err(words)?;
            return Ok((moves, Some(lock)));
        }
    }
    match apple_backup(&Here::real(), udid) {
        Some(folder) => {
            quiet(&folder)?;
            let one = plan_folder_aside(&RealDisk, &folder, unix_now()).map_err(words)?;
            Ok((vec![one], None))
        }
        None => Ok((Vec::new(), None)),
    }
}

fn moved(one: &Move) -> Moved {
    Moved { from: one.from.clone(), to: one.to.clone(), yields: one.yields }
}

/// The torn backup of a phone where Apple's programs keep theirs.
fn apple_backup(here: &Here, udid: &str) -> Option<PathBuf> {
    let places = kept::apple_places(here).into_iter();
    places.map(|place| place.join(udid)).find(|folder| folder.is_dir() && is_torn(folder))
}

/// Whether a backup folder was left in the middle of a run, or lacks what every backup has.
fn is_torn(folder: &Path) -> bool {
    let status = std::fs::read(folder.join("Status.plist")).ok();
    let status = status.and_then(|bytes| StatusPlist::parse(&bytes).ok());
    let finished = status.is_some_and(|status| status.snapshot_state == SnapshotState::Finished);
    !finished || !folder.join("Manifest.plist").is_file()
}

/// A folder that a program writes to just now stays where it is.
fn quiet(folder: &Path) -> Result<(), String> {
    let kind = folder.symlink_metadata().map_err(|error| error.to_string())?;
    if !kind.is_dir() {
        return Err(format!("{} is no folder", folder.display()));
    }
    let names = ["", "Status.plist", "Manifest.db", "Manifest.plist", "Snapshot"];
    let times = names.iter().filter_map(|name| folder.join(name).metadata().ok()?.modified().ok());
    let youngest = times.max().unwrap_or(SystemTime::UNIX_EPOCH);
    let age = SystemTime::now().duration_since(youngest).unwrap_or(QUIET);
    match age < QUIET {
        true => Err("a program wrote there less than a minute ago: a backup may be running".into()),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use unstuck_probe::Kind;

    use super::*;

    #[test]
    fn the_torn_backup_of_finder_is_found_where_finder_keeps_it() {
        let root = tempfile::tempdir().unwrap();
        let here = Here::recorded(root.path(), Kind::Mac).with_variable("HOME", "/Users/x");
        let folder = kept::apple_places(&here)[0].join("U");
        assert_eq!(apple_backup(&here, "U"), None);
        std::fs::create_dir_all(&folder).unwrap();
        assert_eq!(apple_backup(&here, "U"), Some(folder));
    }

    #[test]
    fn what_is_being_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        assert!(quiet(folder.path()).unwrap_err().contains("less than a minute"));
        let past = SystemTime::now() - Duration::from_secs(3600);
        std::fs::File::open(folder.path()).unwrap().set_modified(past).unwrap();
        assert_eq!(quiet(folder.path()), Ok(()));
    }
}
