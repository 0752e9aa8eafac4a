//! The name of a backup folder: the phone's identifier, perhaps with a date behind it.

/// A backup folder's name taken apart.
///
/// ```
/// use unstuck_manifest::FolderName;
///
/// let name = FolderName::parse("00008110-0000000000000001-20240131-094500").unwrap();
/// assert_eq!(name.udid, "00008110-0000000000000001");
/// assert_eq!(name.archived, Some("20240131-094500"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FolderName<'a> {
    /// 40 hex characters, or 8, a dash and 16 (docs/backup-format.md 1).
    pub udid: &'a str,
    /// `yyyyMMdd-HHmmss` of a backup that was set aside.
    pub archived: Option<&'a str>,
}

impl<'a> FolderName<'a> {
    /// Reads `<UDID>` or `<UDID>-yyyyMMdd-HHmmss`; `None` for anything else.
    pub fn parse(name: &'a str) -> Option<Self> {
        if is_udid(name) {
            return Some(Self { udid: name, archived: None });
        }
        let (rest, time) = name.rsplit_once('-')?;
        let (udid, day) = rest.rsplit_once('-')?;
        let digits =
            |text: &str, len| text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
        let archived = name.get(udid.len() + 1..)?;
        (is_udid(udid) && digits(day, 8) && digits(time, 6))
            .then_some(Self { udid, archived: Some(archived) })
    }
}

/// Either case: macOS and Windows programs disagree.
fn is_udid(text: &str) -> bool {
    let hex = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_hexdigit());
    match text.split_once('-') {
        None => hex(text, 40),
        Some((chip, serial)) => hex(chip, 8) && hex(serial, 16),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_new_identifiers_are_known_and_others_are_not() {
        let old = "0123456789abcdef0123456789ABCDEF01234567";
        assert_eq!(FolderName::parse(old).unwrap().udid, old);
        let set_aside = format!("{old}-20240131-094500");
        assert_eq!(FolderName::parse(&set_aside).unwrap().udid, old);
        for name in [
            "",
            "-",
            "My phone",
            &old[1..],
            "00008110-000000000000000",
            "00008110-0000000000000001-2024013-094500",
            "00008110-0000000000000001-20240131",
            "00008110-0000000000000001 copy",
        ] {
            assert_eq!(FolderName::parse(name), None, "{name}");
        }
    }
}
