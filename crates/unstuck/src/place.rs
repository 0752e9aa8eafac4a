//! Where backups go, and whether that place will do: said before anything is started. Where other
//! programs keep theirs is told in docs/backup-format.md 12.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use unstuck_vault::disk::create_dir_all;
use unstuck_vault::{Disk, RealDisk};

use crate::home;
use crate::report::{Report, code};
use crate::time::human_bytes;

/// A phone wants this much room at the very least (docs/protocol.md 5.5).
const ROOM_BYTES_MIN: u64 = 256 << 20;

/// How often a place was tried out, for names of its own each time.
static TRIED: AtomicU32 = AtomicU32::new(0);

/// The place for backups.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// The disk it lies on.
    pub(crate) disk: Arc<dyn Disk>,
}

/// Where backups go: the chosen place, or the usual one. It need not exist, and is not tried;
/// `None` when the system names no home.
pub(crate) fn folder(chosen: Option<&Path>, simulated: bool) -> Option<PathBuf> {
    match chosen {
        Some(folder) => Some(std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf())),
        None => {
            let name = if simulated { "simulated" } else { "backups" };
            home::home().map(|home| home.join(name))
        }
    }
}

impl Place {
    /// The place the person chose, or the one in Unstuck's home. Made if it is missing: a
    /// chosen one only when the folder around it exists, so that a volume that is not mounted
    /// is not mistaken for an empty folder.
    pub(crate) fn find(chosen: Option<&Path>, simulated: bool) -> Result<Self, Report> {
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let folder = match chosen {
            Some(folder) => {
                let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
                if !folder.exists() && !folder.parent().is_some_and(Path::exists) {
                    return Err(unusable(&folder, "there is no such folder")
                        .next("Is the disk connected? Check the path, or choose another one."));
                }
                folder
            }
            None => {
                let name = if simulated { "simulated" } else { "backups" };
                let home = home::home().ok_or_else(|| {
                    Report::new(code::PLACE, "There is no place for backups.")
                        .saw("This system names no home folder.")
                        .next("Choose a place with --to DIR.")
                })?;
                home.join(name)
            }
        };
        let place = Self { folder, disk };
        place.check()?;
        Ok(place)
    }

    /// Tries it out: make, write, rename, remove, and look at the room.
    fn check(&self) -> Result<(), Report> {
        let fail = |error: std::io::Error| match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => full(&self.folder, 0),
            ErrorKind::ReadOnlyFilesystem => unusable(&self.folder, "it is read-only")
                .next("Choose another place with --to DIR."),
            ErrorKind::PermissionDenied => unusable(
                &self.folder,
                "this computer does not let Unstuck write there",
            )
            .because("host-permission")
            .next("Give yourself the right to write there, or choose another place with --to DIR."),
            _ => unusable(&self.folder, &error.to_string())
                .next("Choose another place with --to DIR."),
        };
        create_dir_all(&*self.disk, &self.folder).map_err(fail)?;
        self.try_out().map_err(fail)?;
        let space = self.disk.space(&self.folder).map_err(fail)?;
        if space.available_bytes < ROOM_BYTES_MIN {
            return Err(full(&self.folder, space.available_bytes));
        }
        Ok(())
    }

    /// UDIDs of the phones that have backups here.
    pub(crate) fn phones(&self) -> Vec<String> {
        let items = self.disk.list(&self.folder).unwrap_or_default();
        let is_udid = |name: &String| {
            matches!(name.len(), 25 | 40)
                && name.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        };
        items.into_iter().map(|item| item.name).filter(is_udid).collect()
    }

    fn try_out(&self) -> std::io::Result<()> {
        // Several backups may try the same place at the same time.
        let mine = format!(".unstuck-{}-{}", process::id(), TRIED.fetch_add(1, Relaxed));
        let name = |suffix| self.folder.join(format!("{mine}{suffix}"));
        let (from, to) = (name(".try"), name(".tried"));
        for path in [&from, &to] {
            unstuck_vault::disk::remove_all(&*self.disk, path)?;
        }
        let mut file = self.disk.create(&from)?;
        std::io::Write::write_all(&mut file, b"Can a file be kept here?\n")?;
        drop(file);
        self.disk.rename(&from, &to)?;
        self.disk.remove_file(&to)
    }
}

fn unusable(folder: &Path, why: &str) -> Report {
    Report::new(code::PLACE, "The place for the backup cannot be used.")
        .saw(format!("{}: {why}.", folder.display()))
        .because("target-filesystem")
}

fn full(folder: &Path, available: u64) -> Report {
    Report::new(code::PLACE, "The place for the backup is full.")
        .saw(format!("{} has room for {}.", folder.display(), human_bytes(available)))
        .saw("Nothing was started, and every backup you have is untouched.")
        .next("Make room there, or choose another place with --to DIR.")
        .because("host-disk-full")
}

#[cfg(test)]
mod tests {
    use unstuck_sim::{DiskFault, SimDisk};

    use super::*;

    fn refused(prepare: impl FnOnce(&SimDisk)) -> Report {
        let disk = SimDisk::new(1);
        prepare(&disk);
        let place = Place { folder: PathBuf::from("/backups"), disk: Arc::new(disk) };
        place.check().unwrap_err()
    }

    #[test]
    fn a_full_place_is_told_before_anything_is_started() {
        let report = refused(|disk| disk.set_capacity(10 << 20));
        assert_eq!((report.code, report.cause), (code::PLACE, Some("host-disk-full")));
        let report = refused(|disk| disk.set_fault(Some(DiskFault::FullFrom(1))));
        assert_eq!((report.code, report.cause), (code::PLACE, Some("host-disk-full")));
    }

    #[test]
    fn a_place_that_cannot_be_written_is_told_with_what_to_do() {
        let kinds = [ErrorKind::ReadOnlyFilesystem, ErrorKind::PermissionDenied, ErrorKind::Other];
        for kind in kinds {
            let report = refused(|disk| disk.set_fault(Some(DiskFault::FailAt(1, kind))));
            assert_eq!(report.code, code::PLACE);
            assert!(!report.next.is_empty());
        }
    }

    #[test]
    fn several_backups_try_the_same_place_at_the_same_time() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place { folder: folder.path().to_path_buf(), disk: Arc::new(RealDisk) };
        std::thread::scope(|threads| {
            for _ in 0..4 {
                let place = &place;
                threads.spawn(move || (0..50).for_each(|_| place.check().unwrap()));
            }
        });
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }
}
