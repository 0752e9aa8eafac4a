//! Which software on a computer knows which iOS.
//!
//! Sources: the key MinITunesVersion that phones state (11.1.0 with iOS 7, 12.9.0 with an
//! iPhone XR), release dates of libimobiledevice and usbmuxd with their change logs, and, for
//! the rest, general knowledge; so these tables only ever hint.

/// A version, as far as it can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    /// In front of the first point.
    pub(crate) major: u32,
    /// Behind it.
    pub(crate) minor: u32,
    /// Behind the second.
    pub(crate) patch: u32,
}

impl Version {
    /// The first version in a text: `iOS 13.2.3 beta`, `12.6.1.25`.
    pub(crate) fn find(text: &str) -> Option<Self> {
        let begin = text.find(|c: char| c.is_ascii_digit())?;
        let rest = &text[begin..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let mut parts = rest[..end].split('.').map(|part| part.parse::<u32>().ok());
        let major = parts.next()??;
        let minor = parts.next().flatten().unwrap_or(0);
        let patch = parts.next().flatten().unwrap_or(0);
        (major < 10_000).then_some(Self { major, minor, patch })
    }
}

/// The oldest iTunes that knows an iOS, as (iOS, iTunes major, minor).
const ITUNES: &[(u32, u32, u32)] = &[
    (7, 11, 1),
    (8, 12, 0),
    (9, 12, 3),
    (10, 12, 5),
    (11, 12, 7),
    (12, 12, 8),
    (13, 12, 10),
    (14, 12, 11),
    (15, 12, 12),
    (16, 12, 12),
    (17, 12, 13),
    (18, 12, 13),
];

/// Whether an iTunes is older than an iOS wants.
pub(crate) fn itunes_too_old(itunes: Version, ios: Version) -> bool {
    let needed = ITUNES.iter().rev().find(|(known, ..)| *known <= ios.major);
    needed.is_some_and(|(_, major, minor)| (itunes.major, itunes.minor) < (*major, *minor))
}

/// The newest iOS that releases of libimobiledevice knew when they came: 1.1.6 learnt the trust
/// of iOS 7, 1.2.0 is of January 2015, 1.3.0 of June 2020.
const OPEN_TOOLS: &[(u32, u32, u32, u32)] =
    &[(1, 1, 6, 8), (1, 2, 0, 10), (1, 3, 0, 16), (1, 4, 0, 26)];

/// Whether a release of the open tools is older than an iOS wants.
pub(crate) fn open_tools_too_old(tools: Version, ios: Version) -> bool {
    let own = (tools.major, tools.minor, tools.patch);
    let known =
        OPEN_TOOLS.iter().rev().find(|(major, minor, patch, _)| (*major, *minor, *patch) <= own);
    known.map_or(6, |(.., known)| *known) < ios.major
}

/// The newest iOS that systems knew when they came, with the year.
const HOSTS: &[(&str, u32)] = &[
    ("macos 10.10", 11),
    ("macos 10.11", 12),
    ("macos 10.12", 12),
    ("macos 10.13", 13),
    ("macos 10.14", 14),
    ("macos 10.15", 16),
    ("snow leopard", 7),
    ("lion", 8),
    ("mountain lion", 8),
    ("mavericks", 9),
    ("yosemite", 11),
    ("el capitan", 12),
    ("capitan", 12),
    ("high sierra", 13),
    ("sierra", 12),
    ("mojave", 14),
    ("windows xp", 8),
    ("windows vista", 8),
    ("windows 7", 14),
    ("debian 8", 9),
    ("debian 9", 11),
    ("debian stretch", 11),
    ("debian 10", 12),
    ("debian 11", 14),
    ("bullseye", 14),
    ("windows 8", 14),
    ("raspbian 9", 11),
    ("fedora 2", 9),
    ("buster", 12),
    ("ubuntu 12", 6),
    ("ubuntu 14", 7),
    ("ubuntu 16", 9),
    ("ubuntu 18", 11),
    ("ubuntu 20.04", 13),
    ("centos 7", 7),
    ("kali linux 2.0", 9),
];

/// The newest iOS that the software of this system knew when it came, where that is known.
pub(crate) fn newest_ios_known_to(host_os: &str) -> Option<u32> {
    let host = host_os.to_ascii_lowercase();
    HOSTS.iter().find(|(name, _)| host.contains(name)).map(|(_, ios)| *ios)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_words() {
        let version = |text| Version::find(text).map(|v| (v.major, v.minor, v.patch));
        assert_eq!(version("iOS 13.2.3"), Some((13, 2, 3)));
        assert_eq!(version("12.6.1.25"), Some((12, 6, 1)));
        assert_eq!(version("10 beta"), Some((10, 0, 0)));
        assert_eq!(version("4.0 update"), Some((4, 0, 0)));
        assert_eq!(version("new"), None);
        assert_eq!(version("99999999999"), None);
    }

    #[test]
    fn too_old_is_older_than_needed() {
        let version = |text| Version::find(text).expect("a version");
        assert!(itunes_too_old(version("12.6.1.25"), version("13.1")));
        assert!(!itunes_too_old(version("12.13.2"), version("17.2")));
        assert!(!itunes_too_old(version("12.6"), version("4.3")));
    }
}
