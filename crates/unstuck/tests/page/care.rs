//! What is done with backups at the page: each by a form, each a run like any other.

use serde_json::Value;
use unstuck_manifest::build::Entry;

use super::backups::{UDID, kept, plain};
use super::room::{Room, encrypted};
use super::{Served, status};

fn one_file() -> Vec<Entry> {
    vec![Entry::file("HomeDomain", "Library/a", *b"content")]
}

/// Sends a form and waits until its run is over; its result.
fn done(served: &Served, path: &str, body: &str) -> Value {
    let begun = served.form(path, &format!("csrf={}&{body}", served.csrf()));
    assert!(status(&begun) == "303" && begun.contains("location: /\r\n"), "{begun}");
    let state = served
        .until("an end", |state| state["running"] == false && state["run"]["result"].is_object());
    state["run"]["result"].clone()
}

#[test]
fn a_password_is_rehearsed_on_all_versions() {
    let room = Room::new();
    kept(&room, encrypted(one_file()), 0);
    kept(&room, plain(one_file()), 30);
    let served = Served::start_in(&room.path(""));
    let csrf = served.csrf();
    let page = served.form("/backups/password", &format!("csrf={csrf}&password=wrong"));
    assert!(page.contains("Does not open with this password"), "{page}");
    assert!(page.contains("Has no password") && page.contains("If the password is lost"));
    let page = served.form("/backups/password", &format!("csrf={csrf}&password=unstuck-test"));
    assert!(page.contains("<td>Opens</td>") && !page.contains("unstuck-test"), "{page}");
}

#[test]
fn versions_are_read_again_and_damage_is_named() {
    let room = Room::new();
    let (folder, address) = kept(&room, plain(one_file()), 0);
    let served = Served::start_in(&room.path(""));
    let result = done(&served, "/backups/scrub", "minutes=30");
    assert_eq!((&result["whole"], &result["exit_code"]), (&1.into(), &0.into()), "{result}");
    assert!(served.get("/").contains("Your backups are still whole."));
    let payload = unstuck_manifest::file_id("HomeDomain", "Library/a").payload_path();
    std::fs::write(folder.join(payload), b"otherXX").unwrap();
    let result = done(&served, &format!("{address}/scrub"), "");
    assert_eq!(result["exit_code"], 8, "{result}");
    let page = served.get("/");
    assert!(page.contains("Something in your backups is damaged."), "{page}");
    let shown = page.split("class=\"story\"").next().unwrap();
    assert!(shown.contains("<li lang=\"en\">2023-"), "named without opening anything: {page}");
    assert!(served.get("/backups").contains("1 file is damaged"));
}

#[test]
fn a_folder_is_taken_in_and_a_version_given_away() {
    let room = Room::new();
    let made = room.lay_down(&encrypted(one_file()).build().unwrap());
    let served = Served::start_in(&room.path(""));
    assert!(served.get("/backups/adopt").contains("Folder of the backup"));
    let csrf = served.csrf();
    let relative = served.form("/backups/adopt", &format!("csrf={csrf}&path=made"));
    assert!(status(&relative) == "409" && relative.contains("no whole path"), "{relative}");
    let path = made.to_str().unwrap();
    let wrong = done(&served, "/backups/adopt", &format!("path={path}&password=wrong"));
    assert_eq!(wrong["exit_code"], 9, "{wrong}");
    let page = served.get("/");
    assert!(page.contains("That is not the password of this backup."), "{page}");
    let taken = done(&served, "/backups/adopt", &format!("path={path}&password=unstuck-test"));
    assert_eq!(taken["exit_code"], 0, "{taken}");
    let address = format!("/backups/{UDID}/{}", taken["version"].as_str().unwrap());
    let to = room.path("given");
    std::fs::create_dir(&to).unwrap();
    let body = format!("whom=idevicebackup2&path={}", to.display());
    let given = done(&served, &format!("{address}/export"), &body);
    assert_eq!(given["exit_code"], 0, "{given}");
    assert!(to.join(UDID).join("Manifest.db").is_file());
    let again = done(&served, &format!("{address}/export"), &body);
    assert_eq!(again["exit_code"], 7, "{again}");
    assert!(served.get("/").contains("What was there before is as it was."));
}

#[test]
fn old_versions_go_only_by_the_plan_that_was_shown() {
    let room = Room::new();
    // All of one day.
    for hours in 3..8 {
        kept(&room, plain(one_file()), hours);
    }
    let served = Served::start_in(&room.path(""));
    let prune = format!("/backups/{UDID}/prune");
    let page = served.get(&prune);
    assert!(page.contains("2 could go.") && page.contains("one of the newest"), "{page}");
    let going = page.split("name=\"going\" value=\"").nth(1).unwrap();
    let going = going.split('"').next().unwrap().to_owned();
    let csrf = served.csrf();
    for refused in [format!("going={going}"), "going=other&sure=yes".to_owned()] {
        let answer = served.form(&prune, &format!("csrf={csrf}&{refused}"));
        assert!(answer.contains(&format!("location: {prune}")), "{answer}");
    }
    assert_eq!(room.versions(&room.path("backups")).len(), 5);
    let result = done(&served, &prune, &format!("going={going}&sure=yes"));
    assert_eq!((&result["removed"], &result["kept"]), (&2.into(), &3.into()), "{result}");
    assert_eq!(room.versions(&room.path("backups")).len(), 3);
    assert!(served.get(&prune).contains("Nothing needs to go."));
}

#[test]
fn a_restore_shows_what_it_will_replace_and_waits_for_a_yes() {
    let served = Served::start();
    assert_eq!(status(&served.json("/api/v1/start", r#"{"scenario":"healthy"}"#)), "202");
    let state = served.until("a backup", |state| state["running"] == false);
    let version = state["run"]["result"]["version"].as_str().unwrap().to_owned();
    let udid = state["run"]["found"]["udid"].as_str().unwrap().to_owned();
    let restore = format!("/backups/{udid}/{version}/restore");
    let page = served.get(&restore);
    assert!(page.contains("First a drill") && page.contains("Simulated iPhone"), "{page}");

    // The backup of a demonstration has a password that is shown, and forgotten by the next run.
    let shown = served.get("/").split("<code>").nth(1).unwrap().to_owned();
    let password = format!("password={}", shown.split("</code>").next().unwrap());
    let drill = done(&served, &restore, "drill=yes");
    assert_eq!(drill["exit_code"], 4, "{drill}");
    let drill = done(&served, &restore, &format!("drill=yes&{password}"));
    assert_eq!((&drill["rehearsed"], &drill["verified"]), (&true.into(), &true.into()), "{drill}");
    assert!(served.get("/").contains("this backup can be put back"));

    for (answer, code) in [("no", 4), ("yes", 0)] {
        let csrf = served.csrf();
        assert_eq!(status(&served.form(&restore, &format!("csrf={csrf}&{password}"))), "303");
        let state = served.until("a question", |state| state["question"]["kind"] == "consent");
        let id = &state["question"]["id"];
        let page = served.get("/");
        assert!(page.contains("Everything on the iPhone is replaced."), "{page}");
        assert!(page.contains("Find My is on") && page.contains("Room on it"), "{page}");
        let unread = served.form("/answer", &format!("csrf={csrf}&id={id}&say=yes"));
        assert_eq!(status(&unread), "303");
        assert!(served.get("/api/v1/state").contains("\"consent\""), "a tick is needed");
        let body = format!("csrf={csrf}&id={id}&say={answer}&sure=yes");
        assert_eq!(status(&served.form("/answer", &body)), "303");
        let state = served.until("an end", |state| state["running"] == false);
        assert_eq!(state["run"]["result"]["exit_code"], code, "{state}");
    }
    assert!(served.get("/").contains("Your backup is on the iPhone."));
}

#[test]
fn the_journal_is_shown_and_what_is_not_there_cannot_be_taken_back() {
    let served = Served::start();
    assert!(served.get("/backups/journal").contains("Unstuck has changed nothing yet."));
    let result = done(&served, "/backups/undo", "act=7");
    assert_eq!(result["exit_code"], 2, "{result}");
}

#[test]
fn what_was_set_aside_is_taken_back_by_a_form() {
    let room = Room::new();
    let folder = room.old_backup();
    let words = folder.to_str().unwrap();
    let aside = room.run(&["fix", "move-aside-backup", "--backup", words, "--yes", "2"]);
    assert_eq!(aside.code, 0, "{aside:?}");
    assert!(!folder.exists());
    let served = Served::start_in(&room.path(""));
    let journal = served.get("/backups/journal");
    assert!(
        journal.contains("action=\"/backups/undo\"")
            && journal.contains("Put the old backup aside"),
        "{journal}"
    );
    let result = done(&served, "/backups/undo", "act=1");
    assert_eq!(result["exit_code"], 0, "{result}");
    assert!(folder.join("Manifest.db").is_file());
    assert!(served.get("/").contains("taken back"), "{}", served.get("/"));
    let journal = served.get("/backups/journal");
    assert!(!journal.contains("action=\"/backups/undo\""), "nothing is left to take back");
}

#[test]
fn the_pages_are_small_and_in_every_language() {
    let room = Room::new();
    let (_, address) = kept(&room, encrypted(one_file()), 0);
    let served = Served::start_in(&room.path(""));
    let of_version = ["", "/files", "/photos", "/restore", "/export"];
    let mut paths: Vec<String> = of_version.iter().map(|end| format!("{address}{end}")).collect();
    paths.push(format!("/backups/{UDID}/prune"));
    paths.push(format!("/backups/{UDID}/compare"));
    let others = ["", "/password", "/scrub", "/adopt", "/journal"];
    paths.extend(others.iter().map(|end| format!("/backups{end}")));
    for path in paths {
        for (tag, word) in [("en", "Language"), ("de", "Sprache"), ("es", "Idioma"), ("zh", "语言")]
        {
            let language = format!("Accept-Language: {tag}");
            let page = served.ask(&format!("GET {path}"), &[&served.bearer, &language], "");
            assert!(status(&page) == "200" && page.contains(word), "{path} {tag}: {page}");
            assert!(page.len() < 150_000 && !page.contains(" style="), "{path}");
        }
        let answer = served.form(&path, "csrf=wrong&password=x&path=/&going=&whom=finder");
        assert!(["403", "405"].contains(&status(&answer)), "{path}: {answer}");
    }
}

#[test]
fn programs_get_the_same_as_objects() {
    let room = Room::new();
    let (_, address) = kept(&room, encrypted(one_file()), 0);
    let served = Served::start_in(&room.path(""));
    let api = address.replace("/backups/", "/api/v1/versions/");
    let body = |answer: &str| -> Value {
        serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap()
    };
    let locked = served.get(&format!("{api}/files"));
    assert!(status(&locked) == "409" && body(&locked)["exit_code"] == 4, "{locked}");
    let unlock = format!("{api}/unlock");
    assert_eq!(body(&served.json(&unlock, r#"{"password":"no"}"#))["exit_code"], 9);
    assert_eq!(status(&served.json(&unlock, r#"{"password":"unstuck-test"}"#)), "200");
    let files = body(&served.get(&format!("{api}/files?find=LIBRARY/a")));
    assert_eq!((&files[0]["path"], &files[0]["bytes"]), (&"Library/a".into(), &7.into()));
    assert_eq!(files[1]["entries"], 1, "{files}");
    assert_eq!(body(&served.get(&format!("{api}/contents")))[0]["domain"], "HomeDomain");
    for (path, code) in [("files?page=x", "400"), ("files?kind=x", "400"), ("x", "404")] {
        assert_eq!(status(&served.get(&format!("{api}/{path}"))), code, "{path}");
    }
    assert_eq!(status(&served.json("/api/v1/lock", "{}")), "200");
    assert_eq!(status(&served.get(&format!("{api}/files"))), "409");
    assert_eq!(status(&served.json("/api/v1/scrub", r#"{"minutes":1}"#)), "202");
    served.until("an end", |state| state["running"] == false);
}
