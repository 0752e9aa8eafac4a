//! How long the disk of a folder takes: read off counters the system keeps anyway. Nothing is
//! written, so the program that makes the backup is not disturbed.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::here::Here;
use crate::system::{self, DiskWork};

/// Counters are compared over at least this time: writes come in waves.
const WINDOW: Duration = Duration::from_secs(5);

/// The disk a folder lies on.
#[derive(Debug, Default)]
pub(super) struct Disk {
    before: Option<(Instant, DiskWork)>,
}

impl Disk {
    /// How long a write took lately, or how long one has waited without any being done; `None`
    /// where the system does not tell, nothing is written, or too little time has passed.
    pub(super) fn wait(&mut self, here: &Here, folder: &Path, now: Instant) -> Option<Duration> {
        let passed = self.before.map(|(since, _)| now.saturating_duration_since(since));
        if passed.is_some_and(|passed| passed < WINDOW) {
            return None;
        }
        let work = system::of(here).disk_work(here, folder)?;
        let (Some((_, before)), Some(passed)) = (self.before, passed) else {
            self.before = Some((now, work));
            return None;
        };
        let done = work.writes.saturating_sub(before.writes);
        if done == 0 && work.under_way > 0 {
            // The same act is waited for from look to look: its beginning is kept.
            return Some(passed);
        }
        self.before = Some((now, work));
        let took = work.write_ms.saturating_sub(before.write_ms);
        (done > 0).then(|| Duration::from_millis(took / done))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::here::Kind;

    /// A Linux whose disk of `/backups` has done `writes` in `ms`, with some under way.
    fn says(root: &Path, writes: u64, ms: u64, under_way: u64) {
        let mounts = "22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw\n\
            41 22 8:17 / /backups rw,relatime shared:9 - ext4 /dev/sdb1 rw\n";
        fs::create_dir_all(root.join("proc/self")).unwrap();
        fs::write(root.join("proc/self/mountinfo"), mounts).unwrap();
        let disk = root.join("sys/dev/block/8:17");
        fs::create_dir_all(&disk).unwrap();
        let stat = format!("  900 3 7000 120 {writes} 9 8000 {ms} {under_way} 400 900\n");
        fs::write(disk.join("stat"), stat).unwrap();
    }

    #[test]
    fn the_mean_wait_of_the_writes_between_two_looks_is_told() {
        let root = tempfile::tempdir().unwrap();
        let here = Here::recorded(root.path(), Kind::Linux);
        let (mut disk, folder) = (Disk::default(), Path::new("/backups/phone"));
        let begun = Instant::now();
        let at = |seconds| begun + Duration::from_secs(seconds);
        says(root.path(), 1000, 4000, 1);
        assert_eq!(disk.wait(&here, folder, at(0)), None, "one look tells nothing");
        says(root.path(), 1010, 24_000, 1);
        assert_eq!(disk.wait(&here, folder, at(2)), None, "writes come in waves");
        assert_eq!(disk.wait(&here, folder, at(6)), Some(Duration::from_secs(2)));
        assert_eq!(disk.wait(&here, folder, at(12)), Some(Duration::from_secs(6)), "none is done");
        assert_eq!(disk.wait(&here, folder, at(40)), Some(Duration::from_secs(34)), "still none");
        says(root.path(), 1010, 24_000, 0);
        assert_eq!(disk.wait(&here, folder, at(50)), None, "nothing is written");
    }

    #[test]
    fn a_disk_without_counters_is_not_judged() {
        let root = tempfile::tempdir().unwrap();
        let here = Here::recorded(root.path(), Kind::Linux);
        says(root.path(), 1, 1, 0);
        fs::write(root.path().join("sys/dev/block/8:17/stat"), "nonsense 3\n").unwrap();
        let (mut disk, begun) = (Disk::default(), Instant::now());
        for seconds in [0, 10, 20] {
            let now = begun + Duration::from_secs(seconds);
            assert_eq!(disk.wait(&here, Path::new("/backups"), now), None);
            assert_eq!(disk.wait(&here, Path::new("/elsewhere"), now), None);
        }
    }
}
