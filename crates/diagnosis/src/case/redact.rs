//! Takes private things out of a case: names, identifiers, addresses, paths, network names.
//!
//! Better too much than too little: what looks like an identifier is one. Words that say what
//! happened, numbers of errors, versions, file names of the backup format and sizes stay, so
//! that the case still leads to the same cause.

use serde_json::{Map, Value as Json, json};

use super::{Case, CaseFile, Privacy, Source, Value};

mod names;
mod paths;
mod tokens;

/// Parts of a fact's name that make its value private as a whole.
const PRIVATE_PARTS: [&str; 30] = [
    "udid",
    "uuid",
    "serial",
    "ecid",
    "imei",
    "meid",
    "iccid",
    "imsi",
    "mac_address",
    "wifi_mac",
    "bluetooth_address",
    "ip_address",
    "ipv4",
    "ipv6",
    "phone_number",
    "email",
    "e_mail",
    "apple_id",
    "account_name",
    "user_name",
    "username",
    "owner",
    "device_name",
    "host_name",
    "hostname",
    "computer_name",
    "ssid",
    "network_name",
    "wifi_name",
    "router_name",
];
const PRIVATE_NAMES: [&str; 9] =
    ["name", "ip", "mac", "address", "password", "passcode", "pin", "token", "key"];

/// Whether a fact of this name is private whatever it says.
pub(super) fn is_private_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace(['-', ' '], "_");
    PRIVATE_NAMES.contains(&name.as_str()) || PRIVATE_PARTS.iter().any(|part| name.contains(part))
}

/// The case as a file, with nothing private left in it.
pub(super) fn shareable(case: &Case) -> CaseFile {
    let mut fields = Map::new();
    let mut log = Vec::new();
    let mut facts = Map::new();
    for evidence in case.evidence() {
        let value = shown(&evidence.value, evidence.privacy);
        match (evidence.source, evidence.key.strip_prefix("facts.")) {
            (Source::Log, _) => log.push(value),
            (_, Some(name)) => {
                facts.insert(text(name), value);
            }
            _ => {
                fields.insert(evidence.key.clone(), value);
            }
        }
    }
    if !log.is_empty() {
        fields.insert("log".to_owned(), Json::Array(log));
    }
    if !facts.is_empty() {
        fields.insert("facts".to_owned(), Json::Object(facts));
    }
    CaseFile::from_fields(fields)
}

fn shown(value: &Value, privacy: Privacy) -> Json {
    match (value, privacy) {
        // Yes and no tell nothing about who it is.
        (Value::Flag(_), _) | (_, Privacy::Open) => value.to_json(),
        (_, Privacy::Private) => json!("‹private›"),
        (Value::Number(_), Privacy::Words) => value.to_json(),
        (Value::Text(words), Privacy::Words) => json!(text(words)),
    }
}

/// One text without anything private.
pub(super) fn text(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let line = paths::without(line);
        let line = names::without(&line);
        tokens::without(&line)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
