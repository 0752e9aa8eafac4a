//! The real thing: a backup in a folder, opened by SQLite through its path.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::fs::{self, File};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use unstuck_manifest::build::{Encryption, Entry};
use unstuck_manifest::{
    Item, ItemKind, MemoryTree, Options, Password, ReadSeek, Recipe, Tree, Unlock, Verdict, verify,
};

const UDID: &str = "00008110-0000000000000001";

/// A folder of its own with an awkward name, removed afterwards.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("unstuck manifest #{} %41 {number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

struct FolderTree {
    root: PathBuf,
}

impl Tree for FolderTree {
    fn open(&self, path: &str) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
        match self.look(path)? {
            None => Err(io::ErrorKind::NotFound.into()),
            Some(item) if item.kind != ItemKind::Regular => Err(io::ErrorKind::InvalidInput.into()),
            Some(_) => Ok(Box::new(File::open(self.root.join(path))?)),
        }
    }

    fn look(&self, path: &str) -> io::Result<Option<Item>> {
        match fs::symlink_metadata(self.root.join(path)) {
            Ok(metadata) => Ok(Some(item(path.to_owned(), &metadata))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn list(&self, path: &str) -> io::Result<Vec<Item>> {
        let entries = fs::read_dir(self.root.join(path))?;
        entries
            .map(|entry| {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                Ok(item(name, &entry.metadata()?))
            })
            .collect()
    }
}

fn item(name: String, metadata: &fs::Metadata) -> Item {
    let kind = match metadata.file_type() {
        kind if kind.is_file() => ItemKind::Regular,
        kind if kind.is_dir() => ItemKind::Directory,
        _ => ItemKind::Other,
    };
    let bytes = if kind == ItemKind::Regular { metadata.len() } else { 0 };
    Item { name, kind, bytes }
}

fn write_out(tree: &MemoryTree, root: &Path) {
    for path in tree.files() {
        fs::create_dir_all(root.join(&path).parent().unwrap()).unwrap();
        fs::write(root.join(&path), tree.file(&path).unwrap()).unwrap();
    }
}

fn recipe(files: u32, password: Option<&str>) -> Recipe {
    let mut recipe = Recipe::new(UDID);
    let file = |n| Entry::file("CameraRollDomain", &format!("Media/DCIM/{n}"), *b"x");
    recipe.entries = (0..files).map(file).collect();
    recipe.encryption = password.map(|password| Encryption {
        password: Password::from(password),
        first_rounds: 10,
        second_rounds: 10,
        seed: [1; 32],
    });
    recipe
}

fn names(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_plain_backup_is_read_in_place_and_nothing_appears_beside_it() {
    let place = Place::new();
    let mut built = recipe(20, None).build().unwrap();
    // As a database looks whose writer used a write-ahead log.
    built.tree.file_mut("Manifest.db").unwrap()[18..20].fill(2);
    write_out(&built.tree, &place.0);
    let before = names(&place.0);
    let tree = FolderTree { root: place.0.clone() };
    let report = verify(&tree, UDID, Options::default(), &mut |_| {
        assert_eq!(names(&place.0), before);
        ControlFlow::Continue(())
    });
    assert_eq!(report.verdict, Verdict::Complete, "{report:#?}");
    assert_eq!(names(&place.0), before);
}

#[test]
fn a_large_encrypted_list_is_read_where_it_lies_and_nothing_is_decrypted_onto_the_disk() {
    let place = Place::new();
    let mut recipe = recipe(0, Some("p"));
    // Folders only: a large list without as many files on the disk.
    recipe.entries =
        (0..16_000).map(|n| Entry::directory("HomeDomain", &format!("folder {n}"))).collect();
    let built = recipe.build().unwrap();
    write_out(&built.tree, &place.0);
    let tree = FolderTree { root: place.0.clone() };
    let password = Password::from("p");
    let options = Options { unlock: Unlock::Password(&password), ..Options::default() };
    let before = names(&place.0);
    let report = verify(&tree, UDID, options, &mut |_| {
        assert_eq!(names(&place.0), before);
        ControlFlow::Continue(())
    });
    assert_eq!(report.verdict, Verdict::Complete, "{report:#?}");
    assert_eq!(report.totals.directories, 16_001);
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_a_payload_is_not_followed() {
    let place = Place::new();
    let built = recipe(1, None).build().unwrap();
    write_out(&built.tree, &place.0);
    let id = unstuck_manifest::file_id("CameraRollDomain", "Media/DCIM/0");
    let payload = place.0.join(id.payload_path());
    fs::rename(&payload, place.0.join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(place.0.join("elsewhere"), &payload).unwrap();
    let tree = FolderTree { root: place.0.clone() };
    let report = verify(&tree, UDID, Options::default(), &mut |_| ControlFlow::Continue(()));
    assert_eq!(report.verdict, Verdict::CompleteWithDamage { files: 1 });
}
