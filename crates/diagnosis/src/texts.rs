//! Texts that pages and evidence say, each with an id: for whoever says them in another language.

use crate::knowledge::{codes, sources};
use crate::page::sections;
use crate::reading::signatures;
use crate::rules;

/// Headings of the pages of rules, and how ids call them. Sources are names of documents.
const SECTIONS: [(&str, &str); 4] =
    [("Meaning", "meaning"), ("Impact", "impact"), ("How we know", "shows"), ("What to do", "do")];

/// The sections of the pages of rules: `s005-meaning` and its words in one line.
pub fn rule_texts() -> impl Iterator<Item = (String, String)> {
    rules::all().flat_map(|rule| {
        let id = rule.id.to_ascii_lowercase();
        sections(rules::shown(rule)).filter_map(move |(heading, text)| {
            let (_, part) = SECTIONS.iter().find(|(known, _)| *known == heading)?;
            Some((format!("{id}-{part}"), text.replace('\n', " ")))
        })
    })
}

/// What codes mean: `mb-105`, `itunes-0xe8000065`; a minus is written `n`.
pub fn code_texts() -> impl Iterator<Item = (String, &'static str)> {
    codes::all().map(|code| {
        let name = codes::name_of(code).replace(":-", ":n").replace(':', "-");
        (name.to_ascii_lowercase(), code.meaning)
    })
}

/// What lines of logs mean, by the id of the line.
pub fn line_texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    signatures().iter().map(|line| (line.id, line.meaning))
}

/// Where codes, lines and causes are known from, by a letter.
pub fn source_texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    sources::SOURCES.iter().copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_given_once_and_nothing_is_empty() {
        let texts = rule_texts().chain(code_texts().map(|(id, text)| (id, text.to_owned())));
        let texts: Vec<_> = texts.collect();
        let ids: BTreeSet<_> = texts.iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), texts.len());
        assert!(texts.iter().all(|(id, text)| !text.is_empty() && !id.contains(':')));
        assert_eq!(rule_texts().count(), 4 * rules::all().count());
    }
}
