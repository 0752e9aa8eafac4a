//! Amounts among the facts, whatever their names: whose room, how much.

use crate::case::{Case, Value};

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
    /// What the backup or restore needs.
    Needed,
}

/// The amount that a fact of this name holds, and its unit in bytes.
fn meaning(name: &str) -> Option<(Amount, f64)> {
    let name = name.to_ascii_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let has = |wanted: &[&str]| wanted.iter().any(|word| words.contains(word));
    let unit = [("bytes", 1.0), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("tb", 1e12), ("b", 1.0)];
    let unit = unit.iter().find(|(unit, _)| words.contains(unit)).map(|(_, size)| *size)?;
    let free = has(&["free", "available", "left", "remaining"]);
    let total = has(&["total", "capacity", "size", "plan"]);
    let used = has(&["used", "usage", "holds"]);
    let phone = has(&["device", "phone", "iphone", "ipad", "ipod"]);
    let amount = if has(&["needed", "required", "next", "upload", "demand"])
        || (words.contains(&"backup") && has(&["size", "needs"]))
    {
        Amount::Needed
    } else if words.contains(&"icloud") {
        if free {
            Amount::IcloudFree
        } else if total {
            Amount::IcloudTotal
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

/// The smallest amount of a kind among the facts, in bytes, and which evidence says so.
pub(crate) fn find(case: &Case, wanted: Amount) -> Option<(f64, usize)> {
    let mut smallest: Option<(f64, usize)> = None;
    for (index, evidence) in case.evidence().iter().enumerate() {
        let Some(name) = evidence.key.strip_prefix("facts.") else { continue };
        let Some((amount, unit)) = meaning(name).filter(|(amount, _)| *amount == wanted) else {
            continue;
        };
        let number = match &evidence.value {
            Value::Flag(_) => None,
            value => value.as_number(),
        };
        let Some(bytes) = number.map(|number| number * unit).filter(|bytes| *bytes >= 0.0) else {
            continue;
        };
        debug_assert_eq!(amount, wanted);
        if smallest.is_none_or(|(known, _)| bytes < known) {
            smallest = Some((bytes, index));
        }
    }
    smallest
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
    }
}
