//! The odd entries every real phone has.

use super::bytes::derive;
use super::{Kind, PhoneFile};

struct Extra {
    domain: &'static str,
    path: &'static str,
    kind: Kind,
    bytes: u64,
    class: u32,
}

fn file(domain: &'static str, path: &'static str, bytes: u64, class: u32) -> Extra {
    Extra { domain, path, kind: Kind::File, bytes, class }
}

fn folder(domain: &'static str, path: &'static str) -> Extra {
    Extra { domain, path, kind: Kind::Folder, bytes: 0, class: 0 }
}

/// Entries that do not change with time.
pub(super) fn entries(seed: u64) -> Vec<PhoneFile> {
    let link = Kind::Link("/var/mobile/Library/Preferences".into());
    let extras = [
        folder("HomeDomain", ""),
        folder("HomeDomain", "Library"),
        folder("HomeDomain", "Library/SMS"),
        folder("HomeDomain", "Library/Empty"),
        file("HomeDomain", "Library/SMS/sms.db", 65_536, 3),
        file("HomeDomain", "Library/SMS/zero", 0, 3),
        file("HomeDomain", "Library/one", 1, 1),
        file("HomeDomain", "Library/sixteen", 16, 2),
        file("HomeDomain", "Library/block", 32_767, 3),
        file("HomeDomain", "Library/block-and-one", 32_768, 4),
        Extra { domain: "HomeDomain", path: "Library/link", kind: link, bytes: 0, class: 0 },
        folder("KeychainDomain", ""),
        file("KeychainDomain", "keychain-backup.plist", 4_321, 3),
        folder("AppDomain-com.example.app", ""),
        folder("AppDomain-com.example.app", "Documents"),
        file("AppDomain-com.example.app", "Documents/\u{e4}.txt", 17, 3),
        file("AppDomain-com.example.app", "Documents/a\u{308}.txt", 18, 3),
        file("AppDomain-com.example.app", "Documents/\u{1f4f1} \u{65e5}\u{8a18}.txt", 33, 3),
        file("AppDomain-com.example.app", "Documents/con", 5, 3),
        file("AppDomain-com.example.app", "Documents/CON", 6, 3),
        file("AppDomain-com.example.app", "Documents/a:b*c?.txt", 7, 3),
    ];
    let numbered = extras.into_iter().enumerate();
    numbered.map(|(number, extra)| to_file(seed, number as u64, extra)).collect()
}

fn to_file(seed: u64, number: u64, extra: Extra) -> PhoneFile {
    let mode = match extra.kind {
        Kind::File => 0o100_600,
        Kind::Folder => 0o040_755,
        Kind::Link(_) => 0o120_755,
    };
    PhoneFile {
        domain: extra.domain.into(),
        path: extra.path.into(),
        kind: extra.kind,
        bytes: extra.bytes,
        mode,
        modified: super::BORN + i64::try_from(number).unwrap_or(0),
        class: extra.class,
        seed: derive(seed, extra.path, number),
        inode: 10 + number,
    }
}
