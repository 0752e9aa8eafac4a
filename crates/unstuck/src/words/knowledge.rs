//! What the diagnosis knows, in other languages: causes, remedies, questions, warnings and the
//! steps of a forced restart.
//!
//! Its English stands in the crate that knows it. `locales/…/knowledge.ftl` has the same texts
//! by ids that are made of the ids over there. Steps name menus of the iOS at hand: the
//! translation says `{ $menu }` where the English has a path, and gets that of this iOS.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::LazyLock;

use unstuck_diagnosis::climb::LOSES;
use unstuck_diagnosis::{
    Body, Button, Cause, GESTURES, MENUS, Menu, NEVERS, Place, Remedy, procedures, questions,
    remedies,
};

use super::Words;
use super::late::{Book, codes, lines};

/// A text of the diagnosis.
#[derive(Clone, Debug)]
pub(super) enum Known {
    /// As it is.
    Text(String),
    /// A step with menus of an iOS.
    Step { id: String, remedy: &'static Remedy, at: usize, ios: Option<String> },
    /// One of several things that a text lists.
    Part { id: String, at: usize },
    /// In a file that is read when one of it is wanted.
    Late { id: String, book: Book },
}

impl Known {
    /// The message that has it.
    #[cfg(test)]
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Text(id)
            | Self::Step { id, .. }
            | Self::Part { id, .. }
            | Self::Late { id, .. } => id,
        }
    }
}

/// Every text by its English. Where two are the same the first has the words for both.
static ENGLISH: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    let mut all = Index(HashMap::new());
    all.causes();
    let versions = versions();
    for remedy in remedies().chain(procedures()) {
        all.remedy(remedy, &versions);
    }
    all.questions();
    all.gestures();
    for (book, (id, english)) in
        codes().map(|one| (Book::Codes, one)).chain(lines().map(|one| (Book::Lines, one)))
    {
        all.known(english, Known::Late { id, book });
    }
    all.0
});

/// The text that says this in English.
pub(super) fn find(english: &str) -> Option<&'static Known> {
    ENGLISH.get(english)
}

/// Everything known, for the tests.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = (&'static String, &'static Known)> {
    ENGLISH.iter()
}

struct Index(HashMap<String, Known>);

impl Index {
    fn known(&mut self, english: impl Into<String>, known: Known) {
        let english = english.into();
        // What is said to the machine is the same in every language.
        if english.is_empty() || english.starts_with("unstuck ") {
            return;
        }
        if let Entry::Vacant(entry) = self.0.entry(english) {
            entry.insert(known);
        }
    }

    fn text(&mut self, english: &str, id: String) {
        self.known(english, Known::Text(id));
    }

    fn causes(&mut self) {
        for cause in Cause::ALL {
            let id = cause.id();
            self.text(cause.headline(), format!("cause-{id}"));
            self.text(cause.meaning(), format!("cause-{id}-meaning"));
            self.text(cause.told_apart(), format!("cause-{id}-shows"));
        }
    }

    fn remedy(&mut self, remedy: &'static Remedy, all: &[Option<String>]) {
        let id = |part: &str| format!("remedy-{}-{part}", remedy.id);
        self.text(remedy.title, id("title"));
        self.text("none", "effects-none".to_owned());
        self.text("nothing to take back", "undo-nothing".to_owned());
        self.text(remedy.side_effects, id("effects"));
        let losses = parts(remedy.side_effects).into_iter().enumerate();
        for (at, part) in losses.filter(|_| remedy.level >= LOSES) {
            self.known(part, Known::Part { id: id("effects"), at });
        }
        self.text(remedy.check, id("check"));
        self.text(remedy.undo, id("undo"));
        for (at, step) in remedy.steps.iter().enumerate() {
            let id = id(&format!("step-{}", at + 1));
            // Without a menu it is the same on every iOS.
            let versions = if menus_in(step).next().is_some() { all } else { &[None] };
            for ios in versions.iter().cloned() {
                let text = remedy.step_on(at, ios.as_deref());
                let known = Known::Step { id: id.clone(), remedy, at, ios };
                self.known(text.unwrap_or_default(), known);
            }
        }
    }

    fn questions(&mut self) {
        for question in questions() {
            self.text(question.question, format!("question-{}", question.id));
            for (at, answer) in question.answers.iter().enumerate() {
                self.text(answer, format!("question-{}-answer-{}", question.id, at + 1));
            }
        }
        for never in NEVERS {
            self.text(never.why, format!("never-{}", never.remedy));
        }
    }

    fn gestures(&mut self) {
        for gesture in GESTURES {
            for (at, one) in gesture.moves.iter().enumerate() {
                let id = format!("gesture-{}-{}", gesture.id, at + 1);
                // Where the model is known its button is named.
                for button in [Button::Side, Button::Top] {
                    let text = one.text.replace(SLEEP_WAKE, button.name());
                    if text != one.text {
                        self.text(&text, format!("{id}-{}", button.id()));
                    }
                }
                self.text(one.text, id);
            }
        }
        for body in Body::ALL {
            self.text(body.models(), format!("body-{}", body.id()));
            self.text(body.told_apart(), format!("body-{}-looks", body.id()));
            for button in BUTTONS {
                let id = format!("place-{}-{}", body.id(), button.id());
                self.text(body.place(button), id);
            }
        }
        for button in BUTTONS {
            self.text(button.name(), format!("button-{}", button.id()));
        }
    }
}

/// Apple's name for two buttons, of which a model has one.
const SLEEP_WAKE: &str = "Sleep/Wake button";

const BUTTONS: [Button; 7] = [
    Button::VolumeUp,
    Button::VolumeDown,
    Button::VolumeNear,
    Button::VolumeFar,
    Button::Side,
    Button::Top,
    Button::Home,
];

/// No iOS, and for each menu that moved the first with the new place and one before it.
fn versions() -> Vec<Option<String>> {
    let mut all = vec![None];
    for (major, minor) in MENUS.iter().map(|menu| menu.since) {
        let before = match minor {
            0 => format!("{}.9", major - 1),
            _ => format!("{major}.{}", minor - 1),
        };
        all.extend([Some(before), Some(format!("{major}.{minor}"))]);
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The things that a text lists, as `losses` in the rungs splits it.
fn parts(text: &str) -> Vec<String> {
    let parts = text.split([';', '.', '；', '。']).flat_map(|part| part.split([',', '，', '、']));
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// The menus that a step names in English.
pub(super) fn menus_in(step: &str) -> impl Iterator<Item = &'static Menu> {
    MENUS.iter().filter(move |menu| step.contains(menu.newest))
}

/// Stands in a step where an iOS has nothing of the kind; goes with its sentence.
const NOWHERE: char = '\u{1}';

impl Words {
    /// A text of the diagnosis in this language.
    pub(super) fn known(&self, known: &Known) -> Option<String> {
        match known {
            Known::Text(id) => self.own(id, &[]),
            Known::Late { id, book } => self.late(*book, id),
            Known::Part { id, at } => parts(&self.own(id, &[])?).into_iter().nth(*at),
            Known::Step { id, remedy, at, ios } => {
                self.step(id, remedy.steps.get(*at)?, ios.as_deref())
            }
        }
    }

    fn step(&self, id: &str, english: &str, ios: Option<&str>) -> Option<String> {
        let mut values = Vec::new();
        let mut asides = String::new();
        for menu in menus_in(english) {
            let newest = || self.own(&format!("menu-{}", menu.id), &[]);
            let before = || self.own(&format!("menu-{}-before", menu.id), &[]);
            let value = match menu.place(ios) {
                Place::Newest => newest()?,
                Place::Before => before()?,
                Place::Nowhere => NOWHERE.to_string(),
                Place::Either => {
                    asides.push_str(&self.aside(menu, before()));
                    newest()?
                }
            };
            values.push((menu.id, value));
        }
        let values: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let text = self.own(id, &values)?;
        // A sentence ends with a point and a space, in Chinese with a sign of its own.
        let sentences = text.split_inclusive(". ").flat_map(|part| part.split_inclusive('。'));
        let kept = sentences.filter(|sentence| !sentence.contains(NOWHERE));
        let text = kept.collect::<String>();
        Some(format!("{}{asides}", text.trim_end()))
    }

    /// Where it was in older systems, behind a step.
    fn aside(&self, menu: &Menu, before: Option<String>) -> String {
        let (major, minor) = menu.since;
        let version = if minor == 0 { major.to_string() } else { format!("{major}.{minor}") };
        let text = match before {
            Some(before) => {
                // Only where to look: what is to be done there stands in the step.
                let path = before.split([':', '：']).next().unwrap_or_default();
                self.own("menu-aside-before", &[("version", &version), ("path", path)])
            }
            None => self.own("menu-aside-since", &[("version", &version)]),
        };
        text.map(|text| format!(" {text}")).unwrap_or_default()
    }
}
