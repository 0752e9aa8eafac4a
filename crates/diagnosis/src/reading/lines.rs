//! Finds signatures in lines of logs: one pass for all of them, however many and however long
//! the log.
//!
//! A signature is written as plain text; `*` stands for anything in the same line, `#` for a
//! number. Small and capital letters are the same. Its longest piece is looked for first; the
//! other pieces must stand within [`REACH`] bytes of each other, so that the work is bounded
//! by the length of the log and no line can be bad luck.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::knowledge::signatures::Signature;

/// How far apart the pieces of a signature may stand.
const REACH: usize = 400;

/// More text than this is worth building the faster automaton for.
pub(super) const LARGE: usize = 1 << 20;

#[derive(Debug)]
struct Glob {
    signature: usize,
    pieces: Vec<Piece>,
    anchor: usize,
}

#[derive(Debug)]
enum Piece {
    Text(Vec<u8>),
    Any,
    Number,
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
        let kind = if large { AhoCorasickKind::DFA } else { AhoCorasickKind::NoncontiguousNFA };
        let anchors = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(kind))
            .build(globs.iter().map(Glob::anchor_text));
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
            if let Some(number) = glob.fits(bytes, hit.start(), hit.end()) {
                take(glob.signature, number);
            }
        }
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

impl Glob {
    fn read(signature: usize, text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut plain = Vec::new();
        for byte in text.bytes().map(|byte| byte.to_ascii_lowercase()) {
            let wild = match byte {
                b'*' => Piece::Any,
                b'#' => Piece::Number,
                _ => {
                    plain.push(byte);
                    continue;
                }
            };
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(wild);
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        let length = |piece: &Piece| match piece {
            Piece::Text(text) => text.len(),
            _ => 0,
        };
        let anchor = (0..pieces.len()).max_by_key(|index| length(&pieces[*index]))?;
        matches!(pieces[anchor], Piece::Text(_)).then_some(Self { signature, pieces, anchor })
    }

    fn anchor_text(&self) -> &[u8] {
        match &self.pieces[self.anchor] {
            Piece::Text(text) => text,
            _ => b"",
        }
    }

    /// Whether the rest fits around the anchor; with the first number in it.
    fn fits(&self, line: &[u8], start: usize, end: usize) -> Option<Option<i64>> {
        let (before, after) = (&self.pieces[..self.anchor], &self.pieces[self.anchor + 1..]);
        let (begin, early) = backwards(before, line, start)?;
        let (finish, late) = forwards(after, line, end)?;
        (is_edge(line, begin) && is_edge(line, finish)).then_some(early.or(late))
    }
}

/// Whether no word goes on across this place.
fn is_edge(line: &[u8], at: usize) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric();
    let left = at.checked_sub(1).and_then(|left| line.get(left));
    match (left, line.get(at)) {
        (Some(left), Some(right)) => !(word(*left) && word(*right)),
        _ => true,
    }
}

/// The pieces behind the anchor; where they end, and the first number.
fn forwards(pieces: &[Piece], line: &[u8], from: usize) -> Option<(usize, Option<i64>)> {
    let (mut at, mut number, mut free) = (from, None, false);
    for piece in pieces {
        match piece {
            Piece::Any => free = true,
            Piece::Number => {
                let (end, value) = number_at(line, at)?;
                number = number.or(value);
                at = end;
            }
            Piece::Text(text) => {
                let window = &line[at..line.len().min(at + REACH + text.len())];
                let place =
                    if free { find(window, text)? } else { starts(window, text).then_some(0)? };
                at += place + text.len();
                free = false;
            }
        }
    }
    // A star at the end reaches to wherever the line ends.
    let open = matches!(pieces.last(), Some(Piece::Any));
    Some((if open { line.len() } else { at }, number))
}

/// The pieces in front of the anchor; where they begin, and the first number.
fn backwards(pieces: &[Piece], line: &[u8], from: usize) -> Option<(usize, Option<i64>)> {
    let (mut at, mut number, mut free) = (from, None, false);
    for piece in pieces.iter().rev() {
        match piece {
            Piece::Any => free = true,
            Piece::Number => {
                let (begin, value) = number_before(line, at)?;
                number = value;
                at = begin;
            }
            Piece::Text(text) => {
                let window = &line[at.saturating_sub(REACH + text.len())..at];
                let place = if free {
                    rfind(window, text)?
                } else {
                    window
                        .len()
                        .checked_sub(text.len())
                        .filter(|start| starts(&window[*start..], text))?
                };
                at -= window.len() - place;
                free = false;
            }
        }
    }
    let open = matches!(pieces.first(), Some(Piece::Any));
    Some((if open { 0 } else { at }, number))
}

/// A number with its sign, also in hexadecimal; where it ends.
fn number_at(line: &[u8], at: usize) -> Option<(usize, Option<i64>)> {
    let text = &line[at..line.len().min(at + 24)];
    if text.starts_with(b"0x") || text.starts_with(b"0X") {
        let digits = text[2..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let value = std::str::from_utf8(&text[2..2 + digits]).ok()?;
        return (digits > 0).then(|| (at + 2 + digits, i64::from_str_radix(value, 16).ok()));
    }
    let sign = usize::from(text.first() == Some(&b'-'));
    let digits = text[sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let value = std::str::from_utf8(&text[..sign + digits]).ok()?;
    (digits > 0).then(|| (at + sign + digits, value.parse().ok()))
}

/// The number that ends here; where it begins.
fn number_before(line: &[u8], at: usize) -> Option<(usize, Option<i64>)> {
    let part = |byte: &&u8| byte.is_ascii_hexdigit() || matches!(**byte, b'x' | b'X' | b'-');
    let reach = line[..at].iter().rev().take(20).take_while(part).count();
    (at - reach..at).find_map(|begin| {
        let (end, value) = number_at(line, begin)?;
        (end == at).then_some((begin, value))
    })
}

fn starts(text: &[u8], with: &[u8]) -> bool {
    text.len() >= with.len() && text[..with.len()].eq_ignore_ascii_case(with)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let last = text.len().checked_sub(wanted.len())?;
    (0..=last).find(|at| begins(text, *at, wanted))
}

fn rfind(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let last = text.len().checked_sub(wanted.len())?;
    (0..=last).rev().find(|at| begins(text, *at, wanted))
}

/// Whether it stands here. The first byte decides nearly always, and quickly.
fn begins(text: &[u8], at: usize, wanted: &[u8]) -> bool {
    let first = wanted.first().is_none_or(|first| text[at].eq_ignore_ascii_case(first));
    first && starts(&text[at..], wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, line: &str) -> Option<Option<i64>> {
        let glob = Glob::read(0, pattern).expect("a pattern with text");
        let anchor = glob.anchor_text().to_vec();
        let at = find(line.as_bytes(), &anchor)?;
        glob.fits(line.as_bytes(), at, at + anchor.len())
    }

    #[test]
    fn pieces_stand_in_order_within_reach() {
        let pattern = "error opening '*' for writing: no space";
        assert!(fits(pattern, "Error opening 'a/b' for writing: No space left").is_some());
        assert!(fits(pattern, "No space. Error opening 'a' for writing:").is_none());
        let far = format!("error opening '{}' for writing: no space", "x".repeat(REACH * 2));
        assert!(fits(pattern, &far).is_none());
    }

    #[test]
    fn numbers_are_read_with_their_sign() {
        assert_eq!(fits("error code #", "lockdownd, error code -17"), Some(Some(-17)));
        assert_eq!(fits("(mberrordomain/#)", "x (MBErrorDomain/105)"), Some(Some(105)));
        assert_eq!(fits("code # found", "code 0xE8000084 found"), Some(Some(0xE800_0084)));
        assert_eq!(fits("#% finished", "12% Finished"), Some(Some(12)));
        assert_eq!(fits("error code #", "error code none"), None);
    }

    #[test]
    fn words_end_where_the_pattern_ends() {
        assert!(fits("no device found", "No device found.").is_some());
        assert!(fits("device found", "devicefounders").is_none());
        assert!(fits("no device*", "no devices here").is_some());
    }
}
