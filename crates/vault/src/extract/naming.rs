//! Names of the phone on another system: what it cannot hold is written in another way.
//!
//! A phone's names may hold anything but `/` and NUL. `%` and two hex digits stand for a byte
//! that the system at hand minds, as in web addresses.

use std::fmt::Write;

/// Whose rules names must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Linux and others: everything goes but `/` and NUL.
    Unix,
    /// macOS: shows `:` as `/` to people, and takes it all the same.
    MacOs,
    /// Windows: reserved letters, names of devices, no dot or space at the end.
    Windows,
}

/// Bytes, or on Windows UTF-16 units, that one name may have on all three.
const NAME_MAX: usize = 255;
/// Names of devices on Windows, with any extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

impl System {
    /// This one.
    pub fn here() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Unix
        }
    }

    /// Whether `IMG.JPG` and `img.jpg` are the same file, as a rule.
    pub fn folds_case(self) -> bool {
        self != Self::Unix
    }

    /// One component of a path as this system can hold it; `None` for one that is no name
    /// at all: empty, `.`, `..`, or with a slash in it.
    pub fn usable(self, name: &str) -> Option<String> {
        if name.is_empty() || name == "." || name == ".." || name.contains(['/', '\0']) {
            return None;
        }
        let mut usable = match self {
            Self::Unix | Self::MacOs => name.to_owned(),
            Self::Windows => for_windows(name),
        };
        let length = |text: &str| match self {
            Self::Windows => text.encode_utf16().count(),
            Self::Unix | Self::MacOs => text.len(),
        };
        if length(&usable) > NAME_MAX {
            usable = shortened(&usable, |text| length(text) <= NAME_MAX);
        }
        Some(usable)
    }
}

fn for_windows(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let end = name.trim_end_matches(['.', ' ']).len();
    for (at, letter) in name.char_indices() {
        let reserved = matches!(letter, '<' | '>' | ':' | '"' | '\\' | '|' | '?' | '*');
        if reserved || letter.is_ascii_control() || at >= end {
            let _ = write!(out, "%{:02X}", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|device| {
        let mut rest = stem.strip_prefix(device).unwrap_or_default().chars();
        matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    });
    if DEVICES.contains(&stem.as_str()) || numbered {
        out.insert(0, '_');
    }
    out
}

/// A name cut short before its extension, with a mark of what it was.
fn shortened(name: &str, fits: impl Fn(&str) -> bool) -> String {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 16 => {
            (stem, format!(".{extension}"))
        }
        _ => (name, String::new()),
    };
    let hash = blake3::hash(name.as_bytes()).to_hex();
    let mark = format!("~{}{extension}", &hash[..8]);
    let ends = stem.char_indices().map(|(at, _)| at).rev();
    let cut = ends.map(|at| format!("{}{mark}", &stem[..at])).find(|text| fits(text));
    cut.unwrap_or(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_gets_names_it_can_hold() {
        let names = [
            ("a:b?.txt", "a%3Ab%3F.txt"),
            ("ends. .", "ends%2E%20%2E"),
            ("con", "_con"),
            ("NUL.tar.gz", "_NUL.tar.gz"),
            ("com1.log", "_com1.log"),
            ("com10.log", "com10.log"),
            ("console", "console"),
            ("ä 🦜", "ä 🦜"),
            ("tab\there", "tab%09here"),
        ];
        for (name, expected) in names {
            assert_eq!(System::Windows.usable(name).as_deref(), Some(expected));
            assert_eq!(System::Unix.usable(name).as_deref(), Some(name));
        }
    }

    #[test]
    fn what_is_no_name_is_refused_everywhere() {
        for system in [System::Unix, System::MacOs, System::Windows] {
            for name in ["", ".", "..", "a/b", "a\0b"] {
                assert_eq!(system.usable(name), None, "{name:?}");
            }
            assert!(system.usable("...").is_some());
        }
    }

    #[test]
    fn long_names_are_cut_between_letters_and_stay_apart() {
        let long = |end: &str| format!("{}{end}.jpeg", "ä".repeat(150));
        let (a, b) = (System::Unix.usable(&long("a")), System::Unix.usable(&long("b")));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert!(a.len() <= NAME_MAX && a.ends_with(".jpeg") && a != b, "{a}");
        // 305 bytes, but only 155 letters.
        assert_eq!(System::Windows.usable(&long("a")).unwrap(), long("a"));
    }
}
