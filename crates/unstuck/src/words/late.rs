//! Long files of words, each read when something of it is first wanted: what codes and lines of
//! logs mean, and the pages of the rules, which are seen by whoever asks for one.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use unstuck_diagnosis::{PartKind, code_texts, line_texts, rule_texts, source_texts};

use super::{Line, Words, read};

/// One of these files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Book {
    /// `codes.ftl`: codes, and where things are known from.
    Codes,
    /// `lines.ftl`.
    Lines,
    /// `rules.ftl`.
    Rules,
}

impl Book {
    #[cfg(test)]
    pub(super) const ALL: [Self; 3] = [Self::Codes, Self::Lines, Self::Rules];

    #[cfg(test)]
    pub(super) const fn file(self) -> &'static str {
        match self {
            Self::Codes => "codes.ftl",
            Self::Lines => "lines.ftl",
            Self::Rules => "rules.ftl",
        }
    }
}

macro_rules! texts {
    ($tag:literal) => {
        [
            include_str!(concat!("../../locales/", $tag, "/codes.ftl")),
            include_str!(concat!("../../locales/", $tag, "/lines.ftl")),
            include_str!(concat!("../../locales/", $tag, "/rules.ftl")),
        ]
    };
}

/// The files of all languages; their English stands in the diagnosis.
const TEXTS: [(&str, [&str; 3]); 3] =
    [("de", texts!("de")), ("es", texts!("es")), ("zh-Hans", texts!("zh-Hans"))];

/// These files of a language.
pub(super) struct Books {
    tag: &'static str,
    read: [OnceLock<FluentBundle<FluentResource>>; 3],
}

impl Books {
    pub(super) const fn new(tag: &'static str) -> Self {
        Self { tag, read: [const { OnceLock::new() }; 3] }
    }

    fn message(&self, book: Book, id: &str) -> Option<String> {
        let (_, texts) = TEXTS.iter().find(|(tag, _)| *tag == self.tag)?;
        let read = self.read.get(book as usize)?;
        let bundle = read.get_or_init(|| read_one(self.tag, texts.get(book as usize)));
        let pattern = bundle.get_message(id)?.value()?;
        Some(bundle.format_pattern(pattern, None, &mut vec![]).into_owned())
    }
}

fn read_one(tag: &str, text: Option<&&str>) -> FluentBundle<FluentResource> {
    read(tag, text.map_or(&[], std::slice::from_ref))
}

/// Ids of messages and their English: codes, and where things are known from.
pub(super) fn codes() -> impl Iterator<Item = (String, String)> {
    let codes = code_texts().map(|(id, text)| (format!("code-{id}"), text.to_owned()));
    let source = |(letter, text): (&str, &str)| {
        (format!("source-{}", letter.to_ascii_lowercase()), text.to_owned())
    };
    codes.chain(source_texts().map(source))
}

/// The same of lines of logs.
pub(super) fn lines() -> impl Iterator<Item = (String, String)> {
    line_texts().map(|(id, text)| (format!("line-{id}"), text.to_owned()))
}

/// The same of the pages of rules.
pub(super) fn rules() -> impl Iterator<Item = (String, String)> {
    rule_texts().map(|(id, text)| (format!("rule-{id}"), text))
}

/// Messages of the pages of rules by their English. Nothing else says these.
static RULES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for (id, english) in rules() {
        // Where two say the same the first has the words for both.
        all.entry(english).or_insert(id);
    }
    all
});

impl Words {
    /// A text of one of the long files.
    pub(super) fn late(&self, book: Book, id: &str) -> Option<String> {
        self.late.message(book, id)
    }

    /// A part of a page of the knowledge. What is quoted stays as it is.
    pub(crate) fn part(&self, kind: PartKind, english: &str) -> Line {
        if matches!(kind, PartKind::Title | PartKind::Example | PartKind::Source) {
            return Line { text: english.to_owned(), lang: Words::english().tag };
        }
        if self.is_english() {
            return self.line(english);
        }
        match RULES.get(english).and_then(|id| self.late(Book::Rules, id)) {
            Some(text) => Line { text, lang: self.tag },
            None => self.weighed(english).unwrap_or_else(|| self.line(english)),
        }
    }

    /// `- power, a hint`: a cause and how loudly something speaks for it.
    fn weighed(&self, english: &str) -> Option<Line> {
        let (cause, weight) = english.strip_prefix("- ")?.split_once(", ")?;
        let weight = self.put(weight).filter(|_| !cause.contains(' '))?;
        Some(Line { text: format!("- {cause}, {weight}"), lang: self.tag })
    }
}
