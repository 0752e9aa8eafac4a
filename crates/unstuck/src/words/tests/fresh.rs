//! A translation is as old as the English it was made from.
//!
//! `locales/english.txt` holds, for each message, eight digits that stand for the English text
//! its translations were made from. Whoever changes an English text under its id is told here
//! which translations to look at.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unstuck_diagnosis::MENUS;

use super::{file, here, names};
use crate::words::knowledge::{self, Known};
use crate::words::late;

/// English texts by the ids of their messages.
fn english() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for name in names("en") {
        let text = file("en", &name);
        let mut id = String::new();
        // A message with variants goes on in the next lines.
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            match line.split_once(" = ").filter(|_| !line.starts_with([' ', '}'])) {
                Some((key, text)) => {
                    id = key.to_owned();
                    all.insert(id.clone(), text.to_owned());
                }
                None => all.entry(id.clone()).or_default().push_str(line),
            }
        }
    }
    for (english, known) in knowledge::all() {
        match known {
            Known::Step { id, remedy, at, .. } => {
                all.insert(id.clone(), remedy.steps[*at].to_owned());
            }
            Known::Text(id) | Known::Late { id, .. } => {
                all.insert(id.clone(), english.clone());
            }
            Known::Part { .. } => {}
        }
    }
    for menu in MENUS {
        all.insert(format!("menu-{}", menu.id), menu.newest.to_owned());
        let before = menu.before.map(|text| (format!("menu-{}-before", menu.id), text.to_owned()));
        all.extend(before);
    }
    all.extend(late::rules());
    all
}

#[test]
fn no_translation_is_older_than_its_english() {
    let mut list = String::new();
    for (id, text) in english() {
        let digits = &blake3::hash(text.as_bytes()).to_hex()[..8];
        let _ = writeln!(list, "{id} {digits}");
    }
    let path = here().join("locales/english.txt");
    let kept = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let known: BTreeMap<&str, &str> =
        kept.lines().filter_map(|line| line.split_once(' ')).collect();
    let now = list.lines().filter_map(|line| line.split_once(' '));
    let changed: Vec<&str> =
        now.filter(|(id, digits)| known.get(id) != Some(digits)).map(|(id, _)| id).collect();
    if kept != list {
        let made = here().join("../../target/english.txt");
        std::fs::write(&made, &list).expect("a place for the list");
    }
    assert!(
        kept == list,
        "the English of {} messages is new: {:?}. See whether their translations still say it, and \
         put target/english.txt where locales/english.txt is.",
        changed.len(),
        &changed[..changed.len().min(20)],
    );
}
