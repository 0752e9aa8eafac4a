use std::fs;
use std::time::{Duration, SystemTime};

use unstuck_manifest::Recipe;
use unstuck_manifest::build::Entry;

use unstuck_manifest::StatusPlist;

use super::*;
use crate::recorder::Noted;

const UDID: &str = "00008110-0000000000000001";

/// A whole backup, written to `place/UDID`.
fn backup(place: &Path) -> PathBuf {
    let mut recipe = Recipe::new(UDID);
    recipe.entries = vec![Entry::file("HomeDomain", "Library/notes.txt", *b"remember")];
    let tree = recipe.build().unwrap().tree;
    let folder = place.join(UDID);
    for path in tree.files() {
        let to = folder.join(&path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, tree.file(&path).unwrap()).unwrap();
    }
    folder
}

fn noted(place: &Path) -> Noted {
    let tomorrow = SystemTime::now() + Duration::from_secs(86_400);
    let here = Here::recorded(Path::new("/"), Kind::Linux).at(tomorrow);
    Noted::of(|out| all(&here, Some(place), out).unwrap())
}

#[test]
fn a_finished_backup_is_found_and_sound() {
    let place = tempfile::tempdir().unwrap();
    backup(place.path());
    let noted = noted(place.path());
    assert_eq!(noted.number("here.kept_backups"), Some(1.0));
    assert_eq!(noted.text("here.kept_newest").as_deref(), Some("finished"));
}

#[test]
fn an_interrupted_and_a_damaged_one_are_told_apart() {
    let place = tempfile::tempdir().unwrap();
    let folder = backup(place.path());
    let status = folder.join("Status.plist");
    let mut list = StatusPlist::parse(&fs::read(&status).unwrap()).unwrap();
    list.snapshot_state = unstuck_manifest::plists::SnapshotState::from_word("uploading");
    fs::write(&status, list.to_bytes()).unwrap();
    assert_eq!(noted(place.path()).text("here.kept_newest").as_deref(), Some("interrupted"));
    // Somebody is at it just now.
    let here = Here::recorded(Path::new("/"), Kind::Linux);
    let now = Noted::of(|out| all(&here, Some(place.path()), out).unwrap());
    assert_eq!(now.text("here.kept_newest").as_deref(), Some("being_written"));

    for (break_it, says) in [
        (("Manifest.db", Some("")), "Manifest.db is empty"),
        (("Manifest.db", Some("not a database at all")), "Manifest.db is no database"),
        (("Manifest.db", None), "there is no Manifest.db"),
        (("Manifest.plist", Some("")), "Manifest.plist is no list"),
        (("Status.plist", None), "there is no Status.plist"),
    ] {
        fs::remove_dir_all(&folder).unwrap();
        backup(place.path());
        let (name, content) = break_it;
        match content {
            Some(content) => fs::write(folder.join(name), content).unwrap(),
            None => fs::remove_file(folder.join(name)).unwrap(),
        }
        let noted = noted(place.path());
        assert_eq!(noted.text("here.kept_newest_fault").as_deref(), Some(says));
        assert_eq!(noted.number("here.kept_damaged"), Some(1.0));
    }
}

#[test]
fn what_was_set_aside_is_counted_and_blamed_for_nothing() {
    let place = tempfile::tempdir().unwrap();
    let folder = backup(place.path());
    fs::remove_file(folder.join("Manifest.db")).unwrap();
    fs::rename(&folder, place.path().join(format!("{UDID}-20240131-094500"))).unwrap();
    let noted = noted(place.path());
    assert_eq!(noted.number("here.kept_damaged"), Some(1.0));
    assert_eq!(noted.text("here.kept_newest"), None);
}

#[cfg(unix)]
#[test]
fn apples_own_place_is_looked_at_through_its_links() {
    let root = tempfile::tempdir().unwrap();
    let disk = root.path().join("disk");
    backup(&disk);
    let place = root.path().join("h/Library/Application Support/MobileSync");
    fs::create_dir_all(&place).unwrap();
    std::os::unix::fs::symlink(&disk, place.join("Backup")).unwrap();
    let here = Here::recorded(root.path(), Kind::Mac).with_variable("HOME", "/h");
    let told = |here: &Here| Noted::of(|out| all(here, None, out).unwrap());
    let noted = told(&here);
    assert_eq!(noted.text("here.apple_place_is_link").as_deref(), Some("true"));
    assert_eq!(noted.number("here.kept_backups"), Some(1.0));
    assert!(noted.number("here.apple_place_free_bytes").unwrap() > 0.0);
    fs::remove_dir_all(&disk).unwrap();
    assert!(told(&here).text("here.apple_place_link_broken").is_some());
}
