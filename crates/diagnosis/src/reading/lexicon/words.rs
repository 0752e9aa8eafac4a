//! The different words of a case, each in one form, pairs of neighbours, and the program and
//! the way; each with how it was written.

use std::collections::BTreeMap;

use crate::case::{Case, Evidence, Source, Value};
use crate::reading::{Place, is_probed};

/// Longer runs of digits are identifiers and sizes, and no two cases share them.
const DIGITS_MAX: usize = 5;

/// The words of a case; of its log those of the lines named.
pub(super) fn words_of(case: &Case, lines: &[Place]) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    for (place, evidence) in case.evidence().iter().enumerate() {
        match (&evidence.source, &evidence.value) {
            (Source::Log, Value::Text(line)) if lines.contains(&place) => add(line, &mut words),
            (Source::Person, Value::Text(text)) => add(text, &mut words),
            (Source::Fact, Value::Text(text)) => add_fact(evidence, text, &mut words),
            (Source::Setting, Value::Text(text)) => {
                if matches!(evidence.key.as_str(), "tool" | "method") {
                    let word = format!("{}:{}", evidence.key, text.to_ascii_lowercase());
                    words.insert(word.clone(), word);
                }
            }
            _ => {}
        }
    }
    words
}

/// What a fact says. Its name is for rules: "trusted: true" would lean towards trouble with trust.
fn add_fact(fact: &Evidence, text: &str, words: &mut BTreeMap<String, String>) {
    // What our own probes measured, and answers to our own questions, are read by their names
    // (docs/diagnosis.md 6, 9).
    if !is_probed(&fact.key) {
        add(text, words);
    }
}

fn add(text: &str, words: &mut BTreeMap<String, String>) {
    let text: String = text.chars().filter(|c| !matches!(c, '\'' | '\u{2019}')).collect();
    let text = text.to_ascii_lowercase();
    let mut before: Option<(String, &str)> = None;
    for word in runs(&text) {
        let form = one_form(word);
        if let Some((first, written)) = before {
            words.entry(format!("{first}_{form}")).or_insert_with(|| format!("{written} {word}"));
        }
        words.entry(form.clone()).or_insert_with(|| word.to_owned());
        before = Some((form, word));
    }
}

/// Runs of letters and runs of digits that are words.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let letters = |c: char| c.is_ascii_alphabetic();
    let pieces = text.split(|c: char| !c.is_ascii_alphanumeric());
    let runs = pieces.flat_map(move |piece| {
        let mut rest = piece;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?;
            let end = rest.find(|c| letters(c) != letters(first)).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            rest = after;
            Some(run)
        })
    });
    runs.filter(move |run| match run.starts_with(letters) {
        true => (2..=24).contains(&run.len()),
        false => run.len() <= DIGITS_MAX,
    })
}

/// Without its ending.
fn one_form(word: &str) -> String {
    for ending in ["ing", "ed", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= 4) {
            return stem.to_owned();
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_pairs_and_numbers_are_taken_apart() {
        let mut words = BTreeMap::new();
        add("Can't lock iOS13 (-402653062), plugs", &mut words);
        let forms: Vec<&str> = words.keys().map(String::as_str).collect();
        let wanted = ["13", "13_plug", "cant", "cant_lock", "ios", "ios_13", "lock", "lock_ios"];
        assert_eq!(forms, [&wanted[..], &["plug"]].concat());
        assert_eq!(words["13_plug"], "13 plugs");
    }
}
