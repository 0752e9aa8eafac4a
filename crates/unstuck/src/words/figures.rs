//! Figures and amounts as a language writes them: 1,500 files and 4.2 MB in English, 1.500 and
//! 4,2 MB in German.
//!
//! The house writes them the English way. Whole figures go into messages as numbers, so that a
//! language can choose its singular; all others change their signs only.

use fluent_bundle::FluentValue;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use intl_memoizer::concurrent::IntlLangMemoizer;

/// Names of values that are figures: nothing else fits into their place.
pub(super) const FIGURES: [&str; 6] = ["count", "percent", "minutes", "seconds", "number", "total"];

/// Names of values that are figures on the page.
const NUMBERS: [&str; 3] = ["hour", "page", "pages"];

/// Whether a value is a figure wherever it is one.
pub(super) fn is_number(name: &str) -> bool {
    FIGURES.contains(&name) || NUMBERS.contains(&name)
}

/// Units that stand behind a figure.
const UNITS: [&str; 13] =
    ["byte", "bytes", "KB", "MB", "GB", "TB", "PB", "s", "min", "h", "%", "Mbit/s", "Gbit/s"];

/// Signs of a language: between thousands, and before what is less than one.
#[derive(Clone, Copy)]
struct Signs {
    thousands: &'static str,
    point: &'static str,
    /// Figures with fewer digits are written without a sign.
    grouped_from: usize,
}

const ENGLISH: Signs = Signs { thousands: ",", point: ".", grouped_from: 4 };
const GERMAN: Signs = Signs { thousands: ".", point: ",", grouped_from: 4 };
/// By the academies of the language: a space that does not break, from five digits on.
const SPANISH: Signs = Signs { thousands: "\u{a0}", point: ",", grouped_from: 5 };

fn signs(tag: &str) -> Signs {
    match tag {
        "de" => GERMAN,
        "es" => SPANISH,
        _ => ENGLISH,
    }
}

/// A whole figure as the house writes it: `7`, `1,500`.
pub(super) fn whole(text: &str) -> Option<u64> {
    let bare = text.trim();
    let digits: String = bare.chars().filter(|c| *c != ',').collect();
    let is_figure = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    // `1,5` is none of ours.
    let groups = bare.split(',').skip(1).all(|group| group.len() == 3);
    // A number of Fluent is exact up to here.
    digits.parse().ok().filter(|n| is_figure && groups && *n < 1 << 53)
}

fn grouped(number: u64, signs: Signs) -> String {
    let digits = number.to_string();
    if digits.len() < signs.grouped_from {
        return digits;
    }
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(signs.thousands);
        }
        out.push(digit);
    }
    out
}

/// A figure for a message. In a column it stays as wide as it was.
pub(super) fn number(number: u64, text: &str) -> FluentNumber {
    let width = text.starts_with(' ').then(|| text.chars().count());
    let options =
        FluentNumberOptions { minimum_integer_digits: width, ..FluentNumberOptions::default() };
    // Exact: `whole` knows none that are larger.
    FluentNumber::new(number as f64, options)
}

/// A whole figure in a language.
pub(super) fn written_in(tag: &str, number: u64) -> String {
    grouped(number, signs(tag))
}

/// One figure of an amount; `None` for what is none.
fn figure(text: &str, signs: Signs) -> Option<String> {
    let (number, rest) = text.split_once('.').map_or((text, None), |(n, rest)| (n, Some(rest)));
    let number = grouped(whole(number)?, signs);
    match rest {
        None => Some(number),
        Some(rest) => rest
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| format!("{number}{}{rest}", signs.point)),
    }
}

/// An amount with its units in a language: `4.2 MB`, `2 h 10 min`, `3.1 MB/s`. `None` for what
/// is no amount; versions of iOS have no unit, and stay as they are.
pub(super) fn amount(tag: &str, text: &str) -> Option<String> {
    let signs = signs(tag);
    let parts: Vec<&str> = text.split(' ').collect();
    if !parts.len().is_multiple_of(2) {
        return None;
    }
    let mut own = Vec::with_capacity(parts.len());
    for pair in parts.chunks(2) {
        let unit = pair[1];
        let bare = unit.strip_suffix("/s").unwrap_or(unit);
        let is_unit = UNITS.contains(&unit) || UNITS.contains(&bare);
        own.push(is_unit.then(|| figure(pair[0], signs)).flatten()?);
        own.push(unit_in(tag, unit).to_owned());
    }
    Some(own.join(" "))
}

fn unit_in<'u>(tag: &str, unit: &'u str) -> &'u str {
    match (tag, unit) {
        ("de", "byte" | "bytes") => "Byte",
        ("zh-Hans", "byte" | "bytes") => "字节",
        ("zh-Hans", "s") => "秒",
        ("zh-Hans", "min") => "分钟",
        ("zh-Hans", "h") => "小时",
        _ => unit,
    }
}

/// How a bundle writes numbers.
pub(super) type Formatter = fn(&FluentValue<'_>, &IntlLangMemoizer) -> Option<String>;

/// The formatter of a language.
pub(super) fn formatter(tag: &str) -> Formatter {
    match tag {
        "de" => |value, _| written(value, GERMAN),
        "es" => |value, _| written(value, SPANISH),
        _ => |value, _| written(value, ENGLISH),
    }
}

fn written(value: &FluentValue<'_>, signs: Signs) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    // Only whole ones are put in: `whole` above.
    let width = number.options.minimum_integer_digits.unwrap_or_default();
    Some(format!("{:>width$}", grouped(number.value as u64, signs)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_in_the_language() {
        for (tag, text, own) in [
            ("en", "4.2 MB", Some("4.2 MB")),
            ("de", "4.2 MB", Some("4,2 MB")),
            ("de", "2 h 10 min", Some("2 h 10 min")),
            ("es", "12 MB/s", Some("12 MB/s")),
            ("es", "12,345 bytes", Some("12\u{a0}345 bytes")),
            ("es", "1,500 bytes", Some("1500 bytes")),
            ("zh-Hans", "2 h 10 min", Some("2 小时 10 分钟")),
            ("de", "1.0 KB/s", Some("1,0 KB/s")),
            // Versions, names and sentences are none.
            ("de", "18.5", None),
            ("de", "iPhone 15", None),
            ("de", "4.x MB", None),
            ("de", "4.2 parsecs", None),
            ("de", "", None),
        ] {
            assert_eq!(amount(tag, text).as_deref(), own, "{tag}: {text}");
        }
    }

    #[test]
    fn whole_figures_are_those_that_the_house_writes() {
        assert_eq!(whole("1,234,567"), Some(1_234_567));
        assert_eq!(whole(" 12 "), Some(12));
        for text in ["", "1,5", "12.5", "a", ",", "99999999999999999999"] {
            assert_eq!(whole(text), None, "{text}");
        }
        assert_eq!(grouped(1500, GERMAN), "1.500");
        assert_eq!(grouped(1500, SPANISH), "1500");
    }
}
