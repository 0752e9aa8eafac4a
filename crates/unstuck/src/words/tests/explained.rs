//! Whatever the diagnosis explains is explained in every language: rules, codes, lines of logs.

use std::collections::BTreeSet;

use unstuck_diagnosis::{Part, PartKind, explain, ids};

use super::{OTHERS, file, messages};
use crate::words::Words;
use crate::words::knowledge::{self, Known};
use crate::words::late::{self, Book};

/// Ids that a late file must have, no more and no less: one for each English text.
fn late_ids(book: Book) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let rules: Vec<(String, String)> = match book {
        Book::Rules => late::rules().filter(|(_, text)| seen.insert(text.clone())).collect(),
        Book::Codes | Book::Lines => vec![],
    };
    let known = knowledge::all().filter_map(|(_, known)| match known {
        Known::Late { id, book: of } if *of == book => Some(id.clone()),
        _ => None,
    });
    known.chain(rules.into_iter().map(|(id, _)| id)).collect()
}

#[test]
fn every_code_line_and_rule_is_explained_in_every_language() {
    for book in Book::ALL {
        let wanted = late_ids(book);
        assert!(wanted.len() > 200, "{book:?}");
        for tag in OTHERS {
            let own = messages(&file(tag, book.file()));
            let missing: Vec<_> = wanted.iter().filter(|id| !own.contains_key(*id)).collect();
            assert!(missing.is_empty(), "{tag}/{}: {missing:?}", book.file());
            let left: Vec<_> = own.keys().filter(|id| !wanted.contains(*id)).collect();
            assert!(left.is_empty(), "{tag}/{}: nobody says {left:?}", book.file());
        }
    }
}

/// Names, what is quoted, and what is said to the machine.
fn is_the_same_everywhere(part: &Part) -> bool {
    let line = part.line();
    match part.kind {
        PartKind::Title | PartKind::Example | PartKind::Source => true,
        PartKind::Item => line.strip_prefix("- ").is_some_and(|id| !id.contains(' ')),
        PartKind::Heading | PartKind::Paragraph => line.starts_with("unstuck "),
    }
}

#[test]
fn no_page_of_the_knowledge_keeps_an_english_part() {
    for words in OTHERS.iter().filter_map(|tag| Words::of(tag)) {
        for (id, kind) in ids() {
            let pages = explain(&id);
            let page = pages.iter().find(|page| page.id == id && page.kind == kind);
            for part in page.map(|page| &page.parts[..]).unwrap_or_default() {
                let english = part.line();
                let line = words.part(part.kind, &english);
                let is_own = line.lang == words.tag || is_the_same_everywhere(part);
                assert!(is_own, "{}: {id}: {english}", words.tag);
            }
        }
    }
}
