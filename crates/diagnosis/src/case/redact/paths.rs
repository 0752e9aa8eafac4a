//! Paths and addresses of the web: the parts that say what kind of place it is stay.

/// Names of folders and files that belong to systems and to the backup format.
const KEPT: &[&str] = &[
    "",
    ".",
    "..",
    "~",
    "Users",
    "home",
    "root",
    "private",
    "var",
    "tmp",
    "usr",
    "lib",
    "libexec",
    "bin",
    "sbin",
    "opt",
    "etc",
    "mnt",
    "media",
    "run",
    "dev",
    "Volumes",
    "Library",
    "System",
    "Application Support",
    "MobileSync",
    "Backup",
    "AppData",
    "Roaming",
    "Local",
    "ProgramData",
    "Program Files",
    "Apple",
    "Apple Computer",
    "Lockdown",
    "lockdown",
    "mobile",
    "Media",
    "DCIM",
    "Containers",
    "Data",
    "Application",
    "Documents",
    "iTunes_Control",
    "iTunes",
    "Snapshot",
    "Manifest.plist",
    "Manifest.db",
    "Manifest.mbdb",
    "Status.plist",
    "Info.plist",
    ".ba",
    "_unback_",
    "SafeHarbor",
    "Container",
    "usbmuxd",
    "Caches",
    "Preferences",
    "Frameworks",
    "PrivateFrameworks",
    "BackupAgent2",
    "backupd",
    "FileProvider",
    "backup",
    "Applications",
];

/// The line with the private parts of its paths replaced.
pub(super) fn without(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((at, kind)) = next(rest) {
        out.push_str(&rest[..at]);
        let path = &rest[at..];
        let end = end_of(path, rest[..at].chars().next_back());
        let (path, behind) = path.split_at(end);
        out.push_str(&shown(path, kind));
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[derive(Clone, Copy)]
enum Kind {
    Unix,
    Windows,
    Web,
}

/// Where the next path begins.
fn next(text: &str) -> Option<(usize, Kind)> {
    let bytes = text.as_bytes();
    for at in 0..bytes.len() {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let begins = before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && byte != b'/');
        let here = &bytes[at..];
        if begins && (here.starts_with(b"http://") || here.starts_with(b"https://")) {
            return Some((at, Kind::Web));
        }
        if begins && here.starts_with(b"file://") {
            return Some((at + 7, Kind::Unix));
        }
        if here.starts_with(b"\\\\") && here.get(2).is_some_and(u8::is_ascii_alphanumeric) {
            return Some((at, Kind::Windows));
        }
        let drive = here.len() > 2 && here[0].is_ascii_alphabetic() && here[1] == b':';
        if begins && drive && (here[2] == b'\\' || here[2] == b'/') {
            return Some((at, Kind::Windows));
        }
        let home = here.starts_with(b"~/");
        let root = here[0] == b'/' && here.get(1).is_some_and(|byte| begins_name(*byte));
        if begins && before != Some(b'<') && (home || root) {
            return Some((at, Kind::Unix));
        }
    }
    None
}

fn begins_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'.' || byte == b'_' || byte >= 0x80
}

/// Where a path ends: at its quote, else at a space that does not lead on to another part.
fn end_of(path: &str, quote: Option<char>) -> usize {
    let closing = match quote {
        Some('"') => Some('"'),
        Some('\'') => Some('\''),
        Some('“') => Some('”'),
        Some('\u{2018}') => Some('\u{2019}'),
        Some('`') => Some('`'),
        _ => None,
    };
    if let Some(end) = closing.and_then(|closing| path.find(closing)) {
        return end;
    }
    let mut end = path.len();
    for (at, character) in path.char_indices() {
        let stops = matches!(character, '"' | '<' | '>' | '|' | ',' | ';' | ')' | '\'' | '\t');
        let spaced = character == ' ' && !path[at + 1..].split(' ').next().is_some_and(goes_on);
        if stops || spaced {
            end = at;
            break;
        }
    }
    path[..end].trim_end_matches(['.', ':', '?', '!']).len()
}

/// Whether a word behind a space is still part of a path (`Application Support/MobileSync`).
fn goes_on(word: &str) -> bool {
    let inside = word.find(['/', '\\']).is_some_and(|at| at > 0);
    inside && !word.contains("://")
}

fn shown(path: &str, kind: Kind) -> String {
    if let Kind::Web = kind {
        return "‹address›".to_owned();
    }
    let separator = if let Kind::Windows = kind { '\\' } else { '/' };
    let parts = path.split(['/', '\\']).enumerate().map(|(index, part)| {
        let drive = index == 0 && part.ends_with(':');
        let fan_out = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let domain = part.starts_with("AppDomain-");
        if drive || fan_out || domain || KEPT.contains(&part) { part } else { "‹…›" }
    });
    parts.collect::<Vec<_>>().join(&separator.to_string())
}
