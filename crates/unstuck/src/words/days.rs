//! Days as people say them: today, on Tuesday, on 24 November 2026.
//!
//! The house writes `2026-11-24 18:05 UTC`, which scripts can sort. A person reads the same in
//! the time of their computer and in the words of their language. A preposition belongs to the
//! words of a day, because most languages bend it: `on 2026-11-24 18:05 UTC` is `today at 18:05`
//! as well as `am Dienstag um 18:05`.

use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

use super::Words;
use crate::time::unix_now;

/// `2026-11-24 18:05 UTC`, as `time::human_date` writes it.
const LENGTH: usize = 20;

/// When and where somebody reads.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    now: Timestamp,
    /// `None` where the system does not say: then it is UTC, and that is named.
    zone: Option<TimeZone>,
}

static ZONE: LazyLock<Option<TimeZone>> = LazyLock::new(|| TimeZone::try_system().ok());

impl Clock {
    /// This moment on this computer.
    pub(super) fn here() -> Self {
        let now = Timestamp::from_second(unix_now()).unwrap_or_default();
        Self { now, zone: ZONE.clone() }
    }

    fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone.clone().unwrap_or(TimeZone::UTC))
    }
}

/// How a day stands in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// By itself.
    Bare,
    /// When something was: on Tuesday.
    On,
    /// What belongs to it: the backup of Tuesday.
    Of,
}

impl Form {
    fn word(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::On => "on",
            Self::Of => "of",
        }
    }
}

/// The moment that a text of the house's form means.
fn moment(text: &str) -> Option<Timestamp> {
    let (day, time) = text.strip_suffix(" UTC")?.split_once(' ')?;
    let fits = text.len() == LENGTH && time.len() == 5;
    fits.then(|| format!("{day}T{time}:00Z").parse().ok()).flatten()
}

/// A day with the preposition in front of it, if there is one.
fn read(text: &str) -> Option<(Form, Timestamp)> {
    let (form, bare) = match (text.strip_prefix("on "), text.strip_prefix("of ")) {
        (Some(rest), _) => (Form::On, rest),
        (_, Some(rest)) => (Form::Of, rest),
        _ => (Form::Bare, text),
    };
    Some((form, moment(bare)?))
}

/// Whether a text is a day of the house.
pub(super) fn is_day(text: &str) -> bool {
    read(text).is_some()
}

impl Words {
    /// What stands in a message under `name`, when it is a day; `on` and `of` take the
    /// preposition to it.
    pub(super) fn day_value(&self, name: &str, text: &str, clock: &Clock) -> Option<String> {
        let (form, at) = read(text)?;
        let form = match name {
            "on" => Form::On,
            "of" => Form::Of,
            _ => form,
        };
        Some(self.said(form, at, clock))
    }

    fn said(&self, form: Form, at: Timestamp, clock: &Clock) -> String {
        let (then, today) = (clock.local(at), clock.local(clock.now).date());
        let kind = kind(then.date(), today);
        let zone = if clock.zone.is_none() { " UTC" } else { "" };
        let time = format!("{:02}:{:02}{zone}", then.hour(), then.minute());
        let weekday = self.t(&format!("weekday-{}", then.weekday().to_monday_one_offset()));
        let month = self.t(&format!("month-{}", then.month()));
        let values = [
            ("time", time.as_str()),
            ("hour", &then.hour().to_string()),
            ("weekday", &weekday),
            ("day", &then.day().to_string()),
            ("month", &month),
            ("year", &then.year().to_string()),
        ];
        self.with(&format!("day-{}-{kind}", form.word()), &values)
    }

    /// A text with every day of the house in it said as people say it.
    pub(super) fn with_days(&self, text: &str, clock: &Clock) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(" UTC") {
            let end = at + " UTC".len();
            let start = end.checked_sub(LENGTH).filter(|start| rest.is_char_boundary(*start));
            let found = start.filter(|start| moment(&rest[*start..end]).is_some());
            let Some(start) = found else {
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            };
            let before = &rest[..start];
            let word = ["on ", "of "].into_iter().find(|word| {
                let head = before.strip_suffix(word);
                head.is_some_and(|head| !head.ends_with(char::is_alphanumeric))
            });
            let start = start - word.map_or(0, str::len);
            out.push_str(&rest[..start]);
            let said = self.day_value("", &rest[start..end], clock);
            out.push_str(&said.unwrap_or_else(|| rest[start..end].to_owned()));
            rest = &rest[end..];
        }
        out.push_str(rest);
        out
    }
}

/// Which words name a day best. A weekday alone is clear for six days back.
fn kind(then: Date, today: Date) -> &'static str {
    let back = |days: i64| today.checked_sub(days.days()).ok();
    if then == today {
        "today"
    } else if Some(then) == back(1) {
        "yesterday"
    } else if then < today && back(6).is_some_and(|first| then >= first) {
        "weekday"
    } else {
        "date"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Friday, 27 November 2026, 00:30 in Vienna: in UTC it is Thursday still.
    fn vienna() -> Clock {
        let now = "2026-11-26T23:30:00Z".parse().expect("a moment");
        Clock { now, zone: TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").ok() }
    }

    fn said(tag: &str, text: &str) -> String {
        Words::of(tag).expect("a language").with_days(text, &vienna())
    }

    #[test]
    fn days_are_said_as_people_of_the_place_say_them() {
        let made = "made on 2026-11-26 23:05 UTC.";
        assert_eq!(said("en", made), "made today at 00:05.");
        for (english, own) in [
            ("on 2026-11-26 22:59 UTC", "yesterday at 23:59"),
            ("on 2026-11-24 17:05 UTC", "on Tuesday at 18:05"),
            ("of 2026-11-24 17:05 UTC", "of Tuesday at 18:05"),
            ("2026-11-24 17:05 UTC", "Tuesday, 18:05"),
            ("on 2026-11-20 23:05 UTC", "on Saturday at 00:05"),
            // A week ago it is the same weekday as today.
            ("on 2026-11-20 17:05 UTC", "on 20 November 2026 at 18:05"),
            // Summer has another offset, and what is to come is no past weekday.
            ("2026-07-01 22:30 UTC", "2 July 2026, 00:30"),
            ("2026-11-30 12:00 UTC", "30 November 2026, 13:00"),
        ] {
            assert_eq!(said("en", english), own);
        }
        let two = "from 2026-11-25 12:00 UTC to 2026-11-26 12:00 UTC";
        assert_eq!(said("en", two), "from Wednesday, 13:00 to yesterday, 13:00");
        for text in ["UTC", "12 UTC", "2026-13-99 99:99 UTC", "on Monday UTC", "5 · é UTC"] {
            assert_eq!(said("en", text), text);
        }
    }

    #[test]
    fn every_language_orders_a_day_in_its_own_way() {
        let all = |tag| {
            ["2026-11-26 23:05", "2026-11-26 00:05", "2026-11-24 17:05", "2026-05-03 10:00"]
                .map(|at| ["on ", "of ", ""].map(|form| said(tag, &format!("{form}{at} UTC"))))
        };
        let german = all("de");
        assert_eq!(german[0], ["heute um 00:05", "von heute um 00:05", "heute, 00:05"]);
        assert_eq!(german[1][0], "gestern um 01:05");
        assert_eq!(german[2], ["am Dienstag um 18:05", "vom Dienstag um 18:05", "Dienstag, 18:05"]);
        assert_eq!(german[3][1], "vom 3. Mai 2026 um 12:00");
        let spanish = all("es");
        assert_eq!(spanish[1], ["ayer a la 01:05", "de ayer a la 01:05", "ayer, 01:05"]);
        assert_eq!(spanish[2][1], "del martes a las 18:05");
        assert_eq!(spanish[3][0], "el 3 de mayo de 2026 a las 12:00");
        let chinese = all("zh-Hans");
        assert_eq!(chinese[0][0], "今天 00:05");
        assert_eq!(chinese[2][1], "星期二 18:05");
        assert_eq!(chinese[3][2], "2026年5月3日 12:00");
    }

    #[test]
    fn where_the_zone_is_not_known_utc_is_named() {
        let clock = Clock { zone: None, ..vienna() };
        let english = Words::english();
        let said = english.with_days("on 2026-11-26 12:05 UTC", &clock);
        assert_eq!(said, "today at 12:05 UTC");
    }

    #[test]
    fn the_reassurance_names_both_days() {
        let clock = vienna();
        for words in Words::all() {
            let of = words.day_value("of", "2026-11-24 17:05 UTC", &clock).unwrap_or_default();
            let on = words.day_value("on", "2026-11-25 12:00 UTC", &clock).unwrap_or_default();
            let said = words.t2("safe-proven", ("of", &of), ("on", &on));
            assert!(said.contains(&of) && said.contains(&on), "{said}");
        }
    }
}
