//! Words of the page, from the Fluent files in `locales/`. What the rest of the program says
//! (knowledge, reports) is English, and is marked as such where the page shows it.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// The words of one language.
pub(crate) struct Words {
    /// As in `lang="…"`.
    pub(crate) tag: &'static str,
    /// As its speakers call it.
    pub(crate) name: &'static str,
    bundle: FluentBundle<FluentResource>,
}

type Source = (&'static str, &'static str, &'static str);

/// All files of a language as one.
macro_rules! words_of {
    ($tag:literal) => {
        concat!(
            include_str!(concat!("../../locales/", $tag, "/page.ftl")),
            include_str!(concat!("../../locales/", $tag, "/backups.ftl")),
        )
    };
}

const SOURCES: [Source; 4] = [
    ("en", "English", words_of!("en")),
    ("de", "Deutsch", words_of!("de")),
    ("es", "Español", words_of!("es")),
    ("zh-Hans", "简体中文", words_of!("zh-Hans")),
];

static ALL: LazyLock<Vec<Words>> =
    LazyLock::new(|| SOURCES.iter().map(|source| Words::read(*source)).collect());

impl Words {
    fn read((tag, name, text): Source) -> Self {
        // A file with a fault gives what of it can be read; a test finds the fault.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(part, _)| part);
        let language: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Marks around every value would be heard by screen readers and seen in old fonts.
        bundle.set_use_isolating(false);
        let _ = bundle.add_resource(resource);
        Self { tag, name, bundle }
    }

    /// All languages, English first.
    pub(crate) fn all() -> &'static [Self] {
        &ALL
    }

    /// The language of this tag.
    pub(crate) fn of(tag: &str) -> Option<&'static Self> {
        ALL.iter().find(|words| words.tag.eq_ignore_ascii_case(tag))
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
        let found = wanted.iter().filter(|(weight, _)| *weight > 0.0).find_map(|(_, tag)| {
            let primary = tag.split('-').next().unwrap_or_default();
            ALL.iter().find(|w| {
                w.tag.split('-').next().is_some_and(|own| own.eq_ignore_ascii_case(primary))
            })
        });
        found.unwrap_or(&ALL[0])
    }

    /// A message.
    pub(crate) fn t(&self, id: &str) -> String {
        self.format(id, None)
    }

    /// A message with one value.
    pub(crate) fn t1(&self, id: &str, name: &str, value: &str) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), value.to_owned());
        self.format(id, Some(&args))
    }

    /// A message with two values.
    pub(crate) fn t2(&self, id: &str, one: (&str, &str), two: (&str, &str)) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in [one, two] {
            args.set(name.to_owned(), value.to_owned());
        }
        self.format(id, Some(&args))
    }

    fn format(&self, id: &str, args: Option<&FluentArgs<'_>>) -> String {
        let own = self.bundle.get_message(id).and_then(|message| message.value());
        let Some(pattern) = own else {
            // Better an English word than none.
            return if self.tag == "en" { id.to_owned() } else { ALL[0].format(id, args) };
        };
        self.bundle.format_pattern(pattern, args, &mut vec![]).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    /// Messages of a file with the names of their values, in order.
    fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        FluentResource::try_new(text.to_owned()).expect("a file of words that reads");
        let mut all = BTreeMap::new();
        let mut id = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with(' ')) {
                id = key.to_owned();
                assert!(all.insert(id.clone(), BTreeSet::new()).is_none(), "twice: {key}");
            }
            for part in line.split("{ $").skip(1) {
                let name = part.split(' ').next().unwrap_or_default().to_owned();
                all.get_mut(&id).expect("a value belongs to a message").insert(name);
            }
        }
        all
    }

    #[test]
    fn every_language_has_every_message_with_the_same_values() {
        let english = messages(SOURCES[0].2);
        for (tag, _, text) in SOURCES {
            let own = messages(text);
            for (id, values) in &english {
                assert_eq!(own.get(id), Some(values), "{tag}: {id}");
            }
            for id in own.keys() {
                assert!(english.contains_key(id), "{tag}: {id} is no message of the English file");
            }
        }
    }

    fn sources(folder: &Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder of sources").flatten() {
            match entry.path() {
                path if path.is_dir() => sources(&path, text),
                path => text.push_str(&std::fs::read_to_string(path).unwrap_or_default()),
            }
        }
    }

    #[test]
    fn no_message_is_missing_or_unused() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut text = String::new();
        sources(&here.join("src/page"), &mut text);
        sources(&here.join("templates"), &mut text);
        let english = messages(SOURCES[0].2);
        for id in english.keys() {
            assert!(text.contains(&format!("\"{id}\"")), "{id} is used nowhere");
        }
        for call in [".t(\"", ".t1(\"", ".t2(\""] {
            for part in text.split(call).skip(1) {
                let id = part.split('"').next().unwrap_or_default();
                let is_id = id.contains('-') && !id.contains('\\');
                assert!(!is_id || english.contains_key(id), "{id} is no message");
            }
        }
    }

    #[test]
    fn the_language_a_browser_wants_is_found() {
        for (header, tag) in [
            ("de-AT,de;q=0.9,en;q=0.5", "de"),
            ("fr, es;q=0.4, en;q=0.3", "es"),
            ("zh-CN", "zh-Hans"),
            ("", "en"),
            ("de;q=0, en", "en"),
        ] {
            assert_eq!(Words::accepted(header).tag, tag, "{header}");
        }
    }
}
