//! Finds signatures in lines of logs: one pass for all of them, however many and however long
//! the log.
//!
//! A signature is plain text with stars ([`super::glob`]). Of its longest piece the few letters
//! that are rarest in all signatures are looked for first: an automaton of whole pieces is several
//! times as large, takes longer to build than a short log to read, and fits no cache.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::glob::{Glob, NEEDLE};
use crate::knowledge::signatures::Signature;

/// More threads than this gain nothing.
const SHARES_MAX: usize = 8;

/// More text than this is worth building the faster automaton for.
pub(super) const LARGE: usize = 1 << 20;

/// A signature in one of many lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    /// Which line, from 0.
    pub(crate) line: usize,
    /// Which signature.
    pub(crate) index: usize,
    /// The first number in it.
    pub(crate) number: Option<i64>,
}

/// All signatures, ready to be looked for.
#[derive(Debug)]
pub(crate) struct Lines {
    globs: Vec<Glob>,
    anchors: AhoCorasick,
}

impl Lines {
    /// For short texts, or for long ones.
    pub(crate) fn new(signatures: &[Signature], large: bool) -> Self {
        let mut globs = Vec::new();
        for (index, signature) in signatures.iter().enumerate() {
            for text in signature.patterns() {
                globs.extend(Glob::read(index, text));
            }
        }
        let grams = Grams::of(&globs);
        for glob in &mut globs {
            glob.needle = grams.rarest(glob.anchor_text());
        }
        let kind = if large { AhoCorasickKind::DFA } else { AhoCorasickKind::NoncontiguousNFA };
        let anchors = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(kind))
            .build(globs.iter().map(Glob::needle));
        let anchors = anchors.unwrap_or_else(|_| {
            AhoCorasick::new(std::iter::empty::<&[u8]>())
                .unwrap_or_else(|_| unreachable!("an empty automaton can be built"))
        });
        Self { globs, anchors }
    }

    /// Every place where one stands, however often, with the first number in it.
    pub(crate) fn find_all(&self, line: &str, take: &mut dyn FnMut(usize, Option<i64>)) {
        let bytes = line.as_bytes();
        for hit in self.anchors.find_overlapping_iter(bytes) {
            let glob = &self.globs[hit.pattern().as_usize()];
            if let Some(number) = glob.fits_at(bytes, hit.start()) {
                take(glob.signature, number);
            }
        }
    }

    /// Every place in many lines, in their order. A long log is shared between processors, for
    /// somebody waits for the answer.
    pub(crate) fn find_each(&self, lines: &[&str]) -> Vec<Found> {
        let bytes: usize = lines.iter().map(|line| line.len()).sum();
        let shares = match std::thread::available_parallelism() {
            Ok(processors) if bytes > LARGE => processors.get().min(SHARES_MAX),
            _ => 1,
        };
        let share = lines.len().div_ceil(shares).max(1);
        let mut parts = lines.chunks(share).enumerate();
        let own = parts.next();
        std::thread::scope(|scope| {
            let part = |(index, lines)| self.find_part(index * share, lines);
            let others: Vec<_> = parts.map(|next| scope.spawn(move || part(next))).collect();
            let mut found = own.map(part).unwrap_or_default();
            for other in others {
                match other.join() {
                    Ok(more) => found.extend(more),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            found
        })
    }

    fn find_part(&self, first: usize, lines: &[&str]) -> Vec<Found> {
        let mut found = Vec::new();
        for (line, text) in (first..).zip(lines) {
            self.find_all(text, &mut |index, number| found.push(Found { line, index, number }));
        }
        found
    }

    /// Every signature in a line, once each.
    #[cfg(test)]
    pub(crate) fn find(&self, line: &str, found: &mut Vec<usize>) {
        self.find_all(line, &mut |signature, _| {
            if !found.contains(&signature) {
                found.push(signature);
            }
        });
    }
}

/// How often each four letters stand in the signatures: a hint of how common they are in logs.
struct Grams(HashMap<[u8; 4], usize>);

impl Grams {
    fn of(globs: &[Glob]) -> Self {
        let mut counts = HashMap::new();
        for gram in globs.iter().flat_map(|glob| fours(glob.anchor_text())) {
            *counts.entry(gram).or_default() += 1;
        }
        Self(counts)
    }

    /// Where the [`NEEDLE`] rarest letters of a text begin.
    fn rarest(&self, text: &[u8]) -> usize {
        let often = |at: &usize| {
            let grams = fours(&text[*at..*at + NEEDLE]);
            grams.map(|gram| self.0.get(&gram).copied().unwrap_or_default()).sum::<usize>()
        };
        let last = text.len().checked_sub(NEEDLE);
        last.and_then(|last| (0..=last).min_by_key(often)).unwrap_or_default()
    }
}

/// Every four letters in a row.
fn fours(text: &[u8]) -> impl Iterator<Item = [u8; 4]> + '_ {
    text.windows(4).filter_map(|four| four.try_into().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_log_is_read_as_its_lines_are() {
        let signatures = crate::knowledge::signatures::all();
        let engine = Lines::new(&signatures, true);
        let texts = ["No device found.", "nothing of note", "Error: -17 (MBErrorDomain/105)"];
        let lines: Vec<&str> = texts.into_iter().cycle().take(LARGE / 10).collect();
        let one = engine.find_part(0, &texts);
        assert!(!one.is_empty());
        for found in one {
            let wanted = lines.len().div_ceil(texts.len());
            let same = engine.find_each(&lines).into_iter().filter(|other| {
                let line = other.line % texts.len();
                Found { line, ..*other } == found
            });
            assert!(same.count().abs_diff(wanted) <= 1);
        }
    }
}
