//! The four ways, with what each is good for, and which one to take for this phone.
//!
//! How fast: by cable, 20 to 40 MB/s with large files and 1 to 5 MB/s with very many small ones
//! at 480 Mbit/s, which is what people report; at more than that the phone's own storage sets
//! the limit. Over Wi-Fi people report a fifth of that and less. iCloud takes what the line
//! gives upwards. What is in each: Apple's lists, in copies, and what its backup service does.

use unstuck_diagnosis::Body;

use super::seen::Seen;

/// One way to back up.
#[derive(Clone, Debug)]
pub(super) struct Method {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// Why it cannot be taken here; `None` where it can.
    pub(super) unavailable: Option<String>,
    pub(super) best_for: &'static str,
    pub(super) limits: &'static str,
    pub(super) contents: &'static str,
    pub(super) proof: &'static str,
    pub(super) history: &'static str,
    /// A full backup: from the soonest to the latest, in seconds. `None` when it cannot be told.
    pub(super) seconds: Option<(u64, u64)>,
    /// What that rests on, or why it cannot be told.
    pub(super) basis: String,
    /// When it was last made so, in seconds since 1970.
    pub(super) last: Option<i64>,
}

/// All ways, and the one to take.
#[derive(Clone, Debug)]
pub(super) struct Comparison {
    pub(super) methods: [Method; 4],
    pub(super) recommended: &'static str,
    pub(super) why: String,
}

/// Bytes a second: from the slowest to the fastest usual.
type Rate = (f64, f64);

const MB: f64 = 1e6;
/// 12 Mbit/s: a worn cable or an old hub. A little less than the bare figure.
const CABLE_CRAWLING: Rate = (0.5 * MB, 1.0 * MB);
const CABLE: Rate = (5.0 * MB, 35.0 * MB);
/// 5 Gbit/s and more.
const CABLE_FAST: Rate = (10.0 * MB, 120.0 * MB);
const WIFI: Rate = (1.0 * MB, 8.0 * MB);
/// Lines upwards of homes, in Mbit/s, where nobody said how fast it is.
const UPLOAD_UNKNOWN: (f64, f64) = (5.0, 50.0);

/// The oldest iOS whose iCloud backups Apple still takes, by reports of 2024 and later.
const OLDEST_ICLOUD: u32 = 11;

/// Whether iCloud takes no backups of this iOS any more.
fn icloud_is_over(seen: &Seen) -> bool {
    let major = seen.ios.as_deref().and_then(|ios| ios.split('.').next()?.parse::<u32>().ok());
    major.is_some_and(|major| major < OLDEST_ICLOUD)
}

/// Compares for what was seen. `upload` is the speed of the line upwards in Mbit/s.
pub(super) fn compare(seen: &Seen, upload: Option<f64>) -> Comparison {
    let methods = [icloud(seen, upload), apple(seen), cable(seen), wifi(seen)];
    let (recommended, why) = recommend(seen);
    Comparison { methods, recommended, why }
}

/// How long, and what that rests on.
fn time(seen: &Seen, rate: Rate, line: &str) -> (Option<(u64, u64)>, String) {
    let Some(bytes) = seen.used_bytes else {
        return (None, format!("how much is on the phone is not known; {line}"));
    };
    let seconds = |rate: f64| (bytes as f64 / rate).ceil() as u64;
    let basis = format!("{} on the phone at most; {line}", crate::time::human_bytes(bytes));
    (Some((seconds(rate.1), seconds(rate.0))), basis)
}

fn icloud(seen: &Seen, upload: Option<f64>) -> Method {
    let (low, high) = match upload {
        Some(mbit) => (mbit * 0.7, mbit * 0.95),
        None => UPLOAD_UNKNOWN,
    };
    let line = match upload {
        Some(mbit) => format!("{mbit} Mbit/s upwards, as you say"),
        None => format!("the line was not measured, lines of homes give {low} to {high} Mbit/s"),
    };
    let (seconds, basis) = time(seen, (low * MB / 8.0, high * MB / 8.0), &line);
    Method {
        id: "icloud",
        name: "iCloud Backup",
        unavailable: icloud_is_over(seen).then(|| {
            format!("iCloud takes no backups of iOS {} any more", seen.ios.as_deref().unwrap_or(""))
        }),
        best_for: "a copy far from home, each night by itself, with nothing to do",
        limits: "5 GB free of charge; needs Wi-Fi, power and a locked screen; says little when it \
                 is stuck",
        contents: "settings, app data, photos and messages where those are not in iCloud anyway; \
                   what is in iCloud already is left out",
        proof: "none that you can check; the phone shows the date of the last one",
        history: "the last one only",
        seconds,
        basis,
        last: seen.last_icloud,
    }
}

fn apple(seen: &Seen) -> Method {
    let (rate, line) = cable_line(seen);
    let (seconds, basis) = time(seen, rate, &line);
    let none_here = !cfg!(any(windows, target_os = "macos"));
    Method {
        id: "apple",
        name: APPLE,
        unavailable: none_here.then(|| "there is no program of Apple for this system".to_owned()),
        best_for: "people who know it and have room on the system's disk",
        limits: "always on the system's disk; one backup is written over the other; when it hangs \
                 it says nothing; ends with a number when it fails",
        contents: "everything a local backup holds; Health and passwords only when encrypted",
        proof: "none: it says that it is done",
        history: "one, unless you archive it by hand",
        seconds,
        basis,
        last: seen.last_local,
    }
}

/// What Apple calls it here.
const APPLE: &str = if cfg!(target_os = "macos") {
    "Finder (iTunes before macOS 10.15)"
} else if cfg!(windows) {
    "Apple Devices or iTunes"
} else {
    "Finder, iTunes, Apple Devices"
};

fn cable(seen: &Seen) -> Method {
    let crawls = seen.bits_per_second.is_some_and(|bits| bits < CRAWLING_BITS);
    // Earlier ones came by a better cable than one that crawls.
    let (rate, line) = measured(&seen.cable_rates, "by cable")
        .filter(|_| !crawls)
        .unwrap_or_else(|| cable_line(seen));
    let (seconds, basis) = time(seen, rate, &line);
    Method {
        id: "unstuck-cable",
        name: "Unstuck by cable",
        unavailable: None,
        best_for: "a whole backup now, when another way is stuck, or before anything risky",
        limits: "needs a computer, a cable that carries data, and room for all that is on the \
                 phone",
        contents: "everything a local backup holds, with Health and passwords, encrypted unless \
                   you say otherwise",
        proof: "every byte is read back and held against the phone's list; sealed",
        history: "each one is kept whole; what did not change takes no room twice",
        seconds,
        basis,
        last: seen.last_proven,
    }
}

fn wifi(seen: &Seen) -> Method {
    let (rate, line) = measured(&seen.wifi_rates, "over Wi-Fi")
        .unwrap_or_else(|| (WIFI, "Wi-Fi, by what people report; not measured".to_owned()));
    let (seconds, basis) = time(seen, rate, &line);
    Method {
        id: "unstuck-wifi",
        name: "Unstuck over Wi-Fi",
        unavailable: None,
        best_for: "the next ones, when the first was made by cable and little has changed",
        limits: "slower and more easily cut off, it goes on by itself; trust must have been given \
                 over a cable once",
        contents: "the same as by cable",
        proof: "the same as by cable",
        history: "the same as by cable, in the same place",
        seconds,
        basis,
        last: seen.last_proven,
    }
}

/// How fast earlier backups of this phone came, with a quarter more and less.
fn measured(rates: &[f64], by: &str) -> Option<(Rate, String)> {
    let slowest = rates.iter().copied().reduce(f64::min)?;
    let fastest = rates.iter().copied().reduce(f64::max)?;
    let count = match rates.len() {
        1 => "the last one came".to_owned(),
        many => format!("the last {many} came"),
    };
    let each = |rate: f64| format!("{}/s", crate::time::human_bytes(rate as u64));
    let speed = if each(slowest) == each(fastest) {
        each(slowest)
    } else {
        format!("{} to {}", each(slowest), each(fastest))
    };
    Some(((slowest * 0.75, fastest * 1.25), format!("{count} {by} with {speed}, measured")))
}

/// A cable below this is worn, or there is an old hub between.
const CRAWLING_BITS: u64 = 100_000_000;

/// How fast the cable is, and how that is known.
fn cable_line(seen: &Seen) -> (Rate, String) {
    let mbit = seen.bits_per_second.map(|bits| bits / 1_000_000);
    match (mbit, seen.model) {
        (Some(mbit @ ..100), _) => {
            (CABLE_CRAWLING, format!("the cable runs at {mbit} Mbit/s, far below what it should"))
        }
        (Some(mbit @ 1000..), _) => {
            (CABLE_FAST, format!("the cable runs at {} Gbit/s", mbit / 1000))
        }
        (Some(mbit), _) => (CABLE, format!("the cable runs at {mbit} Mbit/s")),
        (None, Some(model)) if model.usb >= 3 => {
            let line = "this model can do 5 Gbit/s and more with a cable made for it".to_owned();
            // Most cables in the box do not.
            ((CABLE.0, CABLE_FAST.1), line)
        }
        (None, Some(_)) => (CABLE, "this model does 480 Mbit/s by cable".to_owned()),
        (None, None) => (CABLE, "480 Mbit/s, as most do".to_owned()),
    }
}

/// Which one to take, and why.
fn recommend(seen: &Seen) -> (&'static str, String) {
    let noun = seen.model.map_or("iPhone", |model| noun(model.body()));
    let crawls = seen.bits_per_second.is_some_and(|bits| bits < CRAWLING_BITS);
    let why = match (&seen.udid, seen.network) {
        (None, _) => "It is the only one that proves what it made, keeps older ones, and can be \
                      watched. No iPhone is in reach, so this is general advice."
            .to_owned(),
        (Some(_), true) if seen.last_proven.is_some() => {
            return (
                "unstuck-wifi",
                format!(
                    "The {noun} is in reach over Wi-Fi and a proven backup of it is here, so only \
                     what changed has to come. With a cable it is faster."
                ),
            );
        }
        (Some(_), true) => format!(
            "The {noun} is in reach over Wi-Fi only. The first backup is a whole one: connect the \
             cable for it, later ones can come over Wi-Fi."
        ),
        (Some(_), false) if crawls => format!(
            "The {noun} is on a cable, and what is made is proven. But this cable is far too slow: \
             try another cable or port first."
        ),
        (Some(_), false) => {
            format!(
                "The {noun} is on a cable: the fastest way, with the most in it, and it is proven."
            )
        }
    };
    let beside = match seen.icloud_on {
        _ if icloud_is_over(seen) => "",
        Some(false) => " Switch iCloud Backup on beside it: a copy far from home.",
        Some(true) | None => " Leave iCloud Backup on beside it: a copy far from home.",
    };
    ("unstuck-cable", why + beside)
}

const fn noun(body: Body) -> &'static str {
    body.noun()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen() -> Seen {
        Seen {
            udid: Some("00008110-0000000000000001".into()),
            used_bytes: Some(64_000_000_000),
            bits_per_second: Some(480_000_000),
            ..Seen::default()
        }
    }

    fn seconds(comparison: &Comparison, id: &str) -> (u64, u64) {
        let method = comparison.methods.iter().find(|method| method.id == id);
        method.and_then(|method| method.seconds).expect("a time")
    }

    #[test]
    fn times_follow_from_what_is_on_the_phone_and_how_fast_the_line_is() {
        let at = |bits| compare(&Seen { bits_per_second: Some(bits), ..seen() }, Some(10.0));
        let usual = at(480_000_000);
        let (low, high) = seconds(&usual, "unstuck-cable");
        assert!((1_000..4_000).contains(&low) && (8_000..20_000).contains(&high), "{low} {high}");
        assert!(seconds(&at(12_000_000), "unstuck-cable").0 > high);
        assert!(seconds(&at(5_000_000_000), "unstuck-cable").0 < low);
        // 64 GB at 10 Mbit/s: 14 hours on paper, and some more.
        let (low, high) = seconds(&usual, "icloud");
        assert!(low > 14 * 3600 && high < 24 * 3600, "{low} {high}");
        assert!(seconds(&usual, "unstuck-wifi").0 > seconds(&usual, "unstuck-cable").0);
    }

    #[test]
    fn of_what_is_not_known_no_figure_is_made_up() {
        let comparison = compare(&Seen::default(), None);
        for method in &comparison.methods {
            assert_eq!(method.seconds, None, "{method:?}");
            assert!(method.basis.contains("not known"), "{method:?}");
        }
        assert_eq!(comparison.recommended, "unstuck-cable");
        assert!(comparison.why.contains("general advice"));
    }

    #[test]
    fn what_was_measured_counts_more_than_what_people_report() {
        let rates = vec![16e6, 20e6];
        let comparison = compare(&Seen { cable_rates: rates.clone(), ..seen() }, None);
        // 64 GB at 20 MB/s and a quarter more, at 16 MB/s and a quarter less.
        assert_eq!(seconds(&comparison, "unstuck-cable"), (2_560, 5_334));
        assert!(comparison.methods[2].basis.contains("16 MB/s to 20 MB/s, measured"));
        let crawls = Seen { bits_per_second: Some(12_000_000), cable_rates: rates, ..seen() };
        assert!(seconds(&compare(&crawls, None), "unstuck-cable").0 > 60_000);
    }

    #[test]
    fn the_advice_fits_the_line() {
        let advice = |seen: Seen| compare(&seen, None);
        let slow = advice(Seen { bits_per_second: Some(12_000_000), ..seen() });
        assert!(slow.why.contains("another cable"), "{}", slow.why);
        let air = Seen { network: true, bits_per_second: None, ..seen() };
        assert_eq!(advice(air.clone()).recommended, "unstuck-cable");
        let again = advice(Seen { last_proven: Some(1_790_000_000), ..air });
        assert_eq!(again.recommended, "unstuck-wifi");
        let old = advice(Seen { ios: Some("9.3.5".into()), ..seen() });
        assert!(old.methods[0].unavailable.is_some() && !old.why.contains("iCloud"));
        let off = advice(Seen { icloud_on: Some(false), ..seen() });
        assert!(off.why.contains("Switch iCloud Backup on"), "{}", off.why);
    }
}
