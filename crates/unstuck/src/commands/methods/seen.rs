//! What is known of the phone that is to be backed up. Nothing is asked of a person, and what
//! cannot be told is left open.

use std::path::Path;

use plist::Value;
use unstuck_diagnosis::{Device, device};
use unstuck_link::mux::Transport;
use unstuck_link::{Attached, Phone};
use unstuck_vault::Layout;

use super::Context;
use crate::commands::versions::kept::{Known, Phone as Kept, Soundness};
use crate::engine::PhoneFacts;
use crate::home;
use crate::report::{Report, code};
use crate::time::unix_now;

/// The phone and its backups. Absent means unknown.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// One is in reach.
    pub(super) udid: Option<String>,
    /// Why it says nothing, where one is in reach that does not.
    pub(super) silent: Option<&'static str>,
    pub(super) name: Option<String>,
    pub(super) model: Option<Device>,
    pub(super) ios: Option<String>,
    /// In reach over Wi-Fi and not by cable.
    pub(super) network: bool,
    /// What the bus has agreed on.
    pub(super) bits_per_second: Option<u64>,
    /// Bytes on it that are in use: a backup holds these or less.
    pub(super) used_bytes: Option<u64>,
    pub(super) encrypted: Option<bool>,
    pub(super) icloud_on: Option<bool>,
    /// Seconds since 1970.
    pub(super) last_icloud: Option<i64>,
    /// Seconds since 1970.
    pub(super) last_local: Option<i64>,
    /// Versions that Unstuck keeps of it.
    pub(super) versions: usize,
    /// Bytes a second that earlier backups came with, all waiting included: by cable.
    pub(super) cable_rates: Vec<f64>,
    /// The same over Wi-Fi.
    pub(super) wifi_rates: Vec<f64>,
    /// When the newest that is proven was made, in seconds since 1970.
    pub(super) last_proven: Option<i64>,
}

/// Looks for the phone that is meant: the one named, or the only one.
pub(super) async fn look(
    context: &Context<'_>,
    device: Option<&str>,
    to: Option<&Path>,
) -> Result<Seen, Report> {
    // Without a service or a phone there is still something to compare.
    let mut all = context.muxer.list().await.unwrap_or_default();
    if let Some(device) = device {
        all.retain(|attached| attached.udid.eq_ignore_ascii_case(device));
    }
    // By cable and over Wi-Fi at a time is one phone; the cable counts.
    all.sort_by_key(|one| (one.udid.clone(), one.transport == Transport::Network));
    all.dedup_by(|a, b| a.udid == b.udid);
    match all.as_slice() {
        [] if device.is_some() => Err(Report::new(code::NO_PHONE, "That iPhone is not in reach.")
            .next("Connect it with its cable, or leave --device out to compare in general.")),
        [] => Ok(Seen::default()),
        [one] => Ok(of_phone(context, one, to).await),
        several => {
            let mut report = Report::new(code::USAGE, "Several iPhones are in reach.")
                .next("Name one with --device UDID.");
            report.details = several.iter().map(|one| one.udid.clone()).collect();
            Err(report)
        }
    }
}

async fn of_phone(context: &Context<'_>, attached: &Attached, to: Option<&Path>) -> Seen {
    let mut seen = Seen {
        udid: Some(attached.udid.clone()),
        network: attached.transport == Transport::Network,
        bits_per_second: match attached.transport {
            Transport::Usb { bits_per_second } => bits_per_second,
            Transport::Network => None,
        },
        ..Seen::default()
    };
    keep(&mut seen, context, to);
    match Phone::open(&context.muxer, &attached.udid).await {
        Ok(mut phone) => ask(&mut seen, &mut phone).await,
        Err(_) => seen.silent = Some("it does not trust this computer, is locked, or hangs"),
    }
    seen
}

async fn ask(seen: &mut Seen, phone: &mut Phone) {
    if let Ok(facts) = PhoneFacts::ask(phone).await {
        seen.name = facts.text("DeviceName");
        seen.model = facts.text("ProductType").and_then(|kind| device(&kind));
        seen.ios = facts.text("ProductVersion");
        seen.encrypted = facts.will_encrypt;
    }
    let session = phone.session();
    let usage = session.value(Some("com.apple.disk_usage"), None).await.ok().flatten();
    let usage = usage.and_then(Value::into_dictionary).unwrap_or_default();
    let bytes = |key: &str| usage.get(key).and_then(Value::as_unsigned_integer);
    let free = bytes("TotalDataAvailable").or_else(|| bytes("AmountDataAvailable"));
    seen.used_bytes =
        bytes("TotalDataCapacity").zip(free).and_then(|(all, free)| all.checked_sub(free));
    let backup = session.value(Some("com.apple.mobile.backup"), None).await.ok().flatten();
    let backup = backup.and_then(Value::into_dictionary).unwrap_or_default();
    let number = |key: &str| {
        let value = backup.get(key)?;
        value.as_signed_integer().or_else(|| value.as_real().map(|real| real as i64))
    };
    seen.icloud_on = backup.get("CloudBackupEnabled").and_then(Value::as_boolean);
    seen.last_icloud = number("LastCloudBackupDate").and_then(|date| cloud_date(date, unix_now()));
    seen.last_local = number("LastiTunesBackupDate")
        .filter(|date| *date > 0)
        .map(|date| date.saturating_add(EPOCH_2001));
}

/// 2001-01-01 in seconds since 1970.
const EPOCH_2001: i64 = 978_307_200;
const TEN_YEARS: i64 = 10 * 365 * 86_400;

/// The date of the last iCloud backup, in seconds since 1970: some versions count from there,
/// some from 2001. What would be more than ten years ago is counted from 2001 (strings and code
/// of iOS 26.1).
fn cloud_date(date: i64, now: i64) -> Option<i64> {
    match date {
        ..=0 => None,
        date if date < now - TEN_YEARS => Some(date.saturating_add(EPOCH_2001)),
        date => Some(date),
    }
}

/// The newest backups that say how fast the next one comes; older ones tell of other cables.
const RUNS: usize = 10;
/// A run that brought less was mostly waiting.
const TELLING_BYTES: f64 = 500e6;

/// How a version came, and how fast; `None` where its seal does not say, or too little came.
fn rate(known: &Known) -> Option<(&str, f64)> {
    let bytes: f64 = known.about("received-bytes")?.parse().ok()?;
    let seconds: f64 = known.about("seconds")?.parse().ok()?;
    let telling = bytes >= TELLING_BYTES && seconds >= 1.0;
    telling.then_some((known.about("line")?, bytes / seconds))
}

/// What Unstuck keeps of it.
fn keep(seen: &mut Seen, context: &Context<'_>, to: Option<&Path>) {
    let usual = if context.simulated { "simulated" } else { "backups" };
    let folder = to.map(Path::to_path_buf).or_else(|| Some(home::home()?.join(usual)));
    let Some((folder, udid)) = folder.zip(seen.udid.as_deref()) else { return };
    let Ok(kept) = Kept::look(Layout::new(&folder, udid)) else { return };
    seen.versions = kept.versions.len();
    let proven = kept.versions.iter().rfind(|known| known.soundness() == Soundness::Proven);
    for known in kept.versions.iter().rev().take(RUNS) {
        match rate(known) {
            Some(("usb", rate)) => seen.cable_rates.push(rate),
            Some((_, rate)) => seen.wifi_rates.push(rate),
            None => {}
        }
    }
    seen.last_proven = proven.and_then(|known| unstuck_vault::version_time(&known.version.name));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(about: &[(&str, &str)]) -> Known {
        let about = about.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
        let name = "2026-09-21T14-13-20Z".to_owned();
        let version = unstuck_vault::version::Version { name, path: "x".into(), sealed: true };
        Known { version, about, note: None }
    }

    #[test]
    fn only_runs_that_brought_enough_say_how_fast_it_goes() {
        let of = |bytes, seconds| {
            let about = [("line", "usb"), ("received-bytes", bytes), ("seconds", seconds)];
            rate(&known(&about)).map(|(line, rate)| (line.to_owned(), rate))
        };
        assert_eq!(of("2000000000", "100"), Some(("usb".to_owned(), 20e6)));
        for (bytes, seconds) in [("2000", "1"), ("2000000000", "0"), ("much", "1"), ("inf", "x")] {
            assert_eq!(of(bytes, seconds), None, "{bytes} {seconds}");
        }
        assert!(rate(&known(&[("received-bytes", "2000000000")])).is_none());
    }

    #[test]
    fn dates_of_icloud_are_read_from_both_beginnings() {
        let now = 1_795_000_000;
        let day_before = now - 86_400;
        assert_eq!(cloud_date(day_before, now), Some(day_before));
        assert_eq!(cloud_date(day_before - EPOCH_2001, now), Some(day_before));
        assert_eq!(cloud_date(0, now), None);
    }
}
