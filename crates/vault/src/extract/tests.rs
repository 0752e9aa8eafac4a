use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, UNIX_EPOCH};

use tempfile::TempDir;
use unstuck_manifest::build::{Encryption, Entry};
use unstuck_manifest::{MemoryTree, Password, Recipe, Unlock, file_id};

use super::*;
use crate::RealDisk;

const PASSWORD: &str = "unstuck-test";

fn recipe(entries: Vec<Entry>) -> Recipe {
    let mut recipe = Recipe::new("00008110-0000000000000001");
    recipe.entries = entries;
    recipe.encryption = Some(Encryption {
        password: Password::from(PASSWORD),
        first_rounds: 10,
        second_rounds: 10,
        seed: [1; 32],
    });
    recipe
}

fn tree(entries: Vec<Entry>) -> MemoryTree {
    recipe(entries).build().unwrap().tree
}

struct Out {
    folder: TempDir,
    options: ExtractOptions,
}

impl Out {
    fn new() -> Self {
        let options = ExtractOptions {
            system: System::here(),
            arrangement: Arrangement::Domains,
            existing: Existing::KeepBoth,
            threads: Threads::ONE,
        };
        Self { folder: TempDir::new().unwrap(), options }
    }

    fn path(&self, rest: &str) -> PathBuf {
        self.folder.path().join("out").join(rest)
    }

    fn take(&self, tree: &MemoryTree) -> (ExtractReport, Vec<String>) {
        let password = Password::from(PASSWORD);
        let backup = OpenBackup::open(tree, Unlock::Password(&password)).unwrap();
        let told = Mutex::new(Vec::new());
        let report =
            extract(&backup, &RealDisk, &self.path(""), self.options, &|_| true, &mut |e| {
                match e {
                    Event::Progress { .. } => {}
                    Event::Renamed { relative_path, to, .. } => {
                        told.lock().unwrap().push(format!("{relative_path} -> {to}"));
                    }
                    Event::Problem { relative_path, problem, .. } => {
                        told.lock().unwrap().push(format!("{relative_path}: {problem}"));
                    }
                }
                ControlFlow::Continue(())
            });
        (report.unwrap(), told.into_inner().unwrap())
    }
}

fn read(path: &Path) -> String {
    String::from_utf8(fs::read(path).unwrap()).unwrap()
}

#[test]
fn everything_comes_out_under_its_own_name_with_its_dates() {
    let mut entry = Entry::file("HomeDomain", "Library/notes.txt", *b"remember");
    entry.modified = 1_600_000_000;
    let folder = Entry::directory("HomeDomain", "Library/Empty");
    let link = Entry::link("HomeDomain", "Library/link", "notes.txt");
    let long = Entry::file("AppDomain-x", "Documents/ä 🦜", vec![b'x'; 700_000]);
    let none = Entry::file("HomeDomain", "Library/none", *b"");
    let tree = tree(vec![entry, folder, link, long, none]);
    let out = Out::new();
    let (report, told) = out.take(&tree);
    assert_eq!((report.files, report.links, report.problems), (3, 1, 0), "{told:?}");
    assert_eq!(report.bytes, 700_008);
    let notes = out.path("HomeDomain/Library/notes.txt");
    assert_eq!(read(&notes), "remember");
    let modified = fs::metadata(&notes).unwrap().modified().unwrap();
    assert_eq!(modified, UNIX_EPOCH + Duration::from_secs(1_600_000_000));
    assert!(out.path("HomeDomain/Library/Empty").is_dir());
    assert_eq!(read(&out.path("HomeDomain/Library/link")), "remember");
    assert_eq!(fs::metadata(out.path("AppDomain-x/Documents/ä 🦜")).unwrap().len(), 700_000);
    assert!(!out.path(PARTIAL).exists());
}

#[test]
fn a_second_time_nothing_is_written_and_what_was_cut_short_is_made_whole() {
    let entries = || vec![Entry::file("D", "one", *b"1111"), Entry::file("D", "two", *b"2222")];
    let tree = tree(entries());
    let out = Out::new();
    assert_eq!(out.take(&tree).0.files, 2);
    let (report, told) = out.take(&tree);
    assert_eq!((report.files, report.already), (0, 2), "{told:?}");
    fs::remove_file(out.path("D/two")).unwrap();
    let (report, _) = out.take(&tree);
    assert_eq!((report.files, report.already), (1, 1));
}

#[test]
fn others_in_their_place_are_kept_unless_told_otherwise() {
    let tree = tree(vec![Entry::file("D", "note.txt", *b"from the phone")]);
    for (existing, here, numbered) in [
        (Existing::KeepBoth, "mine", Some("from the phone")),
        (Existing::Skip, "mine", None),
        (Existing::Replace, "from the phone", None),
    ] {
        let mut out = Out::new();
        out.options.existing = existing;
        fs::create_dir_all(out.path("D")).unwrap();
        fs::write(out.path("D/note.txt"), "mine").unwrap();
        // A second time adds nothing more.
        let (_, told) = (out.take(&tree), out.take(&tree).1);
        assert_eq!(read(&out.path("D/note.txt")), here, "{told:?}");
        let other = fs::read_to_string(out.path("D/note (2).txt")).ok();
        assert_eq!(other.as_deref(), numbered);
        assert!(!out.path("D/note (3).txt").exists());
    }
}

#[test]
fn nothing_leaves_the_target() {
    let entries = vec![
        Entry::file("D", "../climbs", *b"x"),
        Entry::file("D", "a/../../climbs", *b"x"),
        Entry::file("../D", "climbs", *b"x"),
        Entry::file("D", "/absolute", *b"x"),
        Entry::link("D", "out", "../../outside"),
        Entry::link("D", "absolute", "/etc"),
        Entry::link("D", "inside", "sub/file"),
        Entry::link("D", "sly", "inside/../../.."),
        Entry::file("D", "sub/file", *b"x"),
    ];
    // Entries are taken as they are: folders above them would make no sense.
    let tree = tree(entries);
    let out = Out::new();
    let (report, told) = out.take(&tree);
    assert_eq!((report.files, report.links), (1, 1), "{told:?}");
    assert!(told.iter().filter(|line| line.contains("climb")).count() >= 4, "{told:?}");
    let beside: Vec<_> = fs::read_dir(out.folder.path()).unwrap().collect();
    assert_eq!(beside.len(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_that_lies_in_the_target_is_not_written_through() {
    let tree = tree(vec![Entry::file("D", "sub/file", *b"x"), Entry::file("D", "f", *b"y")]);
    let out = Out::new();
    let elsewhere = out.folder.path().join("elsewhere");
    fs::create_dir_all(&elsewhere).unwrap();
    fs::create_dir_all(out.path("D")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, out.path("D/sub")).unwrap();
    std::os::unix::fs::symlink(elsewhere.join("f"), out.path("D/f")).unwrap();
    let (report, told) = out.take(&tree);
    assert_eq!((report.files, report.problems), (0, 3), "{told:?}");
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
}

#[test]
fn damage_is_named_and_the_rest_comes_out() {
    let entries = ["cut", "gone", "odd", "fine"].map(|n| Entry::file("D", n, vec![200; 100]));
    let mut tree = tree(entries.into());
    let payload = |name| file_id("D", name).payload_path();
    tree.file_mut(&payload("cut")).unwrap().truncate(96);
    tree.remove(&payload("gone"));
    tree.put_other(&payload("odd"));
    let out = Out::new();
    let (report, told) = out.take(&tree);
    assert_eq!((report.files, report.problems), (1, 3), "{told:?}");
    assert_eq!(fs::read(out.path("D/cut.damaged")).unwrap(), vec![200; 96]);
    assert!(!out.path("D/cut").exists() && out.path("D/fine").exists());
    for name in ["cut", "gone", "odd"] {
        assert!(told.iter().any(|line| line.starts_with(name)), "{told:?}");
    }
}

#[test]
fn names_that_another_system_minds_are_written_otherwise_and_told() {
    let entries = ["a:b", "CON", "Photo.JPG", "photo.jpg"];
    let tree = tree(entries.map(|name| Entry::file("D", name, name.as_bytes())).into());
    let mut out = Out::new();
    out.options.system = System::Windows;
    let (report, told) = out.take(&tree);
    assert_eq!((report.files, report.renamed), (4, 3), "{told:?}");
    assert_eq!(read(&out.path("D/a%3Ab")), "a:b");
    assert_eq!(read(&out.path("D/_CON")), "CON");
    // Neither took the other's place.
    let mut photos: Vec<String> = fs::read_dir(out.path("D"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.to_lowercase().starts_with("photo"))
        .collect();
    photos.sort();
    assert_eq!(photos.len(), 2, "{photos:?}");
    // And again: they are found again under the same names.
    assert_eq!(out.take(&tree).0.already, 4);
}

#[test]
fn photos_lie_as_on_a_camera() {
    let entries = vec![
        Entry::file("CameraRollDomain", "Media/DCIM/100APPLE/IMG_0001.HEIC", *b"photo"),
        Entry::file("HomeDomain", "x", *b"y"),
    ];
    let mut out = Out::new();
    out.options.arrangement = Arrangement::Photos;
    out.take(&tree(entries));
    assert_eq!(read(&out.path("DCIM/100APPLE/IMG_0001.HEIC")), "photo");
    assert_eq!(read(&out.path("HomeDomain/x")), "y");
}

#[test]
fn many_threads_do_the_same_and_a_stop_leaves_only_whole_files() {
    let entries = (0..300).map(|n| Entry::file("D", &format!("{n}"), vec![n as u8; 20_000]));
    let tree = tree(entries.collect());
    let mut out = Out::new();
    out.options.threads = Threads::as_many_as_useful();
    let password = Password::from(PASSWORD);
    let backup = OpenBackup::open(&tree, Unlock::Password(&password)).unwrap();
    let mut heard = 0;
    let stopping = &mut |_: Event<'_>| {
        heard += 1;
        if heard > 20 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let report = extract(&backup, &RealDisk, &out.path(""), out.options, &|_| true, stopping);
    assert!(report.unwrap().stopped);
    for entry in fs::read_dir(out.path("D")).unwrap() {
        assert_eq!(entry.unwrap().metadata().unwrap().len(), 20_000);
    }
    let (report, told) = out.take(&tree);
    assert_eq!(report.files + report.already, 300, "{told:?}");
    assert!(report.already > 0);
}
