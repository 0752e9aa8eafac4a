//! Rules: what an experienced helper would make of what is in the case. One rule, one unit.
//!
//! A rule looks at the whole case, read, and yields findings: which causes it speaks for or
//! against, how loudly, on which evidence. No rule decides; what all of them say is weighed
//! together (posterior). Beside each rule stands its page, which `unstuck explain` shows, and
//! in it stories: cases that make it speak, and near ones that do not. They are its tests.
//!
//! A new rule is a new file with its page and a line in the lists below. Ids are never given
//! twice; tests see to it.

pub(crate) mod kit;
mod tables;

mod cable;
mod host;
mod management;
mod network;
mod pace;
mod password;
mod phone;
mod place;
mod power;
mod program;
mod trust;

#[cfg(test)]
mod tests;

use crate::reading::Reading;

use kit::{Finding, Findings};

/// At whose door a finding lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Blame {
    /// The phone.
    Phone,
    /// Cable, port, hub.
    Cable,
    /// The computer.
    Host,
    /// The place for the backup, on disk or in iCloud.
    Store,
    /// The network.
    Network,
    /// The program that makes the backup.
    Program,
    /// A person is needed.
    Person,
    /// Nobody: it goes well.
    Nobody,
}

impl Blame {
    /// In one or two words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Phone => "the phone",
            Self::Cable => "cable, port or hub",
            Self::Host => "the computer",
            Self::Store => "the place for the backup",
            Self::Network => "the network",
            Self::Program => "the backup program",
            Self::Person => "a person is needed",
            Self::Nobody => "nobody",
        }
    }
}

/// A rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// A letter and a number.
    pub(crate) id: &'static str,
    /// The condition it finds, in a few words with dashes.
    pub(crate) name: &'static str,
    pub(crate) blame: Blame,
    /// Its page, with its stories.
    pub(crate) page: &'static str,
    pub(crate) check: fn(&Reading<'_>, &mut Findings),
}

/// Declares the rules of a folder and lists them.
macro_rules! rules {
    ($($file:ident)*) => {
        $(mod $file;)*

        /// The rules of this folder, in the order of their ids.
        pub(super) static RULES: &[&crate::rules::Rule] = &[$(&$file::RULE),*];
    };
}
pub(crate) use rules;

/// Every rule.
pub(crate) fn all() -> impl Iterator<Item = &'static Rule> {
    let folders = [
        phone::RULES,
        power::RULES,
        cable::RULES,
        host::RULES,
        place::RULES,
        network::RULES,
        trust::RULES,
        password::RULES,
        program::RULES,
        management::RULES,
        pace::RULES,
    ];
    folders.into_iter().flatten().copied()
}

/// The rule with an id or a name.
pub(crate) fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id.eq_ignore_ascii_case(id) || rule.name == id)
}

/// What a reader wants of its page. The stories below are tests.
pub(crate) fn shown(rule: &Rule) -> &'static str {
    rule.page.split("\n## Stories").next().unwrap_or(rule.page)
}

/// Asks every rule, then the tables.
pub(crate) fn ask(reading: &Reading<'_>) -> Vec<Finding> {
    let mut findings = Findings::default();
    for rule in all() {
        findings.begin(rule.id);
        (rule.check)(reading, &mut findings);
    }
    tables::add(reading, &mut findings);
    findings.list
}
