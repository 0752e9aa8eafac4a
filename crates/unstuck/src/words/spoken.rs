//! What the house says in English, said in a person's language.
//!
//! `locales/en/terminal.ftl` holds the sentences of the house as they are said, one a line, with
//! `{ $value }` where something stands in them. A line is held against them; what stood in the
//! places of the values is put into the same message of the other language. So whoever says
//! something needs to know of no language, and a sentence that was forgotten is English and not
//! missing.

use std::sync::LazyLock;

use super::Words;
use super::days::{self, Clock};
use super::figures::{self, FIGURES};
use super::knowledge;

/// No sentence of ours is longer; what is longer came from outside.
const LONGEST: usize = 600;

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Words(&'static str),
    Value(&'static str),
}

/// A sentence with places for values.
#[derive(Debug)]
pub(super) struct Sentence {
    pub(super) id: &'static str,
    parts: Vec<Part>,
    /// Letters of its own: the more, the less can be mistaken for it.
    weight: usize,
    /// It has hardly any: it is only meant where its values are words of ours.
    is_light: bool,
}

/// Files of sentences; all others have words that are found by their id.
pub(super) const FILES: [&str; 4] = [
    include_str!("../../locales/en/terminal.ftl"),
    include_str!("../../locales/en/evidence.ftl"),
    include_str!("../../locales/en/verify.ftl"),
    include_str!("../../locales/en/local.ftl"),
];

static SENTENCES: LazyLock<Vec<Sentence>> = LazyLock::new(sentences);

/// The sentences of the house, the most telling first.
pub(super) fn sentences() -> Vec<Sentence> {
    let mut all = Vec::new();
    let mut id = "";
    for line in FILES.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#')) {
        let bare = line.trim_start();
        match line.split_once(" = ") {
            // The variants of a figure follow, each with the whole sentence: one file, two files.
            Some((own, text)) if bare.len() == line.len() && text.ends_with("->") => id = own,
            Some((own, text)) if bare.len() == line.len() => all.push(Sentence::read(own, text)),
            _ => {
                let variant = bare.strip_prefix("[one] ").or(bare.strip_prefix("*[other] "));
                all.extend(variant.map(|text| Sentence::read(id, text)));
            }
        }
    }
    all.sort_by_key(|sentence| std::cmp::Reverse(sentence.weight));
    all
}

impl Sentence {
    fn read(id: &'static str, text: &'static str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, value)) = rest.split_once("{ $") {
            if !before.is_empty() {
                parts.push(Part::Words(before));
            }
            let (name, after) = value.split_once(" }").unwrap_or((value, ""));
            parts.push(Part::Value(name));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest));
        }
        let words = parts.iter().filter_map(|part| match part {
            Part::Words(words) => Some(*words),
            Part::Value(_) => None,
        });
        let weight = words.clone().map(str::len).sum();
        let letters = words.flat_map(str::chars).filter(|c| c.is_alphabetic()).count();
        Self { id, parts, weight, is_light: letters < 4 }
    }

    /// The words that stand in it in one piece, for holding them against what is said.
    #[cfg(test)]
    pub(super) fn pieces(&self) -> impl Iterator<Item = &'static str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Words(words) => Some(*words),
            Part::Value(_) => None,
        })
    }

    /// The values in a text of this sentence; `None` when it is another.
    fn values<'t>(&self, text: &'t str) -> Option<Vec<(&'static str, &'t str)>> {
        // Searching costs; most are told apart by their end.
        let ends = match self.parts.last() {
            Some(Part::Words(words)) => text.ends_with(words),
            Some(Part::Value(_)) | None => true,
        };
        if !ends {
            return None;
        }
        let mut values = Vec::new();
        fits(&self.parts, text, &mut values).then_some(values)
    }
}

fn fits<'t>(parts: &[Part], text: &'t str, values: &mut Vec<(&'static str, &'t str)>) -> bool {
    let (first, rest) = match parts {
        [] => return text.is_empty(),
        [first, rest @ ..] => (first, rest),
    };
    let name = match first {
        Part::Words(words) => {
            return text.strip_prefix(words).is_some_and(|text| fits(rest, text, values));
        }
        Part::Value(name) => *name,
    };
    let Some(Part::Words(next)) = rest.first() else {
        values.push((name, text));
        return may_be(name, text);
    };
    for (at, _) in text.match_indices(next).filter(|(at, _)| may_be(name, &text[..*at])) {
        let known = values.len();
        values.push((name, &text[..at]));
        if fits(rest, &text[at..], values) {
            return true;
        }
        values.truncate(known);
    }
    false
}

/// Whether a text can stand in the place of a value.
fn may_be(name: &str, text: &str) -> bool {
    let in_figure = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    !text.is_empty()
        && match name {
            "id" => !text.contains(char::is_whitespace),
            "on" | "of" => days::is_day(text),
            name if FIGURES.contains(&name) => text.trim().chars().all(in_figure),
            _ => true,
        }
}

/// Whether a value is the same in every language.
fn is_plain(name: &str) -> bool {
    ["id", "on", "of"].contains(&name) || FIGURES.contains(&name)
}

/// Signs in front of a line that belong to no sentence: `  2. `, `- `, `  3  `.
fn after_sign(line: &str) -> usize {
    let bare = line.trim_start();
    let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match digits.len() == bare.len() {
        true => ["- ", "… ", "# ", "## "].iter().find_map(|sign| bare.strip_prefix(sign)),
        false => digits.strip_prefix(". ").or_else(|| digits.strip_prefix("  ")),
    };
    line.len() - rest.unwrap_or(bare).trim_start().len()
}

impl Words {
    /// A sentence of the house in this language; `None` when it has no other words for it.
    pub(crate) fn put(&self, english: &str) -> Option<String> {
        if self.is_english() {
            return Some(english.to_owned());
        }
        if english.is_empty() || english.len() > LONGEST {
            return None;
        }
        let day = self.day_value("", english, &Clock::here());
        if let Some(known) = day.or_else(|| figures::amount(self.tag, english)) {
            return Some(known);
        }
        self.alone(english).or_else(|| self.joined(english))
    }

    /// One sentence.
    fn alone(&self, english: &str) -> Option<String> {
        if let Some(known) = knowledge::find(english) {
            return self.known(known);
        }
        // A title may stand as a sentence.
        if let Some(known) = english.strip_suffix('.').and_then(knowledge::find) {
            return self.known(known).map(|text| format!("{text}{}", self.full_stop()));
        }
        // The longest stand first.
        let from = SENTENCES.partition_point(|one| one.weight > english.len());
        let possible = SENTENCES.get(from..).unwrap_or_default().iter();
        let mut found = possible.filter_map(|one| Some((one, one.values(english)?)));
        found.find_map(|(one, values)| self.filled(one, &values))
    }

    /// A sentence with its values in this language.
    fn filled(&self, sentence: &Sentence, values: &[(&str, &str)]) -> Option<String> {
        let mut own = Vec::with_capacity(values.len());
        for (name, value) in values {
            let known = match *name {
                "list" | "row" => self.padded(value).or_else(|| self.each(value, ", ")),
                "amounts" => self.each(value, " · "),
                "gaps" => Some(self.gaps(value)),
                _ => self.padded(value),
            };
            let may_stay = is_plain(name) || ["list", "subject"].contains(name);
            let must_be = sentence.is_light && !may_stay || ["which", "row"].contains(name);
            if known.is_none() && must_be {
                return None;
            }
            // Figures choose their words; whatever they are, they go in as they were said.
            let known = known.filter(|_| !FIGURES.contains(name));
            own.push((*name, known.unwrap_or_else(|| (*value).to_owned())));
        }
        let own: Vec<(&str, &str)> =
            own.iter().map(|(name, text)| (*name, text.as_str())).collect();
        self.own(sentence.id, &own)
    }

    fn full_stop(&self) -> &'static str {
        if self.tag.starts_with("zh") { "。" } else { "." }
    }

    /// Things with a sign between them, if there is a word for any of them.
    fn each(&self, list: &str, sign: &str) -> Option<String> {
        let own: Vec<_> = list.split(sign).map(|part| (part, self.padded(part))).collect();
        own.iter().any(|(_, own)| own.is_some()).then(|| {
            let own = own.into_iter().map(|(part, own)| own.unwrap_or_else(|| part.to_owned()));
            own.collect::<Vec<_>>().join(sign)
        })
    }

    /// What stands in a column, with the blanks in front of it.
    fn padded(&self, text: &str) -> Option<String> {
        let bare = text.trim_start();
        Some(format!("{}{}", &text[..text.len() - bare.len()], self.put(bare)?))
    }

    /// Names with what stands in brackets behind them: `usb bus (no answer); clock (…)`.
    fn gaps(&self, list: &str) -> String {
        let own = |part: &str| self.put(part).unwrap_or_else(|| part.to_owned());
        let gap = |part: &str| match part.split_once(" (") {
            Some((name, why)) => {
                let why = why.strip_suffix(')').unwrap_or(why);
                format!("{} ({})", own(name), own(why))
            }
            None => own(part),
        };
        list.split("; ").map(gap).collect::<Vec<_>>().join("; ")
    }

    /// Several sentences, each of them known.
    fn joined(&self, english: &str) -> Option<String> {
        english.match_indices(". ").find_map(|(at, _)| {
            let first = self.alone(&english[..=at])?;
            let rest = self.put(english[at + 1..].trim_start())?;
            let space = if self.full_stop() == "。" { "" } else { " " };
            Some(format!("{first}{space}{rest}"))
        })
    }

    /// A line with what stands in front of it. A sign goes first: with it a step might be taken
    /// for a sentence of a shape of its own, and only part of it be said.
    fn put_line(&self, line: &str) -> Option<String> {
        let indent = line.len() - line.trim_start().len();
        let sign = after_sign(line);
        let mut places = [Some(sign), (indent < sign).then_some(indent)].into_iter().flatten();
        places.find_map(|at| {
            let said = self.put(line[at..].trim_end())?;
            Some(format!("{}{said}", &line[..at]))
        })
    }

    /// Lines of the house in this language, as far as it has words for them.
    pub(crate) fn say(&self, english: &str) -> String {
        if self.is_english() {
            return self.day(english);
        }
        let lines = english.split('\n');
        let lines = lines.map(|line| self.put_line(line).unwrap_or_else(|| self.day(line)));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// A line for a page, with the language it is in now.
    pub(crate) fn line(&self, english: &str) -> Line {
        match self.put_line(english) {
            Some(text) => Line { text: self.day(&text), lang: self.tag },
            None => Line { text: english.to_owned(), lang: Words::english().tag },
        }
    }
}

/// A text that knows its language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) text: String,
    /// As in `lang="…"`.
    pub(crate) lang: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(sentence: &'static str, text: &'static str) -> Option<Vec<&'static str>> {
        let values = Sentence::read("id", sentence).values(text)?;
        Some(values.into_iter().map(|(_, value)| value).collect())
    }

    #[test]
    fn values_are_found_where_they_stand() {
        let quiet = "Nothing came for { $time }. Waiting for { $what }.";
        assert_eq!(
            values(quiet, "Nothing came for 6 s. Waiting for a. b."),
            Some(vec!["6 s", "a. b"])
        );
        assert_eq!(values(quiet, "Nothing came for 6 s."), None);
        assert_eq!(values("{ $count } files", "1,500 files"), Some(vec!["1,500"]));
        assert_eq!(values("{ $count } files", "Receiving files"), None);
        assert_eq!(values("{ $low } to { $high }", "to to 3"), Some(vec!["to", "3"]));
        assert_eq!(values("Done.", "Done."), Some(vec![]));
    }

    #[test]
    fn signs_in_front_of_a_line_are_no_words() {
        for (line, rest) in [
            ("  2. Unlock it.", "Unlock it."),
            ("- all", "all"),
            ("2  Unlock", "Unlock"),
            ("  plain", "plain"),
            ("12 files", "12 files"),
        ] {
            assert_eq!(&line[after_sign(line)..], rest);
        }
    }
}
