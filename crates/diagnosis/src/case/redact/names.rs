//! Names of people, phones, computers and networks.

/// Kinds of device behind an owner's name: `Ada's iPhone`, `Ada-MacBook-Pro`.
const DEVICES: [&str; 9] =
    ["iPhone", "iPad", "iPod", "MacBook", "iMac", "Mac", "Laptop", "PC", "Desktop"];

/// Words in front of a device that are nobody's name.
const NOBODY: &[&str] = &[
    "my",
    "the",
    "an",
    "a",
    "this",
    "that",
    "your",
    "his",
    "her",
    "their",
    "our",
    "old",
    "new",
    "other",
    "another",
    "work",
    "school",
    "company",
    "apple",
    "same",
    "each",
    "every",
    "any",
    "which",
    "and",
    "or",
    "to",
    "of",
    "on",
    "with",
    "from",
    "for",
    "in",
    "second",
    "first",
    "one",
    "two",
    "both",
    "s",
    "back",
    "an",
    "connected",
    "because",
    "locked",
    "find",
    "trust",
    "usb",
    "ordinary",
    "windows",
    "intel",
    "m1",
    "m2",
    "m3",
    "m4",
    "gaming",
    "virtual",
    "up",
    "no",
];

/// Words behind which the name of a network or an account stands.
const NAMED: [&str; 8] =
    ["SSID:", "SSID=", "ssid:", "ssid=", "Apple ID:", "AppleID:", "Apple Account:", "hostname:"];

/// Words behind which a quoted name stands.
const QUOTED: [&str; 14] = [
    "network ",
    "Network ",
    "Wi-Fi ",
    "wifi ",
    "WiFi ",
    "hotspot ",
    "iPhone ",
    "iPad ",
    "phone ",
    "computer ",
    "device ",
    "named ",
    "called ",
    "user ",
];

/// The line with names replaced.
pub(super) fn without(line: &str) -> String {
    let line = without_syslog_host(line);
    let line = without_named(&line);
    let line = without_quoted(&line);
    without_owners(&line)
}

/// `Oct  3 06:40:00 Adas-iPhone BackupAgent2[1] …`: the fourth word is the phone's name.
fn without_syslog_host(line: &str) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let Some(time) = line.find(':').filter(|_| MONTHS.iter().any(|month| line.starts_with(month)))
    else {
        return line.to_owned();
    };
    let Some(space) = line[time..].find(' ').map(|space| time + space) else {
        return line.to_owned();
    };
    let (stamp, rest) = line.split_at(space + 1);
    let host = rest.split(' ').next().unwrap_or_default();
    let is_process = host.contains('[') || host.ends_with(':') || host == "iPhone";
    if stamp.len() > 24 || host.is_empty() || is_process {
        return line.to_owned();
    }
    format!("{stamp}‹name›{}", &rest[host.len()..])
}

fn without_named(line: &str) -> String {
    let mut out = line.to_owned();
    for marker in NAMED {
        if let Some(at) = out.find(marker) {
            let begin = at + marker.len();
            let rest = &out[begin..];
            let value = rest.trim_start();
            let begin = begin + (rest.len() - value.len());
            let end = value.find([',', ';', ')', ']']).unwrap_or(value.len());
            out = format!("{}‹name›{}", &out[..begin], &out[begin + end..]);
        }
    }
    out
}

fn without_quoted(line: &str) -> String {
    let mut out = line.to_owned();
    for marker in QUOTED {
        for (open, close) in [('"', '"'), ('“', '”'), ('\u{2018}', '\u{2019}')] {
            let begin = format!("{marker}{open}");
            let Some(at) = out.find(&begin) else { continue };
            let from = at + begin.len();
            let Some(length) = out[from..].find(close) else { continue };
            out = format!("{}‹name›{}", &out[..from], &out[from + length..]);
        }
    }
    out
}

/// `Ada's iPhone`, `Adas-iPhone`, `Ada Lovelace's MacBook Pro`.
fn without_owners(line: &str) -> String {
    let mut out = line.to_owned();
    for device in DEVICES {
        let mut from = 0;
        while let Some(at) = out[from..].find(device).map(|at| from + at) {
            from = at + device.len();
            let front = &out[..at];
            let Some(joint) = front.chars().next_back().filter(|c| matches!(c, ' ' | '-' | '_'))
            else {
                continue;
            };
            let front = &front[..front.len() - joint.len_utf8()];
            let in_name = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}' | '-');
            let begin = front
                .rfind(|c: char| !in_name(c))
                .map_or(0, |at| at + front[at..].chars().next().map_or(0, char::len_utf8));
            let name = &front[begin..];
            let owned = name.ends_with("'s") || name.ends_with("\u{2019}s") || joint != ' ';
            let somebody = !NOBODY.contains(&name.to_lowercase().as_str());
            if owned && somebody && !name.is_empty() {
                let begin = first_name(&out, begin);
                let after = out[at..].to_owned();
                out = format!("{}‹name›{joint}{after}", &out[..begin]);
                from = begin + "‹name›".len() + joint.len_utf8() + device.len();
            }
        }
    }
    out
}

/// Where the name begins when a first name stands in front of it.
fn first_name(line: &str, begin: usize) -> usize {
    let front = line[..begin].trim_end();
    let word = front.rsplit(' ').next().unwrap_or_default();
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let plain = word.chars().all(char::is_alphabetic) && word.chars().count() > 1;
    let nobody = NOBODY.contains(&word.to_lowercase().as_str());
    if capital && plain && !nobody { front.len() - word.len() } else { begin }
}
