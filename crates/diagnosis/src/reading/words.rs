//! Words of a person, made comparable: small letters, no apostrophes, one word for what means
//! the same, typing mistakes of long words forgiven.

use std::collections::HashMap;

use crate::knowledge;

/// A word, as a number.
pub(crate) type Word = u32;

/// End of a sentence: nothing is matched across it.
pub(crate) const STOP: Word = 0;
/// A weaker break (comma, but, …): a denial does not reach across it.
pub(crate) const BREAK: Word = 1;
/// Any number; phrases write it `#`.
const NUMBER: Word = 2;

/// More of a report than this is not read word by word.
const BYTES_MAX: usize = 1 << 18;

/// All words that mean something here.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    numbers: HashMap<Box<str>, Word>,
    /// Long words by their first letter and length, for typing mistakes.
    long: HashMap<(u8, usize), Vec<Box<str>>>,
}

impl Vocabulary {
    /// The words of the table of synonyms.
    pub(crate) fn new() -> Self {
        let mut vocabulary = Self::default();
        vocabulary.numbers.insert(".".into(), STOP);
        vocabulary.numbers.insert(",".into(), BREAK);
        vocabulary.numbers.insert("#".into(), NUMBER);
        for line in knowledge::lines(knowledge::words::SYNONYMS) {
            let Some((meant, spellings)) = line.split_once('=') else { continue };
            let word = vocabulary.intern(meant.trim());
            for spelling in spellings.split_whitespace() {
                vocabulary.learn(spelling, word);
            }
        }
        vocabulary
    }

    /// The number of a word of a pattern; it is learnt when it is new.
    pub(crate) fn intern(&mut self, text: &str) -> Word {
        if let Some(word) = self.numbers.get(text) {
            return *word;
        }
        let word = self.numbers.len() as Word;
        self.learn(text, word);
        word
    }

    fn learn(&mut self, text: &str, word: Word) {
        if text.len() >= LONG && text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            self.long.entry((text.as_bytes()[0], text.len())).or_default().push(text.into());
        }
        self.numbers.insert(text.into(), word);
    }

    /// The number of a word that is known, perhaps with a typing mistake.
    fn find(&self, text: &str) -> Option<Word> {
        if let Some(word) = self.numbers.get(text) {
            return Some(*word);
        }
        if !text.is_ascii() {
            return None;
        }
        if let Some(word) = self.without_ending(text) {
            return Some(word);
        }
        if text.len() < LONG {
            return None;
        }
        for length in text.len() - 1..=text.len() + 1 {
            let candidates = self.long.get(&(text.as_bytes()[0], length));
            for candidate in candidates.into_iter().flatten() {
                if one_slip_apart(text.as_bytes(), candidate.as_bytes()) {
                    return self.numbers.get(candidate).copied();
                }
            }
        }
        None
    }
}

impl Vocabulary {
    /// "dings" and "dinging" are "ding", "wiggled" is "wiggle", "tripped" is "trip".
    fn without_ending(&self, text: &str) -> Option<Word> {
        for ending in ["ing", "ed", "es", "s", "er", "ly"] {
            let Some(stem) = text.strip_suffix(ending).filter(|stem| stem.len() >= STEM_MIN) else {
                continue;
            };
            let doubled = ends_doubled(stem).then(|| &stem[..stem.len() - 1]);
            let with_e = format!("{stem}e");
            let mut forms = [Some(stem), doubled, Some(with_e.as_str())].into_iter().flatten();
            if let Some(word) = forms.find_map(|form| self.numbers.get(form)) {
                return Some(*word);
            }
        }
        None
    }
}

/// Whether the last letter stands twice.
fn ends_doubled(stem: &str) -> bool {
    let bytes = stem.as_bytes();
    bytes.len() >= 2 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2]
}

/// Shorter stems are too often another word.
const STEM_MIN: usize = 4;

/// Words shorter than this are not forgiven a mistake: too many others are near.
const LONG: usize = 7;

/// Whether one letter too many, too few, wrong, or two swapped make the difference.
fn one_slip_apart(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let front = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[front..], &long[front..]);
    match long.len() - short.len() {
        0 => match (short, long) {
            ([], []) => true,
            ([_, rest @ ..], [_, other @ ..]) if rest == other => true,
            ([a, b, rest @ ..], [c, d, other @ ..]) => a == d && b == c && rest == other,
            _ => false,
        },
        1 => short == &long[1..],
        _ => false,
    }
}

/// What a text says, as words. Those that mean nothing here are [`u32::MAX`].
pub(crate) fn words_of(vocabulary: &Vocabulary, text: &str) -> Vec<Word> {
    let mut reader =
        Reader { vocabulary, word: String::new(), before: String::new(), words: vec![] };
    let text = &text[..text.floor_char_boundary(BYTES_MAX)];
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\'' | '\u{2019}' | '`' => {}
            c if c.is_alphanumeric() => reader.word.extend(c.to_lowercase()),
            // A point inside a version or a size.
            '.' if reader.in_number() && characters.peek().is_some_and(char::is_ascii_digit) => {
                reader.word.push('.');
            }
            '%' if reader.in_number() => {
                reader.take();
                reader.words.push(vocabulary.find("percent").unwrap_or(Word::MAX));
            }
            c => {
                let inside = reader.word.is_empty() && c == '.';
                let inside = inside && characters.peek().is_some_and(|next| next.is_alphanumeric());
                reader.take();
                match c {
                    // ".ba", "/.cache", "…and": a point in front of a word ends no sentence.
                    '.' if inside => {}
                    '.' | '!' | '?' | '\n' => reader.stop(STOP),
                    ',' | ';' | ':' | '(' | ')' | '–' | '—' => reader.stop(BREAK),
                    _ => {}
                }
            }
        }
    }
    reader.take();
    reader.words
}

struct Reader<'a> {
    vocabulary: &'a Vocabulary,
    word: String,
    /// The word before, for words that are written as two.
    before: String,
    words: Vec<Word>,
}

impl Reader<'_> {
    fn in_number(&self) -> bool {
        self.word.starts_with(|c: char| c.is_ascii_digit())
    }

    fn stop(&mut self, stop: Word) {
        self.before.clear();
        self.words.push(stop);
    }

    fn take(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let word = std::mem::take(&mut self.word);
        let both = format!("{}_{word}", self.before);
        if let Some(number) = self.vocabulary.numbers.get(both.as_str()) {
            // "back up" is "backup".
            self.words.pop();
            self.words.push(*number);
        } else if let Some(number) = self.vocabulary.find(&word) {
            self.words.push(number);
        } else if word.starts_with(|c: char| c.is_ascii_digit()) {
            self.words.push(NUMBER);
            // "16gb" is "16 gb".
            let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            if !unit.is_empty() {
                self.words.push(self.vocabulary.find(unit).unwrap_or(Word::MAX));
            }
        } else {
            self.words.push(Word::MAX);
        }
        self.before = word;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_long_words_are_forgiven() {
        for (slip, meant) in
            [("stroage", "storage"), ("storag", "storage"), ("storagge", "storage")]
        {
            assert!(one_slip_apart(slip.as_bytes(), meant.as_bytes()), "{slip}");
        }
        assert!(!one_slip_apart(b"passport", b"password"));
    }

    #[test]
    fn untidy_words_are_read_like_tidy_ones() {
        let vocabulary = Vocabulary::new();
        let tidy = words_of(&vocabulary, "The iPhone won't back up: not enough storage.");
        let untidy = words_of(&vocabulary, "the iphone wont back up: not enough stroage.");
        assert_eq!(tidy, untidy);
    }
}
