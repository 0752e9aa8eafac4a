//! What every disk must do. `sim` holds its own disk against the same list.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use unstuck_vault::disk::{create_dir_all, read_small, remove_all, replace_small};
use unstuck_vault::{CloneKind, Disk, Kind};

fn write(disk: &dyn Disk, path: &Path, bytes: &[u8]) {
    let mut file = disk.create(path).unwrap();
    file.write_all(bytes).unwrap();
    file.sync().unwrap();
    assert_eq!(file.len_bytes().unwrap(), bytes.len() as u64);
}

/// Runs the list on a disk with an existing empty folder `root`.
pub(crate) fn conforms(disk: &dyn Disk, root: &Path) {
    let (a, b, folder) = (root.join("a"), root.join("b"), root.join("deep/er"));
    write(disk, &a, b"one");
    assert_eq!(disk.create(&a).unwrap_err().kind(), ErrorKind::AlreadyExists);
    write(disk, &b, b"two");
    disk.rename(&a, &b).unwrap();
    assert_eq!(read_small(disk, &b, 10).unwrap(), b"one");
    assert!(disk.meta(&a).unwrap().is_none());
    assert_eq!(disk.open(&a).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(read_small(disk, &b, 2).unwrap_err().kind(), ErrorKind::FileTooLarge);

    create_dir_all(disk, &folder).unwrap();
    assert_eq!(disk.meta(&folder).unwrap().unwrap().kind, Kind::Folder);
    assert_eq!(disk.open(&folder).unwrap_err().kind(), ErrorKind::InvalidInput);
    assert!(disk.meta(&b.join("below a file")).unwrap().is_none());
    let inside = folder.join("x");
    assert_eq!(disk.rename(&a, &inside).unwrap_err().kind(), ErrorKind::NotFound);
    disk.rename(&b, &inside).unwrap();
    let names: Vec<String> = disk.list(root).unwrap().into_iter().map(|item| item.name).collect();
    assert_eq!(names, ["deep"]);
    assert!(disk.remove_dir(&folder).is_err(), "a folder with something in it stays");
    assert!(disk.remove_file(&folder).is_err(), "a folder is no file");

    disk.clone_file(&inside, &root.join("copy"), CloneKind::Copy).unwrap();
    assert!(disk.clone_file(&inside, &root.join("copy"), CloneKind::Copy).is_err());
    disk.clone_file(&inside, &root.join("link"), CloneKind::HardLink).unwrap();
    write(disk, &a, b"new");
    disk.rename(&a, &inside).unwrap();
    assert_eq!(read_small(disk, &root.join("link"), 10).unwrap(), b"one");

    let mut file = disk.append(&root.join("copy")).unwrap();
    file.write_all(b"more").unwrap();
    drop(file);
    let mut text = String::new();
    disk.open(&root.join("copy")).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "onemore");

    replace_small(disk, &root.join("copy"), b"small").unwrap();
    assert_eq!(read_small(disk, &root.join("copy"), 10).unwrap(), b"small");
    disk.sync_batch(root, &[root.join("copy"), inside]).unwrap();
    assert!(disk.space(root).unwrap().total_bytes > 0);

    let lock = disk.lock(&root.join("lock")).unwrap();
    assert!(lock.is_some());
    assert!(disk.lock(&root.join("lock")).unwrap().is_none(), "held");
    drop(lock);
    assert!(disk.lock(&root.join("lock")).unwrap().is_some(), "free again");

    disk.point(&root.join("latest"), "deep").unwrap();
    disk.point(&root.join("latest"), "deep/er").unwrap();
    remove_all(disk, root).unwrap();
    remove_all(disk, root).unwrap();
    assert!(disk.meta(root).unwrap().is_none());
}
