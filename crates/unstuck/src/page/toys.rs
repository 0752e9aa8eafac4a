//! Simulated iPhones that can be chosen on the page, by what happens to them in plain words.

use crate::words::Words;

/// Scenarios with the message that says what happens. All others are offered by their names.
const TOYS: [(&str, &str); 12] = [
    ("demonstration", "try-demonstration"),
    ("healthy", "try-healthy"),
    ("trust-lost", "try-trust"),
    ("passcode-dismissed", "try-passcode"),
    ("unplugged-and-back", "try-unplugged"),
    ("silence-for-ever", "try-silence"),
    ("slow-link", "try-slow"),
    ("disk-full", "try-full"),
    ("error-205", "try-torn"),
    ("encrypted", "try-password"),
    ("agent-dies-at-manifest", "try-agent"),
    ("unreadable-files", "try-unreadable"),
];

/// All of them, the most telling first.
pub(super) fn all(words: &Words) -> Vec<(&'static str, String)> {
    TOYS.iter().map(|(name, message)| (*name, words.t(message))).collect()
}

pub(super) fn is_one(scenario: &str) -> bool {
    TOYS.iter().any(|(name, _)| *name == scenario)
}

/// What a scenario is called: in words where there are some.
pub(super) fn called(scenario: &str, words: &Words) -> String {
    let known = TOYS.iter().find(|(name, _)| *name == scenario);
    known.map_or_else(|| scenario.to_owned(), |(_, message)| words.t(message))
}

#[cfg(test)]
mod tests {
    use unstuck_sim::Scenario;

    use super::*;

    #[test]
    fn every_one_is_a_scenario() {
        for (name, _) in TOYS {
            assert!(Scenario::text(name).is_some(), "{name}");
        }
        assert!(is_one("healthy") && !is_one("garbage"));
    }
}
