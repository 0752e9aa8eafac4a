//! The kernel's log of the last while: what it met on the ports of phones.
//!
//! That a phone was unplugged and plugged in is no trouble, and iPhones leave the bus and come
//! back by themselves once or twice when they are plugged in, trusted or unlocked (usbmuxd
//! switches their mode). So only leaving and coming back within seconds counts, and only
//! several times in a quarter of an hour.

use std::collections::BTreeMap;

use crate::here::Here;
use crate::probe::Failure;
use crate::recorder::Recorder;
use crate::system;

/// Only so much of the past counts, in seconds before the last line.
const PAST: f64 = 3600.0;
/// Leaving and coming back within this is no unplugging by hand, in seconds.
const BOUNCE: f64 = 4.0;
/// As many bounces within [`BOUNCES_WITHIN`] are not the phone's own doing.
const BOUNCES_MIN: usize = 3;
const BOUNCES_WITHIN: f64 = 900.0;
/// Lines of trouble that are kept as lines.
const LINES_MAX: usize = 40;

/// Reads the log and records what matters of it.
pub(super) fn read(here: &Here, out: &Recorder) -> Result<(), Failure> {
    let Some(log) = system::of(here).kernel_log(here) else {
        return if here.kind() == crate::here::Kind::Linux {
            Err("the kernel's log may not be read by this user".to_owned())
        } else {
            Ok(())
        };
    };
    let found = Found::in_log(&log);
    out.fact("here.bus_bounces", found.bounces as u64);
    out.fact("here.bus_resets", found.resets as u64);
    for line in found.lines.into_iter().take(LINES_MAX) {
        out.line(line);
    }
    Ok(())
}

#[derive(Debug, Default)]
struct Found<'t> {
    bounces: usize,
    resets: usize,
    /// Lines that mean trouble whoever caused them.
    lines: Vec<&'t str>,
}

/// Trouble of the port or the computer's USB as a whole.
const TROUBLE: [&str; 12] = [
    "over-current",
    "not accepting address",
    "unable to enumerate",
    "maybe the usb cable is bad",
    "attempt power cycle",
    "disabled by hub",
    "device descriptor read",
    "host controller not responding",
    "hc died",
    "insufficient available bus power",
    "reset full-speed usb device",
    "did not claim interface",
];

impl<'t> Found<'t> {
    fn in_log(log: &'t str) -> Self {
        let lines: Vec<(f64, &str)> =
            log.lines().filter_map(|line| Some((seconds(line)?, line))).collect();
        let last = lines.last().map_or(0.0, |(at, _)| *at);
        let recent = lines.into_iter().filter(|(at, _)| last - at <= PAST);
        let mut found = Self::default();
        // Ports on which an Apple device was seen, and when something left them.
        let mut phones: Vec<&str> = Vec::new();
        let mut left: BTreeMap<&str, f64> = BTreeMap::new();
        let mut bounces: Vec<f64> = Vec::new();
        for (at, line) in recent {
            let lower = line.to_ascii_lowercase();
            let port = port(line);
            if let Some(port) = port {
                if lower.contains("idvendor=05ac") {
                    phones.push(port);
                }
                if lower.contains("usb disconnect, ") && phones.contains(&port) {
                    left.insert(port, at);
                }
                if lower.contains("new usb device found, idvendor=05ac")
                    && left.remove(port).is_some_and(|gone| at - gone <= BOUNCE)
                {
                    bounces.push(at);
                }
                if lower.contains(": reset ") && phones.contains(&port) {
                    found.resets += 1;
                }
            }
            let ours = port.is_none_or(|port| {
                // A port that never came so far as to say who it is could be a phone's.
                phones.is_empty() || phones.contains(&port) || port.starts_with("usb")
            });
            if ours && TROUBLE.iter().any(|words| lower.contains(words)) {
                found.lines.push(line);
            }
        }
        let within = bounces.iter().filter(|at| last - **at <= BOUNCES_WITHIN).count();
        found.bounces = if within >= BOUNCES_MIN { within } else { 0 };
        found
    }
}

/// `[ 7310.694217] usb 1-2: …`, also with the name of the host in front or without a bracket.
fn seconds(line: &str) -> Option<f64> {
    let inside = line.split_once('[')?.1.split_once(']')?.0;
    inside.trim().parse().ok().filter(|at: &f64| at.is_finite())
}

/// The port in `usb 1-2.3: …` and `usb usb1-port2: …`.
fn port(line: &str) -> Option<&str> {
    let rest = line.split_once("] ")?.1;
    let rest = rest.split_once("usb ").map_or(rest, |(_, rest)| rest);
    let port = rest.split_once(':')?.0;
    let is_port = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    (port.len() < 24 && !port.is_empty() && port.chars().all(is_port)).then_some(port)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: &str = "usb 1-2: New USB device found, idVendor=05ac, idProduct=12a8, bcdDevice=15";

    fn log(lines: &[(f64, &str)]) -> String {
        lines.iter().map(|(at, line)| format!("[{at:12.6}] {line}\n")).collect()
    }

    #[test]
    fn unplugging_by_hand_and_coming_up_are_no_trouble() {
        let text = log(&[
            (100.0, NEW),
            (101.0, "usb 1-2: USB disconnect, device number 4"),
            (102.0, NEW),
            (900.0, "usb 1-2: USB disconnect, device number 5"),
            (960.0, NEW),
            (961.0, "usb 1-4: USB disconnect, device number 9"),
        ]);
        let found = Found::in_log(&text);
        assert_eq!((found.bounces, found.resets, found.lines.len()), (0, 0, 0));
    }

    #[test]
    fn a_phone_that_bounces_and_resets_is_told() {
        let mut lines = vec![(50.0, NEW)];
        for round in 0..4 {
            let at = 100.0 + f64::from(round) * 60.0;
            lines.push((at, "usb 1-2: USB disconnect, device number 4"));
            lines.push((at + 1.0, NEW));
        }
        lines.push((400.0, "usb 1-2: reset high-speed USB device number 18 using xhci_hcd"));
        lines.push((401.0, "usb usb1-port2: over-current change #3"));
        let text = log(&lines);
        let found = Found::in_log(&text);
        assert_eq!((found.bounces, found.resets, found.lines.len()), (4, 1, 1));
    }

    #[test]
    fn trouble_of_other_devices_and_of_long_ago_is_not_the_phones() {
        let text = log(&[
            (10.0, "usb 1-2: device descriptor read/64, error -71"),
            (9000.0, NEW),
            (9001.0, "usb 3-1: device descriptor read/64, error -71"),
        ]);
        assert!(Found::in_log(&text).lines.is_empty());
        let text = log(&[(9001.0, "usb 3-1: device descriptor read/64, error -71")]);
        assert_eq!(Found::in_log(&text).lines.len(), 1);
    }

    #[test]
    fn anything_may_stand_in_a_log() {
        for text in ["", "[", "[]]] usb :", "[nan] usb 1-2: x", "[1.0] ü: ö", "]["] {
            assert!(Found::in_log(text).lines.is_empty());
        }
    }
}
