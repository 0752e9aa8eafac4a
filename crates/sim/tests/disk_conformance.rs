//! The simulated disk does what every disk must do, and loses what it may lose.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

#[path = "../../vault/tests/conformance/mod.rs"]
mod conformance;

use std::io::Write;
use std::path::Path;

use unstuck_sim::{DiskFault, SimDisk};
use unstuck_vault::Disk;
use unstuck_vault::disk::read_small;

#[test]
fn the_simulated_disk_conforms() {
    let disk = SimDisk::new(1);
    let root = Path::new("/root");
    disk.create_dir(root).unwrap();
    conformance::conforms(&disk, root);
}

fn write(disk: &SimDisk, path: &Path, bytes: &[u8]) {
    disk.create(path).unwrap().write_all(bytes).unwrap();
}

#[test]
fn a_killed_process_loses_nothing_and_a_power_cut_only_what_was_not_durable() {
    let (synced, unsynced) = (Path::new("/synced"), Path::new("/unsynced"));
    let mut lost = 0;
    for seed in 0..50 {
        let disk = SimDisk::new(seed);
        write(&disk, synced, b"safe");
        disk.sync_batch(Path::new("/"), &[]).unwrap();
        disk.set_fault(Some(DiskFault::PowerCutAt(3)));
        write(&disk, unsynced, b"not yet");
        assert!(disk.create(Path::new("/more")).is_ok());
        assert!(disk.create(Path::new("/never")).is_err() && disk.has_crashed());
        disk.restart();
        assert_eq!(read_small(&disk, synced, 10).unwrap(), b"safe");
        lost += u32::from(read_small(&disk, unsynced, 10).ok().as_deref() != Some(b"not yet"));
    }
    assert!((10..50).contains(&lost), "{lost} of 50");

    let disk = SimDisk::new(1);
    disk.set_fault(Some(DiskFault::KillAt(2)));
    write(&disk, unsynced, b"written");
    assert!(disk.create(Path::new("/never")).is_err());
    disk.restart();
    assert_eq!(read_small(&disk, unsynced, 10).unwrap(), b"written");
}
