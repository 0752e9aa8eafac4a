//! Codes: numbers and names of errors, and what they mean.

use std::sync::OnceLock;

use super::weights::{self, Weight};
use super::{columns, lines, sources};
use crate::cause::Cause;

/// Who gives out a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Family {
    /// The backup services of the phone (MBErrorDomain).
    BackupService,
    /// The phone's service broker, in libimobiledevice's numbers.
    Lockdown,
    /// libimobiledevice's backup client.
    BackupClient,
    /// libimobiledevice's connections.
    Connection,
    /// The service for iPhones on the computer.
    Usbmux,
    /// What the computer answers the phone.
    DeviceLink,
    /// The idevice crate.
    IdeviceCrate,
    /// The phone's file service.
    Afc,
    /// Dialogs of Finder, iTunes and Apple Devices.
    AppleHost,
    /// Loading of URLs.
    Url,
    /// CloudKit.
    CloudKit,
    /// The inside of CloudKit.
    CloudKitInternal,
    /// Cocoa.
    Cocoa,
    /// POSIX.
    Errno,
    /// libusb.
    Libusb,
}

impl Family {
    /// The name in front of a number, as `unstuck explain` takes it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::BackupService => "mb",
            Self::Lockdown => "lockdown",
            Self::BackupClient => "mb2",
            Self::Connection => "idevice",
            Self::Usbmux => "usbmux",
            Self::DeviceLink => "devicelink",
            Self::IdeviceCrate => "rs",
            Self::Afc => "afc",
            Self::AppleHost => "itunes",
            Self::Url => "url",
            Self::CloudKit => "ck",
            Self::CloudKitInternal => "cki",
            Self::Cocoa => "cocoa",
            Self::Errno => "errno",
            Self::Libusb => "libusb",
        }
    }

    /// What gives out its numbers, for people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::BackupService => "the phone's backup service",
            Self::Lockdown => "the phone's service broker",
            Self::BackupClient => "the backup client of libimobiledevice",
            Self::Connection => "a connection of libimobiledevice",
            Self::Usbmux => "the computer's service for iPhones",
            Self::DeviceLink => "the computer, to the phone",
            Self::IdeviceCrate => "the idevice crate",
            Self::Afc => "the phone's file service",
            Self::AppleHost => "Finder, iTunes or Apple Devices",
            Self::Url => "loading of URLs",
            Self::CloudKit => "CloudKit",
            Self::CloudKitInternal => "the inside of CloudKit",
            Self::Cocoa => "Cocoa",
            Self::Errno => "the system of the computer",
            Self::Libusb => "libusb",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        TABLES
            .iter()
            .flat_map(|(_, families)| *families)
            .copied()
            .find(|family| family.word() == word)
    }
}

use Family::{
    Afc, AppleHost, BackupClient, BackupService, CloudKit, CloudKitInternal, Cocoa, Connection,
    DeviceLink, Errno, IdeviceCrate, Libusb, Lockdown, Url, Usbmux,
};

/// Tables and the families in them; the first is meant where none is written.
const TABLES: &[(&str, &[Family])] = &[
    (include_str!("backup_service.txt"), &[BackupService]),
    (include_str!("lockdown.txt"), &[Lockdown]),
    (
        include_str!("libimobiledevice.txt"),
        &[BackupClient, Connection, Usbmux, DeviceLink, IdeviceCrate, Afc],
    ),
    (include_str!("apple_host.txt"), &[AppleHost]),
    (include_str!("systems.txt"), &[Url, CloudKit, CloudKitInternal, Cocoa, Errno, Libusb]),
];

/// A number and what it means.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) family: Family,
    pub(crate) number: i64,
    /// The name programs give it, where it has one.
    pub(crate) symbol: &'static str,
    pub(crate) causes: Vec<(Cause, Weight)>,
    pub(crate) meaning: &'static str,
    /// Id of the safest first remedy, or `-`.
    pub(crate) remedy: &'static str,
    pub(crate) source: &'static str,
    /// Whether the meaning is certain.
    pub(crate) sure: bool,
    /// Whether trying again as it is can be right.
    pub(crate) passing: bool,
}

/// The tables, read once.
fn table() -> &'static [Code] {
    static CODES: OnceLock<Vec<Code>> = OnceLock::new();
    CODES.get_or_init(|| {
        let tables = TABLES.iter();
        let codes = tables.flat_map(|(table, families)| {
            lines(table).filter_map(move |line| read(line, families[0]))
        });
        codes.collect()
    })
}

/// All codes of a family.
pub(crate) fn of(family: Family) -> impl Iterator<Item = &'static Code> {
    all().filter(move |code| code.family == family)
}

/// Every code.
pub(crate) fn all() -> impl Iterator<Item = &'static Code> {
    table().iter()
}

/// `mb:105`, `itunes:0xE8000065`.
pub(crate) fn name_of(code: &Code) -> String {
    if code.number > 0xFFFF {
        format!("{}:0x{:X}", code.family.word(), code.number)
    } else {
        format!("{}:{}", code.family.word(), code.number)
    }
}

/// What a number of a family means.
pub(crate) fn find(family: Family, number: i64) -> Option<&'static Code> {
    of(family).find(|code| code.number == number)
}

fn read(line: &'static str, default: Family) -> Option<Code> {
    let [code, symbol, causes, meaning, remedy, source] = columns(line)?;
    let (family, number) = match code.split_once(':') {
        Some((word, number)) => (Family::from_word(word)?, number),
        None => (default, code),
    };
    let number = match number.strip_prefix("0x") {
        Some(hex) => i64::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    let mut source = source.split(' ');
    let letter = source.next()?;
    let sure = match source.next()? {
        "sure" => true,
        "unsure" => false,
        _ => return None,
    };
    let passing = source.next() == Some("again");
    let causes = weights::read(causes)?;
    let source = sources::source(letter)?;
    Some(Code { family, number, symbol, causes, meaning, remedy, source, sure, passing })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::knowledge::remedies;

    #[test]
    fn every_entry_can_be_read_and_leads_on() {
        let count = TABLES.iter().flat_map(|(table, _)| lines(table)).count();
        let all: Vec<&Code> = all().collect();
        assert_eq!(all.len(), count);
        let keys: BTreeSet<(Family, i64)> =
            all.iter().map(|code| (code.family, code.number)).collect();
        assert_eq!(keys.len(), count, "a code stands twice");
        for code in &all {
            let known = code.remedy == "-" || remedies::find(code.remedy).is_some();
            assert!(known, "{} {}", code.number, code.remedy);
            assert!(code.meaning.ends_with('.'));
        }
    }
}
