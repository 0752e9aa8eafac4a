//! The text of a signature, taken apart, and whether it stands in a line.
//!
//! `*` stands for anything in the same line, `#` for a number. Small and capital letters are the
//! same. The pieces must stand within [`REACH`] bytes of each other, so that the work is bounded
//! by the length of the log and no line can be bad luck.

/// How far apart the pieces of a signature may stand.
const REACH: usize = 400;

/// Letters of a signature that are looked for first.
pub(super) const NEEDLE: usize = 5;

/// A signature's text, taken apart.
#[derive(Debug)]
pub(super) struct Glob {
    /// Which signature.
    pub(super) signature: usize,
    pieces: Vec<Piece>,
    anchor: usize,
    /// Where in the anchor the letters begin that are looked for.
    pub(super) needle: usize,
}

#[derive(Debug)]
enum Piece {
    Text(Vec<u8>),
    Any,
    Number,
}

impl Glob {
    /// Reads a text; none where nothing in it is fixed.
    pub(super) fn read(signature: usize, text: &str) -> Option<Self> {
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
        let texts = matches!(pieces[anchor], Piece::Text(_));
        texts.then_some(Self { signature, pieces, anchor, needle: 0 })
    }

    /// Its longest piece.
    pub(super) fn anchor_text(&self) -> &[u8] {
        match &self.pieces[self.anchor] {
            Piece::Text(text) => text,
            _ => b"",
        }
    }

    /// The letters to look for.
    pub(super) fn needle(&self) -> &[u8] {
        let text = &self.anchor_text()[self.needle..];
        &text[..text.len().min(NEEDLE)]
    }

    /// Whether it fits where the needle was found; with the first number in it.
    pub(super) fn fits_at(&self, line: &[u8], needle: usize) -> Option<Option<i64>> {
        let begin = needle.checked_sub(self.needle)?;
        let anchor = self.anchor_text();
        let here = starts(&line[begin..], anchor);
        here.then(|| self.fits(line, begin, begin + anchor.len()))?
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
    let (small, large) = initials(wanted)?;
    memchr::memchr2_iter(small, large, &text[..=last]).find(|at| starts(&text[*at..], wanted))
}

fn rfind(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let last = text.len().checked_sub(wanted.len())?;
    let (small, large) = initials(wanted)?;
    let mut places = memchr::memchr2_iter(small, large, &text[..=last]).rev();
    places.find(|at| starts(&text[*at..], wanted))
}

/// The first letter, small and large.
fn initials(text: &[u8]) -> Option<(u8, u8)> {
    text.first().map(|first| (first.to_ascii_lowercase(), first.to_ascii_uppercase()))
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
