//! Every language has every word, every word is used, and what a person must understand in the
//! main journey is said in their language.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use unstuck_diagnosis::{MENUS, procedures, remedies};

use super::knowledge::{self, Known, menus_in};
use super::late::Book;
use super::spoken::{FILES, sentences};
use super::*;

mod explained;
mod fresh;

const OTHERS: [&str; 3] = ["de", "es", "zh-Hans"];

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn file(tag: &str, name: &str) -> String {
    let path = here().join("locales").join(tag).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Names of the files of a language.
fn names(tag: &str) -> BTreeSet<String> {
    let folder = std::fs::read_dir(here().join("locales").join(tag)).expect("a folder of words");
    folder.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// Messages of a file with the names of their values.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    FluentResource::try_new(text.to_owned()).expect("a file of words that reads");
    let mut all = BTreeMap::new();
    let mut id = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with(' ')) {
            id = key.to_owned();
            assert!(all.insert(id.clone(), BTreeSet::new()).is_none(), "twice: {key}");
        }
        for part in line.split("{ $").skip(1) {
            let name = part.split(' ').next().unwrap_or_default().to_owned();
            all.get_mut(&id).expect("a value belongs to a message").insert(name);
        }
    }
    all
}

#[test]
fn every_language_has_every_message_with_the_same_values() {
    for name in names("en") {
        let english = messages(&file("en", &name));
        for tag in OTHERS {
            let own = messages(&file(tag, &name));
            for (id, values) in &english {
                // A day leaves out what its language does not say of it.
                let is_same = match name.as_str() {
                    "days.ftl" => own.contains_key(id),
                    _ => own.get(id) == Some(values),
                };
                assert!(is_same, "{tag}/{name}: {id}: {:?}, not {values:?}", own.get(id));
            }
            for id in own.keys() {
                assert!(english.contains_key(id), "{tag}/{name}: {id} is not in English");
            }
        }
    }
    for tag in OTHERS {
        let mut wanted = names("en");
        // Their English stands in the crate that knows it.
        wanted.insert("knowledge.ftl".to_owned());
        wanted.extend(Book::ALL.map(|book| book.file().to_owned()));
        assert_eq!(names(tag), wanted, "{tag}");
    }
}

#[test]
fn no_message_is_in_two_files_and_every_file_is_read() {
    for words in Words::all() {
        let mut seen = BTreeSet::new();
        for text in words.files {
            for id in messages(text).into_keys() {
                assert!(words.own(&id, &[]).is_some(), "{}: {id}", words.tag);
                assert!(seen.insert(id.clone()), "{}: {id} is in two files", words.tag);
            }
        }
        let late = if words.is_english() { 0 } else { Book::ALL.len() };
        assert_eq!(words.files.len() + late, names(words.tag).len(), "{}", words.tag);
    }
}

fn sources(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources").flatten() {
        match entry.path() {
            path if path.is_dir() => sources(&path, text),
            path => text.push_str(&std::fs::read_to_string(path).unwrap_or_default()),
        }
    }
}

#[test]
fn no_message_of_the_page_is_missing_or_unused() {
    let mut text = String::new();
    sources(&here().join("src/page"), &mut text);
    sources(&here().join("templates"), &mut text);
    let mut english = BTreeMap::new();
    for text in names("en").into_iter().map(|name| file("en", &name)) {
        // Ids of days are put together.
        let elsewhere = ["weekday-1 = ", "cli-usage = "];
        if !FILES.contains(&text.as_str()) && !elsewhere.iter().any(|one| text.contains(one)) {
            english.extend(messages(&text));
        }
    }
    // Those of the command line are held against the command line, where that is.
    english.retain(|id, _| !id.starts_with("help-"));
    for id in english.keys() {
        assert!(text.contains(&format!("\"{id}\"")), "{id} is used nowhere");
    }
    for call in [".t(\"", ".t1(\"", ".t2(\"", ".with(\""] {
        for part in text.split(call).skip(1) {
            let id = part.split('"').next().unwrap_or_default();
            let is_id = id.contains('-') && !id.contains('\\');
            assert!(!is_id || english.contains_key(id), "{id} is no message");
        }
    }
}

/// Whether words are in the sources: in one piece, or put together of two as a figure wants it
/// (`1 file` and `2 files`).
fn is_said(piece: &str, said: &str) -> bool {
    let in_two = |at: usize| {
        let (head, tail) = (piece[..at].trim(), piece[at..].trim());
        !head.is_empty() && !tail.is_empty() && said.contains(head) && said.contains(tail)
    };
    said.contains(piece) || piece.char_indices().any(|(at, _)| in_two(at))
}

/// A sentence that nobody says any more would never be found; one that is said differently now
/// would silently stay English.
#[test]
fn every_sentence_is_said_somewhere_in_these_words() {
    let mut text = String::new();
    let others = ["link", "backup", "diagnosis", "manifest", "probe", "sim"]
        .map(|one| format!("../{one}/src"));
    let own = ["src", "../sim/scenarios"].map(String::from);
    for folder in own.into_iter().chain(others) {
        sources(&here().join(&folder), &mut text);
    }
    // Strings go on in the next line.
    let mut said = String::new();
    for (number, part) in text.replace("\\\"", "\"").split("\\\n").enumerate() {
        said.push_str(if number == 0 { part } else { part.trim_start() });
    }
    // Names of probes are said with spaces.
    let spaced = said.replace('_', " ");
    let mut unsaid = Vec::new();
    for sentence in sentences() {
        let pieces = sentence
            .pieces()
            .filter(|piece| !is_said(piece.trim(), &said) && !spaced.contains(piece.trim()));
        unsaid.extend(pieces.map(|piece| format!("{}: nobody says {piece:?}", sentence.id)));
    }
    assert!(unsaid.is_empty(), "{unsaid:#?}");
}

#[test]
fn all_that_the_diagnosis_knows_is_said_in_every_language() {
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, known) in knowledge::all() {
        let values = match known {
            Known::Step { remedy, at, .. } => {
                menus_in(remedy.steps[*at]).map(|menu| menu.id.to_owned()).collect()
            }
            Known::Text(_) | Known::Part { .. } => BTreeSet::new(),
            Known::Late { .. } => continue,
        };
        wanted.insert(known.id().to_owned(), values);
    }
    for menu in MENUS {
        wanted.insert(format!("menu-{}", menu.id), BTreeSet::new());
        if menu.before.is_some() {
            wanted.insert(format!("menu-{}-before", menu.id), BTreeSet::new());
        }
    }
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    wanted.insert("menu-aside-before".to_owned(), set(&["version", "path"]));
    wanted.insert("menu-aside-since".to_owned(), set(&["version"]));
    for tag in OTHERS {
        let own = messages(&file(tag, "knowledge.ftl"));
        for (id, values) in &wanted {
            assert_eq!(own.get(id), Some(values), "{tag}: {id}");
        }
        let left: Vec<_> = own.keys().filter(|id| !wanted.contains_key(*id)).collect();
        assert!(left.is_empty(), "{tag}: nothing known is called {left:?}");
    }
}

#[test]
fn steps_name_the_menus_of_the_ios_at_hand_in_every_language() {
    let versions = [None, Some("9.3.5"), Some("14.8"), Some("15.0"), Some("18.5"), Some("26.1")];
    for words in OTHERS.iter().filter_map(|tag| Words::of(tag)) {
        for remedy in remedies().chain(procedures()) {
            for ios in versions {
                for step in remedy.steps_on(ios) {
                    let own = words.put(&step).unwrap_or_else(|| panic!("{}: {step}", words.tag));
                    assert!(!own.contains(['\u{1}', '{', '$']), "{}: {own}", words.tag);
                    assert!(!own.is_empty(), "{}: {step}", words.tag);
                    assert_eq!(words.say(&format!("3  {step}")), format!("3  {own}"));
                }
            }
        }
    }
    let german = Words::of("de").expect("German");
    let step = |ios| {
        let steps = unstuck_diagnosis::remedy("reset-network").map(|one| one.steps_on(ios));
        german.put(&steps.unwrap_or_default()[1]).unwrap_or_default()
    };
    assert!(step(Some("17.1")).contains("iPhone übertragen/zurücksetzen"));
    assert!(!step(Some("14.8")).contains("übertragen"));
    assert!(step(None).contains("(Vor iOS 15: Einstellungen > Allgemein > Zurücksetzen"));
    let relay = "Or take a larger plan. For a new phone Apple lends the room for a while: \
        Settings > General > Transfer or Reset > Get Started.";
    let plan = unstuck_diagnosis::remedy("free-icloud-space").map(|one| one.steps_on(Some("14.8")));
    assert!(plan.as_ref().is_some_and(|steps| !steps.iter().any(|step| step == relay)));
    let own = plan.and_then(|steps| german.put(steps.last()?));
    assert_eq!(own.as_deref(), Some("Oder nehmen Sie mehr Speicher."));
}

#[test]
fn what_the_verifier_finds_and_advises_is_said_in_every_language() {
    for card in unstuck_manifest::rules::cards() {
        for english in [card.explanation, card.repair] {
            for words in OTHERS.iter().filter_map(|tag| Words::of(tag)) {
                let own = words.put(english).unwrap_or_else(|| panic!("{}: {english}", words.tag));
                assert_ne!(own, english, "{}", words.tag);
            }
        }
    }
    let german = Words::of("de").expect("German");
    let why = unstuck_manifest::report::Why::NoPassword;
    let said = german.say(&format!("  {why} (B013, B015)"));
    assert!(said.starts_with("  Das Backup ist verschlüsselt.") && said.ends_with("(B013, B015)"));
}

/// Cells of a table of a document, by the heading of their column.
fn column(document: &str, heading: &str) -> BTreeSet<String> {
    let path = here().join("../../docs").join(document);
    let text = std::fs::read_to_string(path).expect("a document");
    let rows = text.lines().filter(|line| line.starts_with("| "));
    let rows = rows.map(|row| row.split(" | ").map(str::trim).collect::<Vec<_>>());
    let mut at = None;
    let mut cells = BTreeSet::new();
    for row in rows {
        match row.iter().position(|cell| *cell == heading) {
            Some(place) => at = Some(place),
            None => cells.extend(at.and_then(|at| row.get(at)).map(|cell| (*cell).to_owned())),
        }
    }
    cells.retain(|cell| !cell.is_empty() && cell != "(no more word)");
    assert!(cells.len() > 10, "{cells:?}");
    cells
}

#[test]
fn whatever_is_told_in_a_scenario_is_told_in_every_language() {
    let told =
        column("scenarios.md", "first word").into_iter().chain(column("scenarios.md", "end"));
    for english in told {
        for words in OTHERS.iter().filter_map(|tag| Words::of(tag)) {
            let own = words.put(&english).unwrap_or_else(|| panic!("{}: {english}", words.tag));
            assert_ne!(own, english, "{}", words.tag);
        }
    }
}

/// What commands without an iPhone say, in one German line each: whatever of ours stays English in
/// them is a forgotten sentence.
#[test]
fn lists_and_sums_are_said_with_their_figures() {
    let german = Words::of("de").expect("German");
    for (english, own) in [
        ("3 files (1.2 MB), 1 folder or link.", "3 Dateien (1,2 MB), 1 Ordner oder Verweis."),
        ("1 file (17 bytes), 1 link and 2 folders", "1 Datei (17 Byte), 1 Verweis und 2 Ordner"),
        ("To go: 1 of 3 versions.", "Zu entfernen: 1 von 3 Versionen."),
        ("1 version was removed, 2 left.", "1 Version wurde entfernt, 2 noch da."),
        ("2 versions were removed, 1 left.", "2 Versionen wurden entfernt, 1 noch da."),
        ("Connected again, behind 1,500 files.", "Wieder verbunden, nach 1.500 Dateien."),
        (
            "  2026-11-24T18-05-01Z    proven, last on 2001-01-02 11:05 UTC, iOS 18.5",
            "  2026-11-24T18-05-01Z    geprüft, zuletzt am 2. Januar 2001 um ",
        ),
        ("  healthy        The phone is reached over Wi-Fi.", "  healthy        Das iPhone wird"),
        (
            "    HomeDomain, a b: Its content is not in the backup.",
            "    HomeDomain, a b: Ihr Inhalt",
        ),
        ("    the backup: ManifestKey is missing.", "    das Backup: ManifestKey fehlt."),
        (
            "      1 added       2 changed       0 removed     1.2 MB  X",
            "      1 neu       2 geändert",
        ),
        ("reading every file · 1.5 KB of 3.0 KB", "jede Datei wird gelesen · 1,5 KB von 3,0 KB"),
    ] {
        let said = german.say(english);
        assert!(said.starts_with(own), "{english}: {said}");
    }
}

#[test]
fn lines_keep_what_stands_in_front_of_them_and_what_is_unknown_stays() {
    let german = Words::of("de").expect("German");
    let said = german.say("  1. Unlock it once with its passcode.\n  - nothing\nsome log line 5");
    assert_eq!(said, "  1. Entsperren Sie es einmal mit seinem Code.\n  - nichts\nsome log line 5");
    let line = german.line("some log line 5");
    assert_eq!((line.text.as_str(), line.lang), ("some log line 5", "en"));
    assert_eq!(Words::english().say("Done."), "Done.");
}

#[test]
fn the_language_a_browser_wants_is_found() {
    for (header, tag) in [
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("fr, es;q=0.4, en;q=0.3", "es"),
        ("zh-CN", "zh-Hans"),
        ("", "en"),
        ("de;q=0, en", "en"),
    ] {
        assert_eq!(Words::accepted(header).tag, tag, "{header}");
    }
}
