//! Backups that are already here: finished, interrupted, damaged, being written, by whom. A
//! quick look at the small files of each; `unstuck verify` proves a backup.

mod look;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use unstuck_manifest::FolderName;

use crate::here::{Here, Kind};
use crate::probe::{Failure, Probe};
use crate::recorder::Recorder;

use look::{Kept, State, look};

/// A few small files for each backup; a dead share is told by its deadline.
const TIME_MAX: Duration = Duration::from_secs(6);
/// More backups than this are not looked at.
const BACKUPS_MAX: usize = 200;

/// Looks at backups in Apple's own places and in `target`.
pub fn probes(here: &Here, target: Option<PathBuf>) -> Vec<Probe> {
    let here = here.clone();
    vec![Probe::blocking("kept_backups", TIME_MAX, move |out| all(&here, target.as_deref(), out))]
}

fn all(here: &Here, target: Option<&Path>, out: &Recorder) -> Result<(), Failure> {
    let mut found: Vec<Kept> = Vec::new();
    for place in apple_places(here) {
        apple_place(here, &place, out, &mut found);
    }
    if let Some(target) = target {
        for folder in backups_below(target) {
            found.extend(look(&folder, here.now()));
            // Unstuck's own: what the phone sees lies deeper (docs/vault.md).
            let name = folder.file_name().unwrap_or_default();
            found.extend(look(&folder.join("working").join(name), here.now()));
        }
    }
    found.truncate(BACKUPS_MAX);
    tell(&found, out);
    Ok(())
}

/// Where Apple's programs keep backups on this system (docs/backup-format.md 12).
pub fn apple_places(here: &Here) -> Vec<PathBuf> {
    let below =
        |variable: &str, rest: &str| Some(PathBuf::from(here.variable(variable)?).join(rest));
    let places = match here.kind() {
        Kind::Linux => return Vec::new(),
        Kind::Mac => [below("HOME", "Library/Application Support/MobileSync/Backup"), None],
        Kind::Windows => [
            below("APPDATA", "Apple Computer/MobileSync/Backup"),
            below("USERPROFILE", "Apple/MobileSync/Backup"),
        ],
    };
    places.into_iter().flatten().map(|place| here.path(&place.to_string_lossy())).collect()
}

fn apple_place(here: &Here, place: &Path, out: &Recorder, found: &mut Vec<Kept>) {
    let Ok(itself) = place.symlink_metadata() else { return };
    let real = place.canonicalize();
    if itself.is_symlink() {
        out.fact("here.apple_place_is_link", true);
        if real.is_err() {
            out.fact("here.apple_place_link_broken", true);
        }
    }
    let Ok(real) = real else { return };
    if let Ok(space) = fs4::statvfs(&real) {
        out.fact("here.apple_place_free_bytes", space.available_space());
    }
    if let Err(error) = std::fs::read_dir(&real)
        && error.kind() == std::io::ErrorKind::PermissionDenied
    {
        out.fact("here.apple_place_readable", false);
    }
    found.extend(backups_below(&real).iter().filter_map(|folder| look(folder, here.now())));
}

pub(crate) fn backups_below(place: &Path) -> Vec<PathBuf> {
    let items = std::fs::read_dir(place).into_iter().flatten().flatten();
    let is_backup = |name: &str| FolderName::parse(name).is_some();
    let mut folders: Vec<PathBuf> = items
        .filter(|item| item.file_name().to_str().is_some_and(is_backup))
        .map(|item| item.path())
        .take(BACKUPS_MAX)
        .collect();
    folders.sort_unstable();
    folders
}

/// What is the matter with a backup at a glance; `None` when nothing is, or there is none.
pub fn fault(folder: &Path) -> Option<&'static str> {
    match look(folder, std::time::SystemTime::UNIX_EPOCH)?.state {
        State::Damaged(why) => Some(why),
        _ => None,
    }
}

fn tell(found: &[Kept], out: &Recorder) {
    out.fact("here.kept_backups", found.len() as u64);
    let mut numbers: BTreeMap<&str, u64> = BTreeMap::new();
    for kept in found {
        *numbers.entry(kept.state.word()).or_default() += 1;
    }
    for (state, number) in numbers {
        out.fact(&format!("here.kept_{state}"), number);
    }
    let current = found.iter().filter(|kept| !kept.archived);
    let Some(newest) = current.max_by_key(|kept| kept.changed) else { return };
    out.fact("here.kept_newest", newest.state.word());
    if let State::Damaged(why) = newest.state {
        out.fact("here.kept_newest_fault", why);
    }
}

#[cfg(test)]
mod tests;
