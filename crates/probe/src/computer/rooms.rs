//! Disks that a backup could go to instead, with the room on each.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::here::{Here, Kind};

/// A disk that could take a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// Where it is reached.
    pub folder: PathBuf,
    /// Its format, where the system tells.
    pub format: Option<String>,
    /// Bytes free for this person.
    pub free_bytes: u64,
}

/// Formats of Linux that keep a backup whole: large files, many names, real times. FAT and
/// network shares are left out.
const FORMATS: [&str; 11] =
    ["ext2", "ext3", "ext4", "btrfs", "xfs", "f2fs", "zfs", "ntfs", "ntfs3", "fuseblk", "hfsplus"];

/// All of them, the one with most room first. Blocks for as long as disks take to answer.
pub fn rooms(here: &Here) -> Vec<Room> {
    let found = match here.kind() {
        Kind::Linux => mounted(&here.text("/proc/self/mounts").unwrap_or_default()),
        Kind::Mac => {
            let volumes = here.names("/Volumes").into_iter();
            volumes.map(|name| (PathBuf::from("/Volumes").join(name), None)).collect()
        }
        Kind::Windows => {
            let letters = 'C'..='Z';
            letters.map(|letter| (PathBuf::from(format!("{letter}:\\")), None)).collect()
        }
    };
    let rooms = found.into_iter().filter_map(|(folder, format)| {
        let free_bytes = fs4::statvfs(here.path(&folder.to_string_lossy())).ok()?;
        Some(Room { folder, format, free_bytes: free_bytes.available_space() })
    });
    let mut rooms: Vec<Room> = rooms.filter(|room| room.free_bytes > 0).collect();
    rooms.sort_by_key(|room| std::cmp::Reverse(room.free_bytes));
    rooms
}

/// Mount points that can be written to, one for each device.
fn mounted(mounts: &str) -> Vec<(PathBuf, Option<String>)> {
    let mut seen = BTreeSet::new();
    let places = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (device, point) = (words.next()?, words.next()?);
        let (format, options) = (words.next()?, words.next()?);
        let writable = options.split(',').any(|option| option == "rw");
        // A place inside the system is none for backups.
        let inner = ["/boot", "/etc", "/proc", "/sys", "/dev", "/run/", "/var/lib/", "/snap"];
        let media = point.starts_with("/run/media/");
        let inside = inner.iter().any(|one| point.starts_with(one)) && !media;
        let serves = writable && !inside && FORMATS.contains(&format);
        (serves && seen.insert(device.to_owned()))
            .then(|| (PathBuf::from(point.replace("\\040", " ")), Some(format.to_owned())))
    });
    places.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disks_that_keep_a_backup_whole_are_found_once() {
        let mounts = "\
/dev/sda1 / ext4 rw,relatime 0 0
/dev/sda1 /etc/hosts ext4 rw 0 0
proc /proc proc rw 0 0
/dev/sdb1 /media/x/My\\040Disk ext4 rw 0 0
/dev/sdc1 /media/x/stick vfat rw 0 0
/dev/sdd1 /media/x/old ext4 ro 0 0
/dev/sde1 /run/media/x/big xfs rw 0 0
/dev/sdf1 /boot/efi ext4 rw 0 0
";
        let places = mounted(mounts);
        let names: Vec<String> =
            places.iter().map(|(place, _)| place.to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["/", "/media/x/My Disk", "/run/media/x/big"]);
    }
}
