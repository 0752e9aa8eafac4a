//! The different words of a case, each in one form, with how it was written.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use crate::case::{Case, Source, Value};
use crate::knowledge;
use crate::reading::{Place, is_probed};

/// The words of a case; of its log those of the lines named.
pub(super) fn words_of(case: &Case, lines: &[Place]) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    for (place, evidence) in case.evidence().iter().enumerate() {
        match (&evidence.source, &evidence.value) {
            (Source::Log, Value::Text(line)) if lines.contains(&place) => add(line, &mut words),
            (Source::Person, Value::Text(text)) => add(text, &mut words),
            // What our own probes measured is read by its name (docs/diagnosis.md 9). The names of
            // facts are for rules: "trusted: true" would lean towards trouble with trust.
            (Source::Fact, Value::Text(text)) if !is_probed(&evidence.key) => {
                add(text, &mut words);
            }
            _ => {}
        }
    }
    words
}

fn add(text: &str, words: &mut BTreeMap<String, String>) {
    let text: String = text.chars().filter(|c| !matches!(c, '\'' | '\u{2019}')).collect();
    for word in text.split(|c: char| !c.is_ascii_alphabetic()) {
        if (2..=24).contains(&word.len()) {
            let word = word.to_ascii_lowercase();
            words.entry(one_form(word.clone())).or_insert(word);
        }
    }
}

/// One form for all spellings: the synonym, or without its ending.
fn one_form(word: String) -> String {
    static SYNONYMS: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let synonyms = SYNONYMS.get_or_init(|| {
        let lines = knowledge::lines(knowledge::words::SYNONYMS);
        let pairs = lines.filter_map(|line| line.split_once('='));
        let words = pairs.flat_map(|(meant, words)| {
            words.split_whitespace().map(move |word| (word, meant.trim()))
        });
        words.collect()
    });
    if let Some(meant) = synonyms.get(word.as_str()) {
        return (*meant).to_owned();
    }
    for ending in ["ing", "ed", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= 4) {
            return stem.to_owned();
        }
    }
    word
}
