//! A label and words beside it, broken into lines that fit a terminal.

use crate::words;

/// Width of the texts.
pub(super) const COLUMNS: usize = 96;
/// Where the words of every line begin.
const INDENT: usize = 10;

/// A label and words beside it, in the language of the terminal.
pub(crate) fn paragraph(text: &mut String, label: &str, words: &str) {
    let tongue = words::terminal();
    broken(text, &tongue.say(label), &tongue.say(words));
}

fn broken(text: &mut String, label: &str, words: &str) {
    let line = format!("  {label}{} ", " ".repeat(7usize.saturating_sub(width(label))));
    filled(text, line, words, INDENT);
}

/// Words broken into lines; all but the first are moved in by so many places.
pub(super) fn wrapped(words: &str, indent: usize) -> String {
    let mut text = String::new();
    filled(&mut text, String::new(), words, indent);
    text
}

fn filled(text: &mut String, mut line: String, words: &str, indent: usize) {
    let mut taken = width(&line);
    let mut empty = true;
    for piece in pieces(words) {
        let space = usize::from(!empty && piece.is_word);
        if !empty && taken + space + width(piece.text) > COLUMNS {
            text.push_str(line.trim_end());
            text.push('\n');
            line = " ".repeat(indent);
            taken = indent;
        } else if space > 0 {
            line.push(' ');
            taken += 1;
        }
        line.push_str(piece.text);
        taken += width(piece.text);
        empty = false;
    }
    text.push_str(line.trim_end());
    text.push('\n');
}

/// What is not broken.
struct Piece<'t> {
    text: &'t str,
    /// A space stands in front of it.
    is_word: bool,
}

/// Words; in scripts without spaces each sign, with the marks that may not begin a line.
fn pieces(words: &str) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    for word in words.split_whitespace() {
        let mut begin = 0;
        let mut before = None;
        for (at, c) in word.char_indices() {
            let may_break = before.is_some_and(|before| is_wide(before) || is_wide(c));
            if may_break && !closes(c) && !before.is_some_and(opens) {
                all.push(Piece { text: &word[begin..at], is_word: begin == 0 });
                begin = at;
            }
            before = Some(c);
        }
        all.push(Piece { text: &word[begin..], is_word: begin == 0 });
    }
    all
}

/// Marks that may not begin a line.
fn closes(c: char) -> bool {
    "，。：；！？、）》」”’".contains(c)
}

/// Marks that may not end one.
fn opens(c: char) -> bool {
    "（《「“‘".contains(c)
}

/// How many places a text takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}

/// Whether a character takes two places: those of East Asia.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(label: &str, words: &str) -> Vec<String> {
        let mut text = String::new();
        broken(&mut text, label, words);
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn lines_fit_in_every_script() {
        let english = lines("Why", &"the phone waits ".repeat(20));
        assert!(english.len() > 2 && english[0].starts_with("  Why     the phone"));
        let chinese = lines("原因", &"请解锁 iPhone，并输入密码。".repeat(20));
        assert!(chinese.len() > 2, "{chinese:?}");
        for line in english.iter().chain(&chinese) {
            assert!(width(line) <= COLUMNS, "{line}");
        }
        for line in &chinese[1..] {
            assert!(!line.trim_start().starts_with(closes), "{line}");
        }
        assert_eq!(chinese.concat().matches("iPhone").count(), 20);
    }
}
