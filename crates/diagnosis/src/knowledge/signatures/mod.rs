//! Signatures: lines of logs and consoles, and what they mean.

use super::weights::{self, Weight};
use super::{columns, lines, sources};
use crate::cause::Cause;

const TABLES: &[&str] = &[
    include_str!("backup_service.txt"),
    include_str!("icloud.txt"),
    include_str!("console.txt"),
    include_str!("readers.txt"),
    include_str!("host.txt"),
    include_str!("own.txt"),
    include_str!("noise.txt"),
    include_str!("marks.txt"),
];

/// A line of a log that means something.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    /// Its id, never given twice.
    pub(crate) id: &'static str,
    /// What it speaks for.
    pub(crate) causes: Vec<(Cause, Weight)>,
    /// What it means.
    pub(crate) meaning: &'static str,
    /// Where that is known from.
    pub(crate) source: &'static str,
    /// Whether the line was seen, made from a format, or is general knowledge.
    pub(crate) confidence: &'static str,
    patterns: Vec<&'static str>,
    /// Lines it must be found in.
    pub(crate) examples: Vec<&'static str>,
    /// Lines it must not be found in.
    pub(crate) near_misses: Vec<&'static str>,
}

impl Signature {
    /// A bare form without a meaning of its own.
    pub(crate) fn form(patterns: &[&'static str]) -> Self {
        Self {
            id: "",
            causes: Vec::new(),
            meaning: "",
            source: "",
            confidence: "",
            patterns: patterns.to_vec(),
            examples: Vec::new(),
            near_misses: Vec::new(),
        }
    }

    /// How it looks (reading::glob).
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &'static str> {
        self.patterns.iter().copied()
    }

    /// Whether it stands in good and bad runs alike.
    pub(crate) fn is_noise(&self) -> bool {
        self.id.starts_with("noise-")
    }
}

/// All of them. Broken entries are left out; a test sees to it that there are none.
pub(crate) fn all() -> Vec<Signature> {
    let mut signatures: Vec<Signature> = Vec::new();
    for line in TABLES.iter().flat_map(|table| lines(table)) {
        let entry = line.split_at_checked(2);
        match (entry, signatures.last_mut()) {
            (Some(("= ", pattern)), Some(signature)) => signature.patterns.push(pattern),
            (Some(("> ", example)), Some(signature)) => signature.examples.push(example),
            (Some(("< ", example)), Some(signature)) => signature.near_misses.push(example),
            _ => signatures.extend(read(line)),
        }
    }
    signatures
}

fn read(line: &'static str) -> Option<Signature> {
    let [id, causes, meaning, source] = columns(line)?;
    let (letter, confidence) = source.split_once(' ')?;
    Some(Signature {
        id,
        causes: weights::read(causes)?,
        meaning,
        source: sources::source(letter)?,
        confidence,
        patterns: Vec::new(),
        examples: Vec::new(),
        near_misses: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::reading::lines::Lines;

    #[test]
    fn every_entry_can_be_read() {
        let heads = TABLES.iter().flat_map(|table| lines(table));
        let heads: Vec<&str> =
            heads.filter(|line| !["= ", "> ", "< "].contains(&&line[..2])).collect();
        for head in &heads {
            assert!(read(head).is_some(), "{head}");
        }
        let all = all();
        assert_eq!(all.len(), heads.len());
        let ids: BTreeSet<&str> = all.iter().map(|signature| signature.id).collect();
        assert_eq!(ids.len(), all.len(), "an id was given twice");
        for signature in &all {
            assert!(signature.patterns().count() > 0, "{}", signature.id);
            assert!(!signature.examples.is_empty(), "{}", signature.id);
            assert!(["seen", "format", "general"].contains(&signature.confidence));
            assert!(signature.patterns().all(|text| text.len() > 3), "{}", signature.id);
        }
    }

    #[test]
    fn examples_are_found_and_near_misses_are_not() {
        let all = all();
        let engine = Lines::new(&all, false);
        for (index, signature) in all.iter().enumerate() {
            let is_found = |line: &str| {
                let mut found = Vec::new();
                engine.find(line, &mut found);
                found.contains(&index)
            };
            for example in &signature.examples {
                assert!(is_found(example), "{}: {example}", signature.id);
            }
            for example in &signature.near_misses {
                assert!(!is_found(example), "{}: {example}", signature.id);
            }
        }
    }
}
