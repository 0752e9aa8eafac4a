//! Where backups of other programs are: where Apple's programs put them, where those that run
//! just now were told to, where ours go, or in a folder somebody named.

use std::path::{Path, PathBuf};

use unstuck_manifest::FolderName;

use crate::computer::AT_WORK;
use crate::here::Here;
use crate::kept::{apple_places, backups_below};
use crate::system;

/// What lies in a backup; one of it, and a folder is one.
const SIGNS: [&str; 6] =
    ["Status.plist", "Info.plist", "Manifest.db", "Manifest.plist", "Manifest.mbdb", "Snapshot"];
/// More are not looked at side by side.
const BACKUPS_MAX: usize = 16;

/// Where to look.
#[derive(Clone, Debug)]
pub struct Where {
    /// The folder somebody named: a backup, or a folder with backups in it.
    pub folder: Option<PathBuf>,
    /// Where our own backups go.
    pub own: Option<PathBuf>,
    /// Backups of this phone only.
    pub udid: Option<String>,
}

/// The backups there are now, those that changed last first.
pub(super) fn candidates(here: &Here, place: &Where) -> Vec<PathBuf> {
    let mut found = Vec::new();
    match &place.folder {
        Some(folder) if is_backup(folder) => return vec![folder.clone()],
        Some(folder) => found.extend(below(folder)),
        None => {
            let all = apple_places(here).into_iter().chain(told_to_programs(here));
            found.extend(all.chain(place.own.clone()).flat_map(|place| below(&place)));
        }
    }
    found.retain(|folder| place.udid.as_deref().is_none_or(|udid| is_of(folder, udid)));
    found.sort_by_cached_key(|folder| std::cmp::Reverse(changed(folder)));
    found.dedup();
    found.truncate(BACKUPS_MAX);
    found
}

/// Whether a folder is a backup itself.
fn is_backup(folder: &Path) -> bool {
    SIGNS.iter().any(|name| folder.join(name).exists())
}

/// Backups in a folder. In ours, the one under way lies deeper (docs/vault.md).
fn below(place: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    backups_below(place).into_iter().filter(|folder| !is_archived(folder)).map(|folder| {
        let own = folder.file_name().map(|name| folder.join("working").join(name));
        let ours = folder.join("versions").is_dir();
        own.filter(|own| ours || own.is_dir()).unwrap_or(folder)
    })
}

fn is_archived(folder: &Path) -> bool {
    name_of(folder).is_some_and(|name| name.archived.is_some())
}

fn name_of(folder: &Path) -> Option<FolderName<'_>> {
    FolderName::parse(folder.file_name()?.to_str()?)
}

fn is_of(folder: &Path, udid: &str) -> bool {
    name_of(folder).is_some_and(|name| name.udid.eq_ignore_ascii_case(udid))
}

fn changed(folder: &Path) -> Option<std::time::SystemTime> {
    let names = ["Status.plist", "Snapshot", "Manifest.db", "."];
    let dates = names.iter().filter_map(|name| folder.join(name).metadata().ok()?.modified().ok());
    dates.max()
}

/// Folders that programs which make backups just now were given.
fn told_to_programs(here: &Here) -> Vec<PathBuf> {
    let system = system::of(here);
    let own = std::process::id();
    let at_work = system.processes(here).into_iter().filter(|process| {
        let known = AT_WORK.contains(&process.name.as_str()) || process.name == "unstuck";
        known && process.id != own
    });
    at_work.flat_map(|process| system.folders_of(here, &process)).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::here::Kind;

    const UDID: &str = "00008110-000E4D2A1E83001E";
    const OTHER: &str = "00008110-000E4D2A1E83002E";

    fn anywhere() -> Where {
        Where { folder: None, own: None, udid: None }
    }

    #[test]
    fn a_folder_is_a_backup_or_holds_some() {
        let home = tempfile::tempdir().unwrap();
        let here = Here::recorded(home.path(), Kind::Linux);
        let place = home.path().join("place");
        for name in [UDID, OTHER, "something else", &format!("{UDID}-20240131-094500")] {
            fs::create_dir_all(place.join(name)).unwrap();
        }
        let named = |folder: &Path| Where { folder: Some(folder.into()), ..anywhere() };
        assert_eq!(candidates(&here, &named(&place)).len(), 2);
        let of_one = Where { udid: Some(UDID.to_lowercase()), ..named(&place) };
        assert_eq!(candidates(&here, &of_one), [place.join(UDID)]);
        fs::write(place.join(UDID).join("Status.plist"), "").unwrap();
        assert_eq!(candidates(&here, &named(&place.join(UDID))), [place.join(UDID)]);
        // Ours: what the phone sees lies deeper.
        let working = place.join(UDID).join("working").join(UDID);
        fs::create_dir_all(&working).unwrap();
        assert_eq!(candidates(&here, &of_one), [working]);
        assert!(candidates(&here, &named(&home.path().join("nothing"))).is_empty());
    }

    #[test]
    fn backups_of_finder_itunes_and_apple_devices_are_found_where_they_put_them() {
        let places = [
            (Kind::Mac, "HOME", "/h", "h/Library/Application Support/MobileSync/Backup"),
            (Kind::Windows, "APPDATA", "/a", "a/Apple Computer/MobileSync/Backup"),
            (Kind::Windows, "USERPROFILE", "/u", "u/Apple/MobileSync/Backup"),
        ];
        for (kind, variable, value, place) in places {
            let root = tempfile::tempdir().unwrap();
            let folder = root.path().join(place).join(UDID);
            fs::create_dir_all(&folder).unwrap();
            // What those programs archived is not the one that grows.
            let archived = root.path().join(place).join(format!("{UDID}-20240131-094500"));
            fs::create_dir_all(archived).unwrap();
            let here = Here::recorded(root.path(), kind).with_variable(variable, value);
            assert_eq!(candidates(&here, &anywhere()), [folder], "{place}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_a_program_at_work_was_told_is_found() {
        let home = tempfile::tempdir().unwrap();
        let here = Here::recorded(home.path(), Kind::Linux);
        let place = home.path().join("work/in it");
        fs::create_dir_all(place.join(UDID)).unwrap();
        let process = home.path().join("proc/7");
        fs::create_dir_all(&process).unwrap();
        fs::write(process.join("comm"), "idevicebackup2").unwrap();
        fs::write(process.join("cmdline"), "idevicebackup2\0backup\0in it\0").unwrap();
        std::os::unix::fs::symlink(home.path().join("work"), process.join("cwd")).unwrap();
        assert_eq!(candidates(&here, &anywhere()), [place.join(UDID)]);
    }
}
