//! What a case says, as words: those of people, facts and logs, each in one form, pairs of
//! neighbours, what was understood, and the setting; each with how it was written.

use std::collections::BTreeMap;

use crate::case::{Evidence, Source, Value};
use crate::reading::{Reading, is_probed};

/// Longer runs of digits are identifiers and sizes, and no two cases share them.
const DIGITS_MAX: usize = 5;

/// The words of a case; of its log those of the lines that tell something.
pub(super) fn words_of(reading: &Reading<'_>) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    for (place, evidence) in reading.case.evidence().iter().enumerate() {
        match (&evidence.source, &evidence.value) {
            (Source::Log, Value::Text(line)) if reading.telling.contains(&place) => {
                add(line, &mut words);
            }
            (Source::Person, Value::Text(text)) => add(text, &mut words),
            (Source::Fact, Value::Text(text)) => add_fact(evidence, text, &mut words),
            (Source::Fact, Value::Flag(flag)) if !reading.understands(place) => {
                add_fact(evidence, if *flag { "yes" } else { "no" }, &mut words);
            }
            (Source::Fact, Value::Number(number)) if is_label(&evidence.key) => {
                add_fact(evidence, &number.to_string(), &mut words);
            }
            _ => {}
        }
    }
    // Whatever the wording, what it means is one word more: few cases teach much of it.
    for (concept, denied) in reading.said() {
        add_sign(if denied { "not" } else { "said" }, concept, &mut words);
    }
    for (kind, what) in setting(reading) {
        add_sign(kind, &what, &mut words);
    }
    words
}

/// What is no word of anybody's: "said:cable-tried", "ios:17".
fn add_sign(kind: &str, what: &str, words: &mut BTreeMap<String, String>) {
    let sign = format!("{kind}:{what}");
    words.insert(sign.clone(), sign);
}

/// The program, the way, and what kind of devices.
fn setting(reading: &Reading<'_>) -> impl Iterator<Item = (&'static str, String)> {
    let first = |text: &str, of: fn(&char) -> bool| {
        let run: String = text.chars().skip_while(|c| !of(c)).take_while(of).collect();
        Some(run).filter(|run| !run.is_empty())
    };
    let lower = |name: &str| reading.case.text(name).map(str::to_ascii_lowercase);
    let letters = |name: &str| first(&lower(name)?, char::is_ascii_alphabetic);
    let known = [
        ("tool", lower("tool")),
        ("method", lower("method")),
        ("device", letters("device")),
        ("host", letters("host_os")),
        ("ios", lower("ios_version").and_then(|text| first(&text, char::is_ascii_digit))),
    ];
    known.into_iter().filter_map(|(kind, what)| Some((kind, what?)))
}

/// Whether a number is a name and no amount.
fn is_label(key: &str) -> bool {
    ["code", "error", "exit", "version"].iter().any(|part| key.contains(part))
}

/// A fact reads like a sentence: "wifi signal weak". Yes and no count only where no rule knows
/// what it means: "trusted: true" would lean towards trouble with trust.
fn add_fact(fact: &Evidence, says: &str, words: &mut BTreeMap<String, String>) {
    // What our own probes measured, and answers to our own questions, are read by their names
    // (docs/diagnosis.md 6, 9).
    if !is_probed(&fact.key) {
        let name = fact.key.strip_prefix("facts.").unwrap_or(&fact.key).replace(['_', '-'], " ");
        add(&format!("{name} {says}"), words);
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
        false => run.len() <= DIGITS_MAX && !is_lent(run),
    })
}

/// Whether it is the number of a port lent for one connection (RFC 6335, section 6): the same one
/// twice is chance.
fn is_lent(digits: &str) -> bool {
    digits.parse().is_ok_and(|port: u32| (49_152..=65_535).contains(&port))
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
