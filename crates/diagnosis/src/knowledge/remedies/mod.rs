//! Remedies: what can be done, how much it risks and costs, and what it can cure.
//!
//! Levels: 0 nothing is changed, 1 something outside the phone, 2 something on the phone that
//! can be taken back, 3 settings are lost, 4 data could be. How likely a remedy cures a cause is
//! a coarse guess (rarely, sometimes, often, mostly), the same for all: order matters, digits
//! do not. Sources: Apple's pages as in sources.rs (A, S1 to S12 of the trade), issues of
//! libimobiledevice, and the strings of iOS 26.1.

mod outside;
mod phone;
mod procedures;
mod settings;

use crate::cause::Cause;
use crate::knowledge::menus;
use crate::knowledge::versions::Version;

/// What may become of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataRisk {
    /// Nothing.
    None,
    /// Settings get lost.
    Settings,
    /// Copies in iCloud may get lost.
    CloudCopies,
    /// Data of the phone may get lost.
    Possible,
    /// Data of the phone gets lost.
    Certain,
}

impl DataRisk {
    /// The word of the JSON answer.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Settings => "settings",
            Self::CloudCopies => "cloud-copies",
            Self::Possible => "possible",
            Self::Certain => "certain",
        }
    }
}

/// How much a remedy asks of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effort {
    /// Nothing but patience.
    None,
    /// A tap, a plug.
    Small,
    /// Some steps in settings.
    Middle,
    /// Work, or another person.
    Large,
}

/// Something that can be done.
#[derive(Clone, Copy, Debug)]
pub struct Remedy {
    /// Its id.
    pub id: &'static str,
    /// Headline for people.
    pub title: &'static str,
    /// 0 to 4.
    pub level: u8,
    /// What may become of data.
    pub data_risk: DataRisk,
    /// Minutes it usually takes.
    pub minutes: u32,
    /// What it asks of a person.
    pub effort: Effort,
    /// What else it does.
    pub side_effects: &'static str,
    /// What to do, in order.
    pub steps: &'static [&'static str],
    /// How to see that it helped.
    pub check: &'static str,
    /// How it is taken back.
    pub undo: &'static str,
    /// What it can cure, and how likely.
    pub cures: &'static [(Cause, f64)],
}

impl Remedy {
    /// What to do, in order, with menus where this iOS has them (`17.1`). Of an unknown one the
    /// newest place is named, and where it was before.
    pub fn steps_on(&self, ios: Option<&str>) -> Vec<String> {
        (0..self.steps.len()).filter_map(|at| self.step_on(at, ios)).collect()
    }

    /// One of them, counted from 0; `None` where this iOS has nothing left of it.
    pub fn step_on(&self, at: usize, ios: Option<&str>) -> Option<String> {
        menus::step(self.steps.get(at)?, ios.and_then(Version::find))
    }
}

pub(crate) const RARELY: f64 = 0.1;
pub(crate) const SOMETIMES: f64 = 0.3;
pub(crate) const OFTEN: f64 = 0.55;
pub(crate) const MOSTLY: f64 = 0.8;

/// Every remedy, least invasive first.
pub fn remedies() -> impl Iterator<Item = &'static Remedy> {
    [outside::REMEDIES, phone::REMEDIES, settings::REMEDIES].into_iter().flatten()
}

/// The remedy with an id.
pub fn find(id: &str) -> Option<&'static Remedy> {
    remedies().find(|remedy| remedy.id == id)
}

/// What Unstuck does when it is asked by name, beside the 35 remedies.
pub fn procedures() -> impl Iterator<Item = &'static Remedy> {
    procedures::PROCEDURES.iter()
}

/// The procedure with an id.
pub fn procedure(id: &str) -> Option<&'static Remedy> {
    procedures().find(|procedure| procedure.id == id)
}

/// Never offered by itself, whatever the level allowed: each can cost the phone's data.
pub const NEVER_OFFERED: [&str; 3] = ["sign-out-icloud", "recovery-mode-update", "erase-restore"];

/// The order of a fixed ladder, least invasive first: what an unhurried helper would go
/// through from top to bottom. It is the yardstick for the order that is really offered.
pub const FIXED_ORDER: [&str; 35] = [
    "wait",
    "answer-prompt",
    "awake-power",
    "service-status",
    "free-host-space",
    "change-target",
    "fix-permission",
    "cable-port",
    "close-competitors",
    "restart-host-service",
    "better-wifi",
    "pause-traffic",
    "airplane-toggle",
    "vpn-filter-off",
    "date-time",
    "enter-backup-password",
    "free-device-space",
    "free-icloud-space",
    "renew-wifi",
    "normal-restart",
    "force-restart",
    "restart-computer",
    "move-aside-backup",
    "re-trust",
    "escape-local-backup",
    "exclude-app",
    "update-host",
    "ask-admin",
    "update-ios",
    "reset-network",
    "cloud-backup-off-on",
    "reset-all-settings",
    "sign-out-icloud",
    "recovery-mode-update",
    "erase-restore",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_list_is_whole() {
        let ids: BTreeSet<&str> = remedies().map(|remedy| remedy.id).collect();
        assert_eq!(ids, FIXED_ORDER.into_iter().collect());
        assert_eq!(remedies().count(), 35);
        for remedy in remedies() {
            assert!(remedy.level <= 4 && !remedy.steps.is_empty(), "{}", remedy.id);
            assert!(remedy.cures.iter().all(|(_, chance)| (0.0..1.0).contains(chance)));
            let harmless = remedy.data_risk == DataRisk::None;
            assert!(harmless || remedy.level >= 2, "{}", remedy.id);
        }
        for id in NEVER_OFFERED {
            assert_eq!(find(id).map(|remedy| remedy.level), Some(4));
        }
    }

    #[test]
    fn every_cause_but_the_unknown_has_a_cure_without_risk() {
        for cause in Cause::ALL {
            let cured = |remedy: &Remedy| remedy.cures.iter().any(|(known, _)| *known == cause);
            let found = remedies().any(|remedy| remedy.level <= 2 && cured(remedy));
            assert!(found || cause == Cause::Unknown, "{cause:?}");
        }
    }
}
