//! Scenarios: what a simulated phone is like and what goes wrong, as small files.
//!
//! `scenarios/<name>.toml` holds one each; they are compiled in. A file of the person's
//! own has the same form. Everything has a default, so a scenario says only what differs
//! from a healthy, trusted, unencrypted phone.

mod fault;
mod link;
mod list;
mod restore;
mod said;
mod wire;

use serde::Deserialize;
use thiserror::Error;

pub use fault::{At, Fault, FaultKind, Stretch};
pub use link::{LinkFault, LinkFaultKind};
pub use restore::Restore;
pub use said::{LogStory, Values};
pub use wire::Wire;

use crate::content::ContentSpec;
use crate::identity::Identity;

use list::SCENARIOS;

/// One scenario.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scenario {
    /// Its name, that of the file.
    pub name: String,
    /// What happens, in a sentence.
    pub about: String,
    /// Everything random follows from it.
    pub seed: u64,
    /// How many phones of this kind are attached; 0 counts as 1.
    pub phones: u64,
    /// Only the phone of this number, from 0, is as the rest says; the others differ in nothing
    /// but that all is well with them.
    pub trouble_only: Option<u64>,
    /// Reached over Wi-Fi and not by cable.
    pub network: bool,
    /// Reached over the network alone: no daemon lists it, it announces itself.
    pub announced: bool,
    /// Who the phone is.
    pub identity: Identity,
    /// What it holds.
    pub content: ContentSpec,
    /// Its backup password.
    pub encryption: Encryption,
    /// Whether it trusts this computer.
    pub trust: Trust,
    /// The passcode sheet after a request.
    pub passcode: Passcode,
    /// Locked since it was started: services refuse.
    pub locked: bool,
    /// How long it looks through itself, and whether it says so.
    pub scan: Scan,
    /// How fast it sends.
    pub pace: Pace,
    /// What it says it will send, when that is not the truth.
    pub upload_bytes_claimed: Option<u64>,
    /// An error it ends with instead of working.
    pub final_error: Option<FinalError>,
    /// Files it cannot read.
    pub unreadable: u64,
    /// Find My is on: it takes no restore.
    pub find_my: bool,
    /// How it takes a restore.
    pub restore: Restore,
    /// How its agent speaks.
    pub wire: Wire,
    /// What it says of its battery, in percent.
    pub battery: Option<u8>,
    /// What lockdown says of it, where that differs from the usual.
    pub values: Values,
    /// Names of crash reports it keeps, besides a harmless one.
    pub crash_reports: Vec<String>,
    /// Lines in its log, from the moment somebody reads it.
    #[serde(rename = "log")]
    pub log_story: Vec<LogStory>,
    /// Remedies (ids of `unstuck explain`) after which all that goes wrong is over.
    pub cured_by: Vec<String>,
    /// Seconds a restart takes; its owner unlocks it half as long afterwards. 0 counts as 20.
    pub restart_s: f64,
    /// Things that go wrong.
    #[serde(rename = "fault")]
    pub faults: Vec<Fault>,
    /// Things that go wrong on the way to it.
    #[serde(rename = "link")]
    pub link_faults: Vec<LinkFault>,
}

/// Backup encryption.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Encryption {
    /// The password that is set; none means that backups are not encrypted.
    pub password: Option<String>,
    /// Iterations of the first round. Phones take 10,000,000; the default keeps tests
    /// and demonstrations quick.
    pub first_rounds: u32,
    /// Iterations of the second round; phones take 10,000.
    pub second_rounds: u32,
    /// Management demands encryption.
    pub required: bool,
}

impl Default for Encryption {
    fn default() -> Self {
        Self { password: None, first_rounds: 10_000, second_rounds: 1_000, required: false }
    }
}

/// What the owner does when the Trust dialog comes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrustAnswer {
    /// There is no dialog: this computer is trusted already.
    Given,
    /// Taps Trust.
    Trust,
    /// Taps Don't Trust.
    Refuse,
    /// Does nothing.
    Never,
}

/// Trust.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Trust {
    /// What happens.
    pub answer: TrustAnswer,
    /// Seconds until it happens.
    pub after_s: f64,
}

impl Default for Trust {
    fn default() -> Self {
        Self { answer: TrustAnswer::Given, after_s: 2.0 }
    }
}

/// What the owner does when the passcode sheet comes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PasscodeAnswer {
    /// Types it.
    Typed,
    /// Dismisses the sheet.
    Dismissed,
    /// Does nothing.
    Never,
}

/// The passcode sheet.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Passcode {
    /// Whether the sheet comes up at all (iOS 15.7.1 and 16.1 onwards: always).
    pub asked: bool,
    /// What happens.
    pub answer: PasscodeAnswer,
    /// Seconds until it happens.
    pub after_s: f64,
    /// Seconds after which the phone gives up by itself.
    pub gives_up_after_s: f64,
}

impl Default for Passcode {
    fn default() -> Self {
        Self {
            asked: false,
            answer: PasscodeAnswer::Typed,
            after_s: 3.0,
            gives_up_after_s: 30.0 * 60.0,
        }
    }
}

/// The scan before anything is sent.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scan {
    /// How long it takes.
    pub seconds: f64,
    /// Whether the agent writes log lines meanwhile.
    pub log: bool,
}

impl Default for Scan {
    fn default() -> Self {
        Self { seconds: 0.0, log: true }
    }
}

/// Speed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pace {
    /// Bytes of files a second; none means as fast as can be.
    pub bytes_per_second: Option<u64>,
    /// Milliseconds the phone thinks before each of its messages.
    pub think_ms: u64,
}

/// An error of the phone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinalError {
    /// `MBErrorDomain`.
    pub code: i64,
    /// The phone's words.
    pub text: String,
    /// Only at the end of the upload instead of at once.
    #[serde(default)]
    pub after_upload: bool,
    /// How often; none means always.
    #[serde(default)]
    pub times: Option<u32>,
}

/// Why a scenario cannot be used.
#[derive(Debug, Error)]
pub enum ScenarioFault {
    /// No such name.
    #[error("there is no scenario {name:?}; `unstuck simulate --list` shows all")]
    Unknown {
        /// The name.
        name: String,
    },
    /// The file is not a scenario.
    #[error("{name} is not a scenario: {text}")]
    Malformed {
        /// Its name.
        name: String,
        /// What is wrong, and where.
        text: String,
    },
}

impl Scenario {
    /// What phone `number` plays.
    pub(crate) fn of_phone(&self, number: u64) -> Self {
        if self.trouble_only.is_none_or(|only| only == number) {
            return self.clone();
        }
        let of_all = self.clone();
        Self {
            name: of_all.name,
            about: of_all.about,
            seed: of_all.seed,
            phones: of_all.phones,
            network: of_all.network,
            announced: of_all.announced,
            identity: of_all.identity,
            content: of_all.content,
            encryption: of_all.encryption,
            ..Self::default()
        }
    }

    /// The compiled-in scenario `name`.
    ///
    /// # Errors
    /// [`ScenarioFault::Unknown`]
    pub fn named(name: &str) -> Result<Self, ScenarioFault> {
        let text = SCENARIOS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        let text = text.ok_or_else(|| ScenarioFault::Unknown { name: name.into() })?;
        Self::parse(name, text)
    }

    /// A scenario from the text of a file.
    ///
    /// # Errors
    /// [`ScenarioFault::Malformed`]
    pub fn parse(name: &str, text: &str) -> Result<Self, ScenarioFault> {
        Self::parse_with(name, text, &[])
    }

    /// A scenario from the text of a file, with single values replaced: `key.key=value` in
    /// TOML's notation.
    ///
    /// # Errors
    /// [`ScenarioFault::Malformed`]
    pub fn parse_with(name: &str, text: &str, set: &[String]) -> Result<Self, ScenarioFault> {
        let malformed = |text: String| ScenarioFault::Malformed { name: name.into(), text };
        let mut table: toml::Table =
            text.parse().map_err(|e: toml::de::Error| malformed(e.to_string()))?;
        for line in set {
            let more: toml::Table = line
                .parse()
                .map_err(|e: toml::de::Error| malformed(format!("{line}: {}", e.message())))?;
            merge(&mut table, more);
        }
        let mut scenario: Self =
            table.try_into().map_err(|e: toml::de::Error| malformed(e.to_string()))?;
        scenario.name = name.into();
        scenario.phones = scenario.phones.clamp(1, 64);
        Ok(scenario)
    }

    /// The text of a compiled-in scenario.
    pub fn text(name: &str) -> Option<&'static str> {
        SCENARIOS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// Names of all compiled-in scenarios.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SCENARIOS.iter().map(|(name, _)| *name)
    }
}

/// Puts the values of `more` over those of `table`.
fn merge(table: &mut toml::Table, more: toml::Table) {
    for (key, value) in more {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Table(old)), toml::Value::Table(new)) => merge(old, new),
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_reads_and_says_what_it_is_about() {
        for name in Scenario::names() {
            let scenario = Scenario::named(name).unwrap();
            assert!(scenario.about.ends_with('.'), "{name}: {:?}", scenario.about);
        }
        assert!(Scenario::named("nonsense").is_err());
    }

    #[test]
    fn single_values_can_be_replaced_and_a_wrong_one_is_named() {
        let set = ["content.changed_permille=20".to_string(), "scan.seconds = 7".into()];
        let scenario = Scenario::parse_with("x", "[scan]\nlog = false", &set).unwrap();
        assert_eq!(scenario.content.changed_permille, 20);
        assert_eq!((scenario.scan.seconds, scenario.scan.log), (7.0, false));
        let wrong = Scenario::parse_with("x", "", &["scan.sekonds=7".into()]).unwrap_err();
        assert!(wrong.to_string().contains("sekonds"), "{wrong}");
    }
}
