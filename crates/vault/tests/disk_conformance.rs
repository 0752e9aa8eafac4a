//! The disk of this computer does what every disk must do.

mod conformance;

use std::io::ErrorKind;

use unstuck_vault::disk::remove_all;
use unstuck_vault::{Disk, Kind, RealDisk};

#[test]
fn the_real_disk_conforms() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    RealDisk.create_dir(&root).unwrap();
    conformance::conforms(&RealDisk, &root);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_never_opened_and_never_followed() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("target"), b"secret").unwrap();
    std::os::unix::fs::symlink(root.join("target"), root.join("link")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(root.join("pipe")).status().unwrap();
    assert!(made.success());
    for name in ["link", "pipe"] {
        let path = root.join(name);
        assert_eq!(RealDisk.meta(&path).unwrap().unwrap().kind, Kind::Other);
        assert_eq!(RealDisk.open(&path).unwrap_err().kind(), ErrorKind::InvalidInput);
    }
    assert!(RealDisk.append(&root.join("link")).is_err());
    remove_all(&RealDisk, &root.join("link")).unwrap();
    assert_eq!(std::fs::read(root.join("target")).unwrap(), b"secret");
}
