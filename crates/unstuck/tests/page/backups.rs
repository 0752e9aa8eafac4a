//! Looking into backups at the page: versions, files, photos, and the password of encrypted ones.

use std::path::{Path, PathBuf};
use std::time::Duration;

use unstuck_manifest::build::Entry;
use unstuck_manifest::{Recipe, file_id};

use super::room::{Room, encrypted};
use super::{Served, status};

pub(crate) const UDID: &str = "00008110-0000000000000001";
const CAMERA: &str = "CameraRollDomain";
/// A JPEG of 32 by 16 red pixels.
const RED: &str = "\
    ffd8ffdb00430008080808080808080808080808080808080808080808080808080808080808080808080808\
    080808080808080808080808080808080808080808080808080808ffc0001108001000200301110002110003\
    1100ffc4001f000000000c000000000000000000000000000102030405060708090a0bffc400141001000000\
    00000000000000000000000000ffda000c03010002000300003f0062cca1ff00800000000000000000000000\
    001fffd9";

fn red() -> Vec<u8> {
    let digits = (0..RED.len()).step_by(2);
    digits.map(|at| u8::from_str_radix(&RED[at..at + 2], 16).unwrap()).collect()
}

/// The same with 650 KB of comments in it: too long to be sent as it is.
fn long_red() -> Vec<u8> {
    let mut bytes = red();
    let comment = [&[0xFF, 0xFE, 0xFF, 0xFF][..], &[0; 0xFFFD][..]].concat();
    let rest = bytes.split_off(2);
    for _ in 0..10 {
        bytes.extend_from_slice(&comment);
    }
    [bytes, rest].concat()
}

pub(crate) fn plain(entries: Vec<Entry>) -> Recipe {
    let mut recipe = Recipe::new(UDID);
    recipe.entries = entries;
    recipe
}

/// Takes a made-up backup in, `days` after the first; the folder of the version and its address.
pub(crate) fn kept(room: &Room, mut recipe: Recipe, hours: u64) -> (PathBuf, String) {
    recipe.date += Duration::from_secs(3600 * hours);
    let made = room.lay_down(&recipe.build().unwrap());
    let arguments = ["versions", "adopt", made.to_str().unwrap(), "--json"];
    let said = super::room::finish(room.command_with("unstuck-test", &arguments).spawn().unwrap());
    assert_eq!(said.code, 0, "{said:?}");
    std::fs::remove_dir_all(&made).unwrap();
    let folder = room.versions(&room.path("backups")).pop().unwrap();
    let version = folder.parent().unwrap().file_name().unwrap().to_str().unwrap();
    let address = format!("/backups/{UDID}/{version}");
    (folder, address)
}

fn served(room: &Room) -> Served {
    Served::start_in(Path::new(&room.path("")))
}

fn id(domain: &str, path: &str) -> String {
    file_id(domain, path).to_string()
}

#[test]
fn versions_are_on_a_line_with_what_is_in_them() {
    let room = Room::new();
    let entries = vec![
        Entry::file(CAMERA, "Media/DCIM/100APPLE/IMG_0001.JPG", red()),
        Entry::file("AppDomain-com.example.app", "Documents/x", vec![7; 2000]),
    ];
    let (_, address) = kept(&room, plain(entries), 0);
    let served = served(&room);
    let page = served.get("/backups");
    assert!(page.contains(&format!("href=\"{address}\"")), "{page}");
    assert!(page.contains("Proven, last ") && page.contains(" KB · iOS"), "{page}");
    let page = served.get(&address);
    for text in
        ["Photos and videos", "com.example.app", "2.0 KB", "Face ID, Touch ID", "has no password"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    for foreign in ["/backups/x/y", "/backups/..%2f..%2fetc/2026-01-01T00-00-00Z"] {
        let page = served.get(foreign);
        assert!(status(&page) == "404" && page.contains("This backup is not there."), "{page}");
    }
    std::fs::rename(room.path("backups"), room.path("unplugged")).unwrap();
    let page = served.get(&format!("{address}/files"));
    assert!(status(&page) == "404" && page.contains("may be unplugged"), "{page}");
    assert!(served.get("/backups").contains("The folder for backups is not there."));
}

#[test]
fn files_are_paged_found_and_taken_out() {
    let room = Room::new();
    let hostile = "Library/<script>alert(1)<\u{202e}gpj.html";
    let mut entries: Vec<Entry> = (0..250)
        .map(|n| Entry::file("HomeDomain", &format!("Library/Many/f{n:03}.txt"), vec![b'x'; n]))
        .collect();
    entries.push(Entry::file("HomeDomain", hostile, *b"<script>alert(2)</script>"));
    entries.push(Entry::file("HomeDomain", "Library/lost.txt", *b"lost"));
    let (folder, address) = kept(&room, plain(entries), 0);
    let served = served(&room);

    let rows = |page: &str| page.matches("/file/").count();
    let all = served.get(&format!("{address}/files?find=f"));
    assert_eq!(rows(&all), 100, "{all}");
    let last = served.get(&format!("{address}/files?find=Many%2FF&page=3"));
    assert_eq!(rows(&last), 50);
    assert!(
        last.contains("f249.txt") && last.contains("Page 3 of 3") && last.contains("find=Many%2FF")
    );
    assert!(served.get(&format!("{address}/files?kind=photos")).contains("Nothing of that"));

    // By folder: the domain, then down.
    let top = served.get(&format!("{address}/files"));
    let down = top.split("files?at=").nth(1).unwrap().split('"').next().unwrap();
    let page = served.get(&format!("{address}/files?at={down}"));
    assert!(page.contains("<bdi>Library</bdi>"), "{page}");
    let library = page.split("files?at=").nth(1).unwrap().split('"').next().unwrap();
    let page = served.get(&format!("{address}/files?at={library}"));
    assert!(page.contains("<bdi>Many</bdi>") && page.contains("lost.txt"), "{page}");
    assert!(page.contains("&#60;script&#62;") && !page.contains("<script>alert"), "{page}");
    assert!(!page.contains('\u{202e}'));
    for nonsense in ["at=1", "at=9.9", "at=99999999999999999999.1", "page=-1", "kind=%3Cx"] {
        let answer = served.get(&format!("{address}/files?{nonsense}"));
        assert!(["200", "404"].contains(&status(&answer)), "{nonsense}");
    }

    let file = served.get(&format!("{address}/file/{}", id("HomeDomain", hostile)));
    assert!(file.contains("content-length: 25\r\n") && file.ends_with("</script>"), "{file}");
    assert!(file.contains("content-type: application/octet-stream\r\n"), "{file}");
    assert!(file.contains("content-disposition: attachment; filename=\""), "{file}");
    assert!(file.contains("nosniff"), "{file}");
    let unknown = format!("{address}/file/{}", id("HomeDomain", "nowhere"));
    assert_eq!(status(&served.get(&unknown)), "404");

    let lost = file_id("HomeDomain", "Library/lost.txt");
    std::fs::remove_file(folder.join(lost.payload_path())).unwrap();
    let page = served.get(&format!("{address}/file/{lost}"));
    assert!(status(&page) == "404" && page.contains("This file cannot be taken out."), "{page}");
}

#[test]
fn an_encrypted_backup_asks_for_its_password_and_forgets_it() {
    let room = Room::new();
    let text = Entry::file("HomeDomain", "Library/Notes/a.txt", *b"a secret note");
    let (_, address) = kept(&room, encrypted(vec![text]), 0);
    let served = served(&room);
    let closed = served.get(&format!("{address}/files"));
    assert!(closed.contains("This backup has a password."), "{closed}");
    let note = format!("{address}/file/{}", id("HomeDomain", "Library/Notes/a.txt"));
    assert!(served.get(&note).contains("This backup has a password."));

    let unlock = format!("{address}/unlock");
    let csrf = served.csrf();
    assert_eq!(status(&served.form(&unlock, "csrf=x&password=unstuck-test")), "403");
    let wrong = served.form(&unlock, &format!("csrf={csrf}&password=not+it"));
    assert!(status(&wrong) == "409" && wrong.contains("not the one"), "{wrong}");
    assert!(!wrong.contains("not it"));
    let right = served.form(&unlock, &format!("csrf={csrf}&password=unstuck-test&back=files"));
    assert!(right.contains(&format!("location: {address}/files")), "{right}");

    let found = served.get(&format!("{address}/files?find=a.txt"));
    assert!(found.contains("a.txt") && found.contains("13 bytes"), "{found}");
    let file = served.get(&note);
    assert!(file.contains("content-length: 13\r\n") && file.ends_with("a secret note"), "{file}");
    assert!(served.get("/backups").contains("Lock now"));

    assert_eq!(status(&served.form("/backups/lock", &format!("csrf={csrf}"))), "303");
    assert!(served.get(&note).contains("This backup has a password."));
    assert!(!served.get("/backups").contains("Lock now"));
}

#[test]
fn photos_are_a_grid_and_each_picture_is_small() {
    let room = Room::new();
    let dcim = |name: &str| format!("Media/DCIM/100APPLE/{name}");
    let made = "Media/PhotoData/Thumbnails/V2/DCIM/100APPLE/IMG_0001.HEIC/5005.JPG";
    let mut entries = vec![
        Entry::file(CAMERA, &dcim("IMG_0001.HEIC"), vec![1; 5000]),
        Entry::file(CAMERA, made, red()),
        Entry::file(CAMERA, &dcim("IMG_0002.JPG"), red()),
        Entry::file(CAMERA, &dcim("IMG_0003.JPG"), long_red()),
        Entry::file(CAMERA, &dcim("IMG_0004.HEIC"), vec![2; 5000]),
        Entry::file(CAMERA, &dcim("IMG_0005.JPG"), *b"<html>no picture</html>"),
    ];
    entries.extend(
        (10..20).map(|n| Entry::file(CAMERA, &dcim(&format!("IMG_{n:04}.MOV")), vec![3; 9])),
    );
    let (_, address) = kept(&room, plain(entries), 0);
    let served = served(&room);
    let page = served.get(&format!("{address}/photos"));
    assert!(page.contains("15 photos and videos") && page.contains("Page 1 of 2"), "{page}");
    let both = page + &served.get(&format!("{address}/photos?page=2"));
    assert_eq!(both.matches("<li><a href").count(), 15);
    assert_eq!(both.matches("loading=\"lazy\"").count(), 4, "{both}");
    let thumb = |name: &str| served.get(&format!("{address}/thumb/{}", id(CAMERA, &dcim(name))));
    for (name, kind) in [
        ("IMG_0001.HEIC", "image/jpeg"),
        ("IMG_0002.JPG", "image/jpeg"),
        ("IMG_0003.JPG", "image/bmp"),
    ] {
        let answer = thumb(name);
        assert!(answer.contains(&format!("content-type: {kind}\r\n")), "{name}: {answer}");
        assert!(answer.contains("nosniff"));
    }
    for none in ["IMG_0004.HEIC", "IMG_0005.JPG", "IMG_0010.MOV"] {
        assert_eq!(status(&thumb(none)), "404", "{none}");
    }
}

#[test]
fn two_versions_are_compared_by_app() {
    let room = Room::new();
    let file = |path: &str, content: &[u8]| Entry::file("AppDomain-com.example.app", path, content);
    let older = encrypted(vec![file("same", b"1"), file("gone", b"1"), file("other", b"1")]);
    let newer = encrypted(vec![file("same", b"1"), file("other", b"12345"), file("new", b"1")]);
    let (_, first) = kept(&room, older, 0);
    let (_, second) = kept(&room, newer, 24);
    let served = served(&room);
    let name = |address: &str| address.rsplit('/').next().unwrap().to_owned();
    let (first, second) = (name(&first), name(&second));
    let address = format!("/backups/{UDID}/compare?older={first}&newer={second}");
    assert!(served.get(&address).contains("This backup has a password."));
    let csrf = served.csrf();
    let body = format!("csrf={csrf}&password=unstuck-test&back=compare&other={first}");
    let unlocked = served.form(&format!("/backups/{UDID}/{second}/unlock"), &body);
    assert!(unlocked.contains(&format!("location: {address}")), "{unlocked}");
    let page = served.get(&address);
    let row = page.split("com.example.app").nth(1).unwrap();
    let row = row.split("</tr>").next().unwrap();
    assert_eq!(row.matches("<td class=\"number\">1</td>").count(), 3, "{page}");
    assert!(served.get(&format!("/backups/{UDID}/compare")).contains("The older one"));
}
