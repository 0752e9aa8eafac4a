//! Where things stand in Settings, by iOS version.
//!
//! Remedies name the newest path; here stands since when it is so and what it was before. A
//! person who looks for a menu that their iOS does not have gives up.
//!
//! Sources: Apple's pages about trust (HT202778: "Transfer or Reset" since iOS 15), iCloud
//! Backup (PH12520: the banner with one's name since 10.3), and Wired Accessories (since 26, by
//! reports); the rest is general knowledge.

use super::versions::Version;

/// A path in Settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Menu {
    /// By what it is found, for those who say it in another language.
    pub id: &'static str,
    /// The path as the newest iOS has it, and as remedies write it.
    pub newest: &'static str,
    /// The first iOS that has it: major and minor.
    pub since: (u32, u32),
    /// What older ones have, `None` where they have nothing of the kind.
    pub before: Option<&'static str>,
}

/// Which of its places an iOS has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The newest.
    Newest,
    /// The one before.
    Before,
    /// None at all.
    Nowhere,
    /// The iOS is not known: the newest is told, and what older ones have.
    Either,
}

impl Menu {
    /// Which place an iOS has (`17.1`).
    pub fn place(&self, ios: Option<&str>) -> Place {
        self.place_in(ios.and_then(Version::find))
    }

    fn place_in(&self, ios: Option<Version>) -> Place {
        match (ios, self.before) {
            (None, _) => Place::Either,
            (Some(ios), _) if (ios.major, ios.minor) >= self.since => Place::Newest,
            (Some(_), Some(_)) => Place::Before,
            (Some(_), None) => Place::Nowhere,
        }
    }
}

const fn menu(
    id: &'static str,
    newest: &'static str,
    since: (u32, u32),
    before: Option<&'static str>,
) -> Menu {
    Menu { id, newest, since, before }
}

/// Longer paths stand in front of shorter ones that they begin with.
pub const MENUS: &[Menu] = &[
    menu(
        "reset-network",
        "Settings > General > Transfer or Reset > Reset > Reset Network Settings",
        (15, 0),
        Some("Settings > General > Reset > Reset Network Settings"),
    ),
    menu(
        "reset-privacy",
        "Settings > General > Transfer or Reset > Reset > Reset Location & Privacy",
        (15, 0),
        Some("Settings > General > Reset > Reset Location & Privacy"),
    ),
    menu(
        "reset-all",
        "Settings > General > Transfer or Reset > Reset > Reset All Settings",
        (15, 0),
        Some("Settings > General > Reset > Reset All Settings"),
    ),
    menu("transfer", "Settings > General > Transfer or Reset > Get Started", (15, 0), None),
    menu("private-relay", "Settings > your name > iCloud > Private Relay", (15, 0), None),
    menu(
        "icloud-backup",
        "Settings > your name > iCloud > iCloud Backup",
        (10, 3),
        Some("Settings > iCloud > Backup"),
    ),
    menu(
        "find-my",
        "switch Find My off first, in Settings > your name",
        (10, 3),
        Some(FIND_MY_OLD),
    ),
    menu(
        "vpn",
        "Settings > General > VPN & Device Management: VPN off",
        (15, 0),
        Some("Settings > General > VPN: VPN off"),
    ),
    menu(
        "management",
        "Settings > General > VPN & Device Management shows",
        (15, 0),
        Some("Settings > General > Profiles & Device Management shows"),
    ),
    menu(
        "accessories",
        "Settings > Privacy & Security > Wired Accessories to allow when unlocked",
        (26, 0),
        Some("Settings > Face ID (or Touch ID) & Passcode > Accessories to on"),
    ),
    menu(
        "storage",
        "Settings > General > iPhone Storage",
        (11, 0),
        Some("Settings > General > Storage & iCloud Usage"),
    ),
    menu(
        "shut-down",
        "Settings > General > Shut Down, slide",
        (11, 0),
        Some("Hold the sleep button until a slider comes, slide"),
    ),
    menu("low-data", "Settings > Wi-Fi > (i): Low Data Mode off", (13, 0), None),
    menu("account-password", "the Apple Account password", (18, 0), Some("the Apple ID password")),
];

const FIND_MY_OLD: &str = "switch Find My iPhone off first, in Settings > iCloud";

/// A step with its paths as this iOS has them; `None` when it has nothing left to say there. Of
/// an unknown iOS the newest is told, and what older ones have.
pub(crate) fn step(text: &str, ios: Option<Version>) -> Option<String> {
    let mut text = text.to_owned();
    for menu in MENUS {
        if !text.contains(menu.newest) {
            continue;
        }
        let before = menu.before.unwrap_or_default();
        match menu.place_in(ios) {
            Place::Newest => {}
            Place::Before => text = text.replace(menu.newest, before),
            Place::Nowhere => text = without_sentence(&text, menu.newest),
            Place::Either => text.push_str(&aside(menu.since, menu.before)),
        }
    }
    (!text.is_empty()).then_some(text)
}

/// ` (Before iOS 15: Settings > General > Reset …)`
fn aside((major, minor): (u32, u32), before: Option<&str>) -> String {
    let version = if minor == 0 { major.to_string() } else { format!("{major}.{minor}") };
    match before {
        Some(before) => {
            // Only where to look: what is to be done there stands in the step.
            let path = before.split(": ").next().unwrap_or(before);
            let path = path.trim_end_matches(" shows");
            format!(" (Before iOS {version}: {path}.)")
        }
        None => format!(" (Not before iOS {version}.)"),
    }
}

/// A text without the sentence that holds `words`.
fn without_sentence(text: &str, words: &str) -> String {
    let kept = text.split_inclusive(". ").filter(|sentence| !sentence.contains(words));
    kept.collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::remedies::remedies;

    fn all_steps() -> impl Iterator<Item = &'static str> {
        remedies().flat_map(|remedy| remedy.steps).copied()
    }

    #[test]
    fn every_path_of_the_table_stands_in_a_step() {
        for menu in MENUS {
            assert!(all_steps().any(|step| step.contains(menu.newest)), "{menu:?}");
        }
    }

    /// What a version does not have may not be left over in any step for it.
    #[test]
    fn no_version_is_sent_to_a_menu_it_does_not_have() {
        let moved = [
            ("Transfer or Reset", (15, 0)),
            ("VPN & Device Management", (15, 0)),
            ("Private Relay", (15, 0)),
            ("Wired Accessories", (26, 0)),
            ("your name", (10, 3)),
            ("Low Data Mode", (13, 0)),
            ("Shut Down", (11, 0)),
            ("Apple Account password", (18, 0)),
        ];
        let versions = ["9.3.5", "10.2", "10.3", "11.4", "12.5.8", "14.8", "15.0", "18.5", "26.1"];
        for text in versions {
            let ios = Version::find(text).expect("a version");
            for (words, since) in moved {
                let is_new = (ios.major, ios.minor) >= since;
                for step in all_steps().filter_map(|text| step(text, Some(ios))) {
                    assert!(is_new || !step.contains(words), "iOS {text}: {step}");
                }
            }
        }
    }

    #[test]
    fn steps_are_those_of_the_version_at_hand() {
        let of = |text, ios| step(text, Version::find(ios));
        let network = "Settings > General > Transfer or Reset > Reset > Reset Network Settings.";
        assert_eq!(of(network, "18.5").as_deref(), Some(network));
        let old = "Settings > General > Reset > Reset Network Settings.";
        assert_eq!(of(network, "14.8").as_deref(), Some(old));
        let unknown = of(network, "").expect("a step");
        assert!(unknown.starts_with(network) && unknown.contains("Before iOS 15: "), "{unknown}");
        let relay = "Settings > your name > iCloud > Private Relay: off until tomorrow.";
        assert_eq!(of(relay, "14.8"), None);
        let both = "Or take a larger plan. Lent: Settings > General > Transfer or Reset > Get \
                    Started.";
        assert_eq!(of(both, "14.8").as_deref(), Some("Or take a larger plan."));
    }
}
