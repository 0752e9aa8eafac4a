//! Amounts among the facts, whatever their names: whose room, how much.

use crate::case::{Evidence, Source, Value};

/// What an amount is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Amount {
    /// Free on the disk for the backup.
    HostFree,
    /// Its whole size.
    HostTotal,
    /// Free on the phone.
    DeviceFree,
    /// Used on the phone.
    DeviceUsed,
    /// Free in iCloud.
    IcloudFree,
    /// The whole plan.
    IcloudTotal,
    /// Used in iCloud.
    IcloudUsed,
    /// What the backup or restore needs.
    Needed,
}

/// The amount that a fact of this name holds, and its unit in bytes.
fn meaning(name: &str) -> Option<(Amount, f64)> {
    let name = name.to_ascii_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let has = |wanted: &[&str]| wanted.iter().any(|word| words.contains(word));
    let unit = [
        ("mib", 1048576.0),
        ("gib", 1073741824.0),
        ("bytes", 1.0),
        ("kb", 1e3),
        ("mb", 1e6),
        ("gb", 1e9),
        ("tb", 1e12),
        ("b", 1.0),
    ];
    let unit = unit.iter().find(|(unit, _)| words.contains(unit)).map(|(_, size)| *size)?;
    let free = has(&["free", "available", "left", "remaining"]);
    let total = has(&["total", "capacity", "size", "plan"]);
    let used = has(&["used", "usage", "holds"]);
    let phone = has(&["device", "phone", "iphone", "ipad", "ipod"]);
    let rate = has(&["s", "sec", "second", "speed", "rate", "ps"]);
    if rate {
        return None;
    }
    let amount = if has(&[
        "needed",
        "required",
        "next",
        "upload",
        "demand",
        "pending",
        "estimate",
        "estimated",
        "needs",
    ]) || (words.contains(&"backup") && has(&["size", "needs"]))
    {
        Amount::Needed
    } else if words.contains(&"icloud") {
        if free {
            Amount::IcloudFree
        } else if total {
            Amount::IcloudTotal
        } else if used {
            Amount::IcloudUsed
        } else {
            return None;
        }
    } else if phone {
        match (free, used) {
            (true, _) => Amount::DeviceFree,
            (_, true) => Amount::DeviceUsed,
            _ => return None,
        }
    } else if free && !has(&["os", "reported", "claimed", "shown"]) {
        Amount::HostFree
    } else if total && has(&["host", "disk", "drive", "target", "volume", "partition"]) {
        Amount::HostTotal
    } else {
        return None;
    };
    Some((amount, unit))
}

/// Amounts that a person tells: "my phone has 3 GB left", "47 gb next backup". What an amount is
/// of is told by the words around it, in the same sentence.
fn spoken(text: &str) -> Vec<(Amount, f64)> {
    let text = &text[..text.floor_char_boundary(BYTES_MAX)];
    let lower = text.to_lowercase();
    let sentences = lower.split(['\n', '!', '?', ';']).flat_map(|part| part.split(". "));
    let clauses = sentences.flat_map(|part| part.split(", ")).flat_map(|part| part.split(" and "));
    clauses.filter(|clause| clause.len() < CLAUSE_MAX).filter_map(in_clause).collect()
}

/// More of a report than this is not looked through for amounts.
const BYTES_MAX: usize = 1 << 16;
/// A clause longer than this is none.
const CLAUSE_MAX: usize = 400;

fn in_clause(clause: &str) -> Option<(Amount, f64)> {
    let spaced: String =
        clause.chars().map(|c| if c.is_alphanumeric() || c == '.' { c } else { ' ' }).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let has = |wanted: &[&str]| wanted.iter().any(|word| words.contains(word));
    let bytes = words.iter().enumerate().find_map(|(at, word)| {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        let unit = &word[digits.len()..];
        let unit = if unit.is_empty() { words.get(at + 1).copied().unwrap_or("") } else { unit };
        let size = match unit {
            "tb" | "tbs" => 1e12,
            "gb" | "gbs" | "gig" | "gigs" | "gigabytes" | "gib" | "g" => 1e9,
            "mb" | "mbs" | "megs" | "megabytes" | "mib" => 1e6,
            "kb" | "kilobytes" => 1e3,
            "bytes" => 1.0,
            _ => return None,
        };
        digits.parse::<f64>().ok().map(|number| number * size)
    })?;
    let free = has(&["free", "left", "available", "remaining", "avail"]);
    let icloud = has(&["icloud", "cloud", "plan"]);
    let phone = has(&["phone", "iphone", "ipad", "device", "ipod"]);
    let computer = has(&[
        "disk",
        "drive",
        "mac",
        "pc",
        "computer",
        "laptop",
        "ssd",
        "c",
        "virtual",
        "vm",
        "partition",
        "hdd",
        "folder",
        "target",
    ]);
    let needs = has(&["next", "needs", "needed", "requires", "estimate", "estimated"]);
    let amount = match (needs, icloud, phone, computer) {
        (true, ..) => Amount::Needed,
        (_, true, ..) if free => Amount::IcloudFree,
        (_, true, ..) if has(&["used", "full"]) => return None,
        (_, true, ..) => Amount::IcloudTotal,
        (_, _, true, true) => return None,
        (_, _, true, _) if free => Amount::DeviceFree,
        (_, _, true, _) if has(&["use", "uses", "used", "holds", "data", "has", "on"]) => {
            Amount::DeviceUsed
        }
        (.., true) if free => Amount::HostFree,
        (.., true) if has(&["has", "is", "only", "small", "little", "virtual"]) => {
            Amount::HostTotal
        }
        _ => return None,
    };
    Some((amount, bytes))
}

/// Every amount that is told or measured, in bytes, with its place.
pub(crate) fn all<'a>(
    told: impl Iterator<Item = (usize, &'a Evidence)>,
) -> Vec<(Amount, f64, usize)> {
    let mut all = Vec::new();
    for (place, evidence) in told {
        if let (Source::Person, Some(text)) = (evidence.source, evidence.value.as_text()) {
            all.extend(spoken(text).into_iter().map(|(amount, bytes)| (amount, bytes, place)));
            continue;
        }
        let Some(name) = evidence.key.strip_prefix("facts.") else { continue };
        let Some((amount, unit)) = meaning(name) else { continue };
        let number = match &evidence.value {
            Value::Flag(_) => None,
            value => value.as_number(),
        };
        if let Some(bytes) = number.map(|number| number * unit).filter(|bytes| *bytes >= 0.0) {
            all.push((amount, bytes, place));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_understood_by_their_words() {
        let amount = |name| meaning(name).map(|(amount, _)| amount);
        assert_eq!(amount("host_free_bytes"), Some(Amount::HostFree));
        assert_eq!(amount("statfs_free_bytes"), Some(Amount::HostFree));
        assert_eq!(amount("os_reported_free_bytes"), None);
        assert_eq!(amount("iphone_free_gb"), Some(Amount::DeviceFree));
        assert_eq!(amount("icloud_free_bytes"), Some(Amount::IcloudFree));
        assert_eq!(amount("next_backup_bytes"), Some(Amount::Needed));
        assert_eq!(amount("backup_size_bytes"), Some(Amount::Needed));
        assert_eq!(amount("minutes_elapsed"), None);
        assert_eq!(amount("icloud_used_gb"), Some(Amount::IcloudUsed));
        assert_eq!(amount("folder_growth_mb_s"), None);
    }

    #[test]
    fn amounts_are_understood_in_words() {
        assert!(spoken("my iphone has 180 MB left").contains(&(Amount::DeviceFree, 180e6f64)));
        assert!(
            spoken("the mac has 3gb free, phone uses 60 gb").contains(&(Amount::HostFree, 3e9f64))
        );
        assert!(
            spoken("the mac has 3gb free, phone uses 60 gb")
                .contains(&(Amount::DeviceUsed, 60e9f64))
        );
        assert!(
            spoken("phone has 143 GB in use, virtual disk 40 GB")
                .contains(&(Amount::HostTotal, 40e9f64))
        );
        assert!(spoken("5 gb/s on port 3").is_empty());
    }
}
