//! Times and amounts as people read them, and the time of day.

use std::time::{Duration, SystemTime};

/// Seconds since 1970 now.
pub(crate) fn unix_now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// `12 s`, `4 min`, `2 h 10 min`.
pub(crate) fn human_time(time: Duration) -> String {
    let seconds = time.as_secs_f64().round() as u64;
    match seconds {
        0..=99 => format!("{seconds} s"),
        100..=5999 => format!("{} min", (seconds + 30) / 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// `1 byte`, `17 bytes`, `4.2 MB`, `1.3 GB`: powers of ten, as disks are sold.
pub(crate) fn human_bytes(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["KB", "MB", "GB", "TB", "PB"];
    if bytes < 1000 {
        return counted(bytes, "byte", "bytes");
    }
    let mut value = bytes as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let digits = usize::from(value < 9.95);
    format!("{value:.digits$} {}", UNITS[unit])
}

/// `1,234,567`
pub(crate) fn human_count(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 file`, `1,500 files`.
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", human_count(count), if count == 1 { one } else { many })
}

/// `2026-11-24 18:05 UTC`: how the house writes a day. Views say it as people do.
pub(crate) fn human_date(seconds: i64) -> String {
    let name = unstuck_vault::version_name(seconds);
    // 2026-11-24T18-05-01Z, as versions are named.
    match (name.get(..10), name.get(11..13), name.get(14..16)) {
        (Some(day), Some(hour), Some(minute)) => format!("{day} {hour}:{minute} UTC"),
        _ => name,
    }
}

/// `2026-11-24T18:05:01Z`, as scripts read it, in the form of `human_date`.
pub(crate) fn date_of(text: &str) -> String {
    match (text.get(..10), text.get(11..16)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_well() {
        let bytes = [17, 1000, 9_949, 12_345, 999_500, 1_300_000_000].map(human_bytes);
        assert_eq!(bytes, ["17 bytes", "1.0 KB", "9.9 KB", "12 KB", "1.0 MB", "1.3 GB"]);
        assert_eq!(human_date(1_767_225_725), "2026-01-01 00:02 UTC");
        let times = [0, 99, 100, 7800].map(|s| human_time(Duration::from_secs(s)));
        assert_eq!(times, ["0 s", "99 s", "2 min", "2 h 10 min"]);
        assert_eq!([0, 999, 1000, 1_234_567].map(human_count), ["0", "999", "1,000", "1,234,567"]);
    }
}
