//! Values of lockdown (docs/protocol.md 3.2), typed.

use plist::{Dictionary, Value};
use unstuck_link::{LinkError, Session};

/// From 1970 to 2001, the two beginnings of time of phones.
const SECONDS_TO_2001: i64 = 978_307_200;
/// A date this far back (2001) would be one of 1970, but there were no iPhones then: it counts
/// from 2001.
const EARLIEST: i64 = 1_167_609_600;

/// A whole domain; empty where the phone does not tell.
pub(crate) async fn domain(session: &mut Session, name: &str) -> Result<Dictionary, LinkError> {
    let value = session.value(Some(name), None).await?;
    Ok(value.and_then(Value::into_dictionary).unwrap_or_default())
}

/// Yes or no; some versions write numbers.
pub(crate) fn flag(values: &Dictionary, key: &str) -> Option<bool> {
    match values.get(key)? {
        Value::Boolean(flag) => Some(*flag),
        Value::Integer(number) => number.as_signed().map(|number| number != 0),
        _ => None,
    }
}

/// A whole number that is none below zero.
pub(super) fn number(values: &Dictionary, key: &str) -> Option<u64> {
    match values.get(key)? {
        Value::Integer(number) => number.as_unsigned(),
        Value::Real(number) if *number >= 0.0 && *number < 9e15 => Some(*number as u64),
        _ => None,
    }
}

/// Words.
pub(super) fn text<'v>(values: &'v Dictionary, key: &str) -> Option<&'v str> {
    values.get(key)?.as_string().filter(|text| !text.is_empty())
}

/// When the phone was backed up last, in seconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct BackupDates {
    /// To iCloud.
    pub(crate) cloud: Option<i64>,
    /// By a computer.
    pub(crate) local: Option<i64>,
}

/// Reads the dates of domain `com.apple.mobile.backup`. Some versions count the iCloud date from
/// 1970 and some from 2001, the other one always counts from 2001.
pub(crate) fn backup_dates(backup: &Dictionary) -> BackupDates {
    let date = |key: &str| match backup.get(key)? {
        Value::Integer(seconds) => seconds.as_signed(),
        Value::Real(seconds) if seconds.abs() < 1e12 => Some(*seconds as i64),
        Value::Date(date) => {
            let date = std::time::SystemTime::from(*date);
            let since = date.duration_since(std::time::UNIX_EPOCH).ok()?;
            i64::try_from(since.as_secs()).ok()
        }
        _ => None,
    };
    let meant = |seconds: i64| match seconds {
        seconds if seconds <= 0 => None,
        seconds if seconds < EARLIEST => Some(seconds + SECONDS_TO_2001),
        seconds => Some(seconds),
    };
    BackupDates {
        cloud: date("LastCloudBackupDate").and_then(meant),
        local: date("LastiTunesBackupDate").and_then(meant),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(cloud: Value, local: Value) -> BackupDates {
        let mut backup = Dictionary::new();
        backup.insert("LastCloudBackupDate".into(), cloud);
        backup.insert("LastiTunesBackupDate".into(), local);
        backup_dates(&backup)
    }

    #[test]
    fn both_beginnings_of_time_are_understood() {
        let now: i64 = 1_793_491_200;
        let from_2001 = now - SECONDS_TO_2001;
        let expected = BackupDates { cloud: Some(now), local: Some(now) };
        assert_eq!(dates(now.into(), from_2001.into()), expected);
        assert_eq!(dates(from_2001.into(), Value::Real(from_2001 as f64)), expected);
        assert_eq!(dates(0.into(), "never".into()), BackupDates::default());
        assert_eq!(dates(Value::Real(f64::NAN), (-5).into()), BackupDates::default());
    }

    #[test]
    fn wrong_kinds_are_unknown() {
        let mut values = Dictionary::new();
        values.insert("a".into(), "true".into());
        values.insert("b".into(), 1.into());
        values.insert("c".into(), Value::Real(-1.0));
        assert_eq!((flag(&values, "a"), flag(&values, "b")), (None, Some(true)));
        assert_eq!((number(&values, "b"), number(&values, "c")), (Some(1), None));
        assert_eq!(text(&values, "b"), None);
    }
}
