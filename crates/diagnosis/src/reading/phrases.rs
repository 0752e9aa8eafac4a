//! Finds what is said: phrases of words with gaps and choices, whatever the exact wording.
//!
//! A phrase is written as words: `not enough .. space` has a gap of up to three words,
//! `...` one of up to eight, `a|b` either of two, `[a]` may be missing. A concept is a name
//! for a group of phrases that mean the same (knowledge/words/).

use std::collections::{HashMap, HashSet};

use super::words::{BREAK, STOP, Vocabulary, Word};
use crate::knowledge;

/// A group of phrases with one meaning.
pub(crate) type Concept = &'static str;

#[derive(Debug)]
enum Part {
    /// One of these words.
    Words(Vec<Word>),
    /// One of these words, or nothing.
    Maybe(Vec<Word>),
    /// Up to as many words of any kind.
    Gap(usize),
}

#[derive(Debug)]
struct Phrase {
    concept: Concept,
    parts: Vec<Part>,
    /// It says no itself: a denial before it is part of it.
    denies: bool,
}

/// All phrases, found by their first word.
#[derive(Debug)]
pub(crate) struct Phrases {
    vocabulary: Vocabulary,
    phrases: Vec<Phrase>,
    by_first: HashMap<Word, Vec<usize>>,
    not: Word,
    /// Words that open a clause of their own: a denial does not reach across them.
    openers: Vec<Word>,
    concepts: HashSet<Concept>,
}

/// "It could not start *until* I restarted it" denies the start, not the restart.
const OPENERS: &[&str] = &[
    "until", "till", "unless", "because", "but", "since", "when", "if", "after", "although",
    "though", "while", "whenever", "so", "then",
];

/// A concept that was found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) concept: Concept,
    /// It was said that it is *not* so.
    pub(crate) denied: bool,
    /// How many of its phrases were found.
    pub(crate) ways: usize,
}

impl Phrases {
    /// All that is in the knowledge tables.
    pub(crate) fn new() -> Self {
        let mut vocabulary = Vocabulary::new();
        let not = vocabulary.intern("not");
        let openers = OPENERS.iter().map(|word| vocabulary.intern(word)).collect();
        let mut phrases = Vec::new();
        let mut by_first: HashMap<Word, Vec<usize>> = HashMap::new();
        for table in knowledge::words::CONCEPTS {
            let mut concept = "";
            for line in knowledge::lines(table) {
                if let Some(name) = line.strip_suffix(':') {
                    concept = name;
                    continue;
                }
                let phrase = Phrase::read(&mut vocabulary, concept, line, not);
                let mut firsts = Vec::new();
                for part in &phrase.parts {
                    match part {
                        Part::Words(words) => {
                            firsts.extend(words);
                            break;
                        }
                        Part::Maybe(words) => firsts.extend(words),
                        Part::Gap(_) => break,
                    }
                }
                for first in firsts {
                    by_first.entry(first).or_default().push(phrases.len());
                }
                phrases.push(phrase);
            }
        }
        let concepts = phrases.iter().map(|phrase| phrase.concept).collect();
        Self { vocabulary, phrases, by_first, not, openers, concepts }
    }

    /// Whether there is such a concept.
    pub(crate) fn knows(&self, concept: &str) -> bool {
        self.concepts.contains(concept)
    }

    /// Everything said in a text, each concept once affirmed and once denied at most.
    pub(crate) fn find(&self, text: &str) -> Vec<Said> {
        let words = super::words::words_of(&self.vocabulary, text);
        let mut found: Vec<Said> = Vec::new();
        let mut met: HashSet<(usize, bool)> = HashSet::new();
        for at in 0..words.len() {
            for index in self.by_first.get(&words[at]).into_iter().flatten() {
                let phrase = &self.phrases[*index];
                // What was found once need not be looked for again: that keeps the work in
                // proportion to the text, however often it repeats itself.
                let denied = !phrase.denies && self.is_denied(&words, at);
                if met.contains(&(*index, denied)) || !matches(&phrase.parts, &words[at..]) {
                    continue;
                }
                met.insert((*index, denied));
                let same =
                    |said: &&mut Said| said.concept == phrase.concept && said.denied == denied;
                match found.iter_mut().find(same) {
                    Some(said) => said.ways += 1,
                    None => found.push(Said { concept: phrase.concept, denied, ways: 1 }),
                }
            }
        }
        found
    }

    /// Whether a "not" stands shortly before, in the same clause.
    fn is_denied(&self, words: &[Word], at: usize) -> bool {
        if self.openers.contains(&words[at]) {
            return false;
        }
        let before = words[..at].iter().rev();
        let breaks = |word: &Word| matches!(*word, STOP | BREAK) || self.openers.contains(word);
        let clause = before.take_while(|word| !breaks(word)).take(3);
        clause.into_iter().any(|word| *word == self.not)
    }
}

impl Phrase {
    fn read(vocabulary: &mut Vocabulary, concept: Concept, text: &str, not: Word) -> Self {
        let mut parts = Vec::new();
        let mut denies = false;
        for word in text.split_whitespace() {
            let part = match word {
                ".." => Part::Gap(3),
                "..." => Part::Gap(8),
                word => {
                    let maybe = word.strip_prefix('[').and_then(|word| word.strip_suffix(']'));
                    let choices = maybe.unwrap_or(word).split('|');
                    let mut words: Vec<Word> =
                        choices.map(|word| vocabulary.intern(word)).collect();
                    // Who writes "phone" means whatever it is called; "iphone" is narrower.
                    if maybe.unwrap_or(word).split('|').any(|word| word == "phone") {
                        words.push(vocabulary.intern("device"));
                    }
                    denies |= words.contains(&not);
                    if maybe.is_some() { Part::Maybe(words) } else { Part::Words(words) }
                }
            };
            parts.push(part);
        }
        Self { concept, parts, denies }
    }
}

/// Whether the parts are the beginning of the words. The gaps are bounded, so that this ends
/// soon whatever the text.
fn matches(parts: &[Part], words: &[Word]) -> bool {
    let Some((part, parts)) = parts.split_first() else { return true };
    // A comma inside a phrase is no matter.
    let words = words.strip_prefix(&[BREAK]).unwrap_or(words);
    match part {
        Part::Words(choices) => words
            .split_first()
            .is_some_and(|(word, words)| choices.contains(word) && matches(parts, words)),
        Part::Maybe(choices) => {
            let there = words
                .split_first()
                .is_some_and(|(word, words)| choices.contains(word) && matches(parts, words));
            there || matches(parts, words)
        }
        Part::Gap(width) => {
            let within = words.iter().take(*width).take_while(|word| **word != STOP).count();
            (0..=within).any(|skipped| matches(parts, &words[skipped..]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(table: &'static [&'static str]) -> (Vocabulary, Vec<Phrase>) {
        let mut vocabulary = Vocabulary::new();
        let not = vocabulary.intern("not");
        let read = table.iter().map(|line| Phrase::read(&mut vocabulary, "x", line, not)).collect();
        (vocabulary, read)
    }

    fn fits(pattern: &'static [&'static str], text: &str) -> bool {
        let (vocabulary, phrases) = phrases(pattern);
        let words = super::super::words::words_of(&vocabulary, text);
        (0..words.len()).any(|at| matches(&phrases[0].parts, &words[at..]))
    }

    #[test]
    fn gaps_and_choices() {
        assert!(fits(&["not enough .. space|gold"], "there is not enough of the space"));
        assert!(!fits(&["not enough .. space"], "not enough. Space is there"));
        assert!(!fits(&["not enough .. space"], "not enough of all the other good space"));
        assert!(fits(&["gold [and] silver"], "gold silver"));
        assert!(fits(&["gold [and] silver"], "Gold, and silver"));
    }
}
