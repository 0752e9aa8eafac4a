//! Words in the languages of people: Fluent files in `locales/`, read when a language is first
//! used.
//!
//! ```text
//!  page ───────────── t("home-plug") ──────────────► page.ftl         words by their id
//!  view, page ─ say("Connecting to the iPhone.") ─► terminal.ftl     sentences by their English
//!                                                ├► evidence.ftl      what its rules see
//!                                                ├► knowledge.ftl     what diagnosis knows
//!                                                └► codes.ftl, lines.ftl, rules.ftl (late.rs)
//!  cli ──────── "Make one backup" ───────────────► help.ftl           help, faults of a call
//! ```
//!
//! The house speaks English: notices, reports and the knowledge are English values, scripts read
//! them, and the diagnosis reads our own last words. Only where a person reads them do they
//! change their language, so no word for a person can change an object of `--json`. A sentence
//! that no file has stays English; tests find those that the main journey must have.

mod days;
mod figures;
mod knowledge;
mod late;
mod spoken;
mod tongue;

use std::fmt;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub(crate) use spoken::Line;
pub(crate) use tongue::{before_reading, parse, set_terminal, terminal};

/// The words of one language.
pub(crate) struct Words {
    /// As in `lang="…"`.
    pub(crate) tag: &'static str,
    /// As its speakers call it.
    pub(crate) name: &'static str,
    files: &'static [&'static str],
    bundle: OnceLock<FluentBundle<FluentResource>>,
    late: late::Books,
}

/// The Fluent files of a language. What the diagnosis knows is English in its own crate.
macro_rules! files {
    ($tag:literal, $($file:literal),+) => {
        &[$(include_str!(concat!("../../locales/", $tag, "/", $file, ".ftl"))),+]
    };
}

static ALL: [Words; 4] = [
    Words::new(
        "en",
        "English",
        files!("en", "page", "backups", "terminal", "evidence", "verify", "local", "help", "days"),
    ),
    Words::new(
        "de",
        "Deutsch",
        files!(
            "de",
            "page",
            "backups",
            "terminal",
            "evidence",
            "verify",
            "local",
            "help",
            "days",
            "knowledge"
        ),
    ),
    Words::new(
        "es",
        "Español",
        files!(
            "es",
            "page",
            "backups",
            "terminal",
            "evidence",
            "verify",
            "local",
            "help",
            "days",
            "knowledge"
        ),
    ),
    Words::new(
        "zh-Hans",
        "简体中文",
        files!(
            "zh-Hans",
            "page",
            "backups",
            "terminal",
            "evidence",
            "verify",
            "local",
            "help",
            "days",
            "knowledge"
        ),
    ),
];

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.tag)
    }
}

impl Words {
    const fn new(tag: &'static str, name: &'static str, files: &'static [&'static str]) -> Self {
        Self { tag, name, files, bundle: OnceLock::new(), late: late::Books::new(tag) }
    }

    fn bundle(&self) -> &FluentBundle<FluentResource> {
        self.bundle.get_or_init(|| read(self.tag, self.files))
    }

    /// All languages, English first.
    pub(crate) fn all() -> &'static [Self] {
        &ALL
    }

    /// The language that the house itself speaks.
    pub(crate) fn english() -> &'static Self {
        &ALL[0]
    }

    /// Whether it is the language that the house itself speaks.
    pub(crate) fn is_english(&self) -> bool {
        self.tag == ALL[0].tag
    }

    /// The language of this tag.
    pub(crate) fn of(tag: &str) -> Option<&'static Self> {
        ALL.iter().find(|words| words.tag.eq_ignore_ascii_case(tag))
    }

    /// The language whose first part is that of this tag or locale: `de-AT`, `zh_CN.UTF-8`.
    fn like(tag: &str) -> Option<&'static Self> {
        let primary = |tag: &'_ str| tag.split(['-', '_', '.', '@']).next().map(str::to_owned);
        let wanted = primary(tag)?;
        ALL.iter()
            .find(|words| primary(words.tag).is_some_and(|own| own.eq_ignore_ascii_case(&wanted)))
    }

    /// The first language of an `Accept-Language` that is here, else English.
    pub(crate) fn accepted(header: &str) -> &'static Self {
        let mut wanted: Vec<(f32, &str)> = header
            .split(',')
            .take(32)
            .map(|part| {
                let mut parts = part.trim().split(';');
                let tag = parts.next().unwrap_or_default().trim();
                let weight = parts.find_map(|q| q.trim().strip_prefix("q=")?.parse().ok());
                (weight.unwrap_or(1.0), tag)
            })
            .collect();
        wanted.sort_by(|one, other| other.0.total_cmp(&one.0));
        let found = wanted.iter().filter(|(weight, _)| *weight > 0.0);
        let found = found.map(|(_, tag)| *tag).find_map(Self::like);
        found.unwrap_or_else(Self::english)
    }

    /// A message.
    pub(crate) fn t(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// A message with one value.
    pub(crate) fn t1(&self, id: &str, name: &str, value: &str) -> String {
        self.with(id, &[(name, value)])
    }

    /// A message with two values.
    pub(crate) fn t2(&self, id: &str, one: (&str, &str), two: (&str, &str)) -> String {
        self.with(id, &[one, two])
    }

    /// A message with values.
    pub(crate) fn with(&self, id: &str, values: &[(&str, &str)]) -> String {
        match self.own(id, values) {
            Some(text) => text,
            // Better an English word than none.
            None if self.is_english() => id.to_owned(),
            None => ALL[0].with(id, values),
        }
    }

    /// A message of this very language.
    fn own(&self, id: &str, values: &[(&str, &str)]) -> Option<String> {
        self.fill(self.bundle(), id, values)
    }

    /// A message of a bundle of this language with its values.
    fn fill(
        &self,
        bundle: &FluentBundle<FluentResource>,
        id: &str,
        values: &[(&str, &str)],
    ) -> Option<String> {
        let pattern = bundle.get_message(id)?.value()?;
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set((*name).to_owned(), self.value(name, value));
        }
        Some(bundle.format_pattern(pattern, Some(&args), &mut vec![]).into_owned())
    }

    /// What stands in a message for a value of the house: whole figures as numbers, so that the
    /// message can choose a singular; days and amounts as this language says them.
    fn value(&self, name: &str, text: &str) -> FluentValue<'static> {
        if figures::is_number(name)
            && let Some(number) = figures::whole(text)
        {
            return figures::number(number, text).into();
        }
        match self.day_value(name, text, &days::Clock::here()).or_else(|| self.amounts(text)) {
            Some(own) => own.into(),
            None => text.to_owned().into(),
        }
    }

    fn amounts(&self, text: &str) -> Option<String> {
        let bare = text.trim_start();
        let own = figures::amount(self.tag, bare)?;
        Some(format!("{}{own}", &text[..text.len() - bare.len()]))
    }

    /// Figures and amounts of the house, `4.2 MB`, `1,500` or `3 min · 5`, as this language
    /// writes them.
    pub(crate) fn amount(&self, text: &str) -> String {
        let own = text.split(" · ").map(|one| {
            let whole = || figures::whole(one).map(|n| figures::written_in(self.tag, n));
            self.amounts(one).or_else(whole).unwrap_or_else(|| one.to_owned())
        });
        own.collect::<Vec<_>>().join(" · ")
    }

    /// A day of the house, `2026-11-24 18:05 UTC`, as a person says it.
    pub(crate) fn day(&self, text: &str) -> String {
        self.with_days(text, &days::Clock::here())
    }
}

/// Files as a bundle.
fn read(tag: &str, files: &[&str]) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Marks around every value would be heard by screen readers and seen in old fonts.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(figures::formatter(tag)));
    for text in files {
        // A file with a fault gives what of it can be read; a test finds the fault.
        let read = FluentResource::try_new((*text).to_owned());
        let _ = bundle.add_resource(read.unwrap_or_else(|(part, _)| part));
    }
    bundle
}

#[cfg(test)]
mod tests;
