//! The comparison for people as words, for scripts as the object of docs/contracts.md 13.

use std::fmt::Write;
use std::time::Duration;

use serde_json::{Value, json};

use super::compared::{Comparison, Method};
use super::seen::Seen;
use crate::time::{human_bytes, human_count, human_date, human_time};
use crate::view::paragraph;

/// For people: the advice first, then each way.
pub(super) fn text(comparison: &Comparison, seen: &Seen) -> String {
    let best = comparison.methods.iter().find(|method| method.id == comparison.recommended);
    let mut text = format!("Take: {}\n", best.map_or("", |method| method.name));
    paragraph(&mut text, "Why", &comparison.why);
    paragraph(&mut text, "For", &who(seen));
    if let Some(why) = seen.silent {
        let words = format!("it says nothing of itself: {why}; so there are no figures for it");
        paragraph(&mut text, "Note", &words);
    }
    for method in &comparison.methods {
        let _ = write!(text, "\n{}\n", method.name);
        if let Some(why) = &method.unavailable {
            paragraph(&mut text, "Not", &format!("possible here: {why}"));
        }
        paragraph(&mut text, "Good", method.best_for);
        paragraph(&mut text, "Limits", method.limits);
        paragraph(&mut text, "Holds", method.contents);
        paragraph(&mut text, "Time", &time(method));
        paragraph(&mut text, "Proof", method.proof);
        paragraph(&mut text, "History", method.history);
        if let Some(last) = method.last {
            paragraph(&mut text, "Last", &human_date(last));
        }
    }
    text
}

fn time(method: &Method) -> String {
    let duration = |seconds: u64| human_time(Duration::from_secs(seconds));
    match method.seconds {
        Some((low, high)) => format!(
            "{} to {} for a full one ({}); later ones carry what changed",
            duration(low),
            duration(high),
            method.basis
        ),
        None => format!("cannot be told: {}", method.basis),
    }
}

/// What is known of the phone, in a line.
fn who(seen: &Seen) -> String {
    if seen.udid.is_none() {
        return "any iPhone: none is in reach. Connect it for figures of its own.".to_owned();
    }
    let name = seen.name.clone().unwrap_or_else(|| "the iPhone".to_owned());
    let mut parts = vec![name];
    parts.extend(seen.model.map(|model| model.name.to_owned()));
    parts.extend(seen.ios.as_ref().map(|ios| format!("iOS {ios}")));
    parts.push(if seen.network { "over Wi-Fi" } else { "by cable" }.to_owned());
    parts.extend(seen.used_bytes.map(|bytes| format!("{} in use", human_bytes(bytes))));
    if seen.versions > 0 {
        let word = if seen.versions == 1 { "version" } else { "versions" };
        parts.push(format!("{} {word} kept here", human_count(seen.versions as u64)));
    }
    match seen.icloud_on {
        Some(true) => parts.push("iCloud Backup is on".to_owned()),
        Some(false) => parts.push("iCloud Backup is off".to_owned()),
        None => {}
    }
    parts.join(", ")
}

/// For scripts.
pub(super) fn object(comparison: &Comparison, seen: &Seen) -> Value {
    let methods = comparison.methods.iter().map(|method| {
        json!({
            "id": method.id,
            "name": method.name,
            "available": method.unavailable.is_none(),
            "unavailable": method.unavailable,
            "best_for": method.best_for,
            "limits": method.limits,
            "contents": method.contents,
            "proof": method.proof,
            "history": method.history,
            "seconds": method.seconds,
            "basis": method.basis,
            "last": method.last,
        })
    });
    let phone = seen.udid.as_ref().map(|udid| {
        json!({
            "udid": udid,
            "name": seen.name,
            "model": seen.model.map(|model| model.name),
            "ios_version": seen.ios,
            "transport": if seen.network { "wifi" } else { "usb" },
            "bits_per_second": seen.bits_per_second,
            "used_bytes": seen.used_bytes,
            "backups_encrypted": seen.encrypted,
            "icloud_backup_on": seen.icloud_on,
            "versions": seen.versions,
            "silent": seen.silent,
        })
    });
    json!({
        "type": "methods",
        "phone": phone,
        "methods": methods.collect::<Vec<_>>(),
        "recommended": { "method": comparison.recommended, "why": comparison.why },
    })
}
