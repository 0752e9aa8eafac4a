//! Documents that code cites exist, and what they say is cited.

use std::collections::{BTreeMap, BTreeSet};

use crate::house::{files, root, rust};

/// Numbers of the headings of a document: `4` and `4.2` of `## 4 …` and `### 4.2 …`.
fn sections(name: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("docs").join(name)).unwrap();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let numbers =
        headings.filter_map(|line| line.trim_start_matches('#').split_whitespace().next());
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    numbers.filter(is_number).map(|word| word.trim_end_matches('.').to_owned()).collect()
}

/// Documents and the numbers that code cites of them, with where.
fn citations() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut found: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for file in rust() {
        // A citation may go on in the next line of a comment.
        let text = file.text.replace("\n//! ", " ").replace("\n    /// ", " ");
        if file.path.ends_with("tidy/documents.rs") {
            continue;
        }
        for piece in text.split("docs/").skip(1) {
            let Some((name, rest)) = piece.split_once(".md") else { continue };
            let document = format!("{name}.md");
            if !root().join("docs").join(&document).is_file() {
                panic!("{}: there is no docs/{document}", file.path);
            }
            let numbers = found.entry(document).or_default();
            let words = rest.split([',', ' ', ')', '\n']);
            for word in words.map(|word| word.trim_end_matches(['.', ';', ':'])) {
                match word {
                    "" | "and" | "to" => {}
                    word if word.starts_with(|c: char| c.is_ascii_digit()) => {
                        numbers.insert(word.to_owned(), file.path.clone());
                    }
                    _ => break,
                }
            }
        }
    }
    found
}

#[test]
fn every_section_that_code_cites_exists() {
    for (document, numbers) in citations() {
        let sections = sections(&document);
        for (number, path) in numbers {
            assert!(sections.contains(&number), "{path} cites docs/{document} {number}");
        }
    }
}

#[test]
fn every_numbered_section_is_cited_by_code() {
    let citations = citations();
    for document in ["protocol.md", "backup-format.md", "vault.md"] {
        let cited = &citations[document];
        for section in sections(document) {
            let above = |number: &str| section.starts_with(&format!("{number}."));
            let below = |number: &String| number.starts_with(&format!("{section}."));
            let obeyed = cited.contains_key(&section)
                || cited.keys().any(below)
                // A part of a section that is cited as a whole.
                || section.rsplit_once('.').is_some_and(|(parent, _)| {
                    cited.contains_key(parent) && above(parent)
                });
            assert!(obeyed, "no code cites docs/{document} {section}");
        }
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    let documents = files().into_iter().filter(|file| file.path.ends_with(".md"));
    for document in documents {
        let folder = root().join(&document.path).parent().unwrap().to_path_buf();
        for piece in document.text.split("](").skip(1) {
            let target = piece.split([')', '#']).next().unwrap();
            if !target.is_empty() && !target.contains("://") {
                assert!(folder.join(target).exists(), "{}: {target}", document.path);
            }
        }
    }
}

#[test]
fn every_scenario_is_listed_in_the_documents() {
    let text = std::fs::read_to_string(root().join("docs/scenarios.md")).unwrap();
    for entry in std::fs::read_dir(root().join("crates/sim/scenarios")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(text.contains(&format!("`{name}`")), "docs/scenarios.md does not name {name}");
    }
}
