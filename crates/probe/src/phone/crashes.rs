//! Crash reports of the processes that make backups: how many lately, how old the newest. Only
//! names are read (docs/protocol.md 7).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use unstuck_link::services::crash_reports;
use unstuck_link::{Fault, LinkError, Muxer, Phone};

use crate::probe::Failure;
use crate::recorder::Recorder;

/// Whose reports count.
const OURS: [&str; 4] = ["BackupAgent2", "BackupAgent", "backupd", "mobilebackup2"];
/// Older ones tell of other troubles.
const DAYS_MAX: i64 = 14;
/// Putting its reports together takes the phone some seconds.
const LIMIT: Duration = Duration::from_secs(5);

pub(super) async fn look(
    muxer: &Muxer,
    udid: &str,
    now: SystemTime,
    out: &Recorder,
) -> Result<(), Failure> {
    let mut phone = match Phone::open(muxer, udid).await {
        Ok(phone) => phone,
        Err(error) if is_closed(&error) => return Ok(()),
        Err(error) => return Err(error.to_string()),
    };
    let names = crash_reports(&mut phone, LIMIT).await.map_err(|error| error.to_string())?;
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let today = i64::try_from(since.as_secs() / 86_400).unwrap_or(i64::MAX);
    let ages = names.iter().filter_map(|name| Some(today - day_of(name)?));
    let ages: Vec<i64> = ages.filter(|age| (-1..=DAYS_MAX).contains(age)).collect();
    out.fact("here.phone_agent_crashes", ages.len() as u64);
    if let Some(newest) = ages.into_iter().min() {
        out.fact("here.phone_agent_crash_days", newest.max(0) as f64);
    }
    Ok(())
}

/// The other probe tells that it is locked or does not trust us.
pub(super) fn is_closed(error: &LinkError) -> bool {
    matches!(error.fault, Fault::NotTrusted | Fault::Tls(_) | Fault::Locked | Fault::Detached)
}

/// The day, counted from 1970, of a report of ours: `BackupAgent2-2026-10-30-101010.ips`.
fn day_of(name: &str) -> Option<i64> {
    let name = name.rsplit('/').next()?;
    let rest =
        OURS.iter().find_map(|ours| name.strip_prefix(ours)?.strip_prefix(['-', '_', '.']))?;
    let mut numbers = rest.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let year: i64 = numbers.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month: i64 = numbers.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let day: i64 = numbers.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
    // Days before a date, with years that begin in March: the leap day comes last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leaps = year / 4 - year / 100 + year / 400;
    Some(year * 365 + leaps + (month * 153 + 2) / 5 + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_from_names_of_ours_only() {
        assert_eq!(day_of("BackupAgent2-1970-01-01-000000.ips"), Some(0));
        assert_eq!(day_of("/Retired/backupd-2026-03-01-101010.000.ips"), Some(20_513));
        assert_eq!(day_of("BackupAgent2.cpu_resource-2024-02-29-235959.ips"), Some(19_782));
        for name in ["SpringBoard-2026-10-30-1.ips", "BackupAgent2-2026-13-30.ips", "backupd", ""] {
            assert_eq!(day_of(name), None, "{name}");
        }
    }
}
