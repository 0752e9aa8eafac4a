use clap::Args;
use serde_json::{Value, json};
use unstuck_link::mux::Transport;
use unstuck_link::{Attached, Fault, Lockdown, Phone};

use super::Context;
use crate::engine::PhoneFacts;
use crate::report::{Report, code, no_phone};

/// Show the iPhones in reach: who they are, whether they trust this computer, whether they
/// are locked, whether their backups are encrypted.
#[derive(Debug, Args)]
pub(crate) struct DevicesArgs {}

/// What was found out about one phone.
struct Seen {
    attached: Attached,
    trust: &'static str,
    locked: Option<bool>,
    facts: Option<PhoneFacts>,
}

pub(super) async fn perform(_args: &DevicesArgs, context: &mut Context<'_>) -> Result<u8, Report> {
    let attached = context.muxer.list().await?;
    if attached.is_empty() {
        return Err(no_phone());
    }
    for attached in attached {
        let seen = look(context, attached).await;
        context.view.answer(&text_of(&seen), vec![object_of(&seen)]);
    }
    Ok(code::DONE)
}

async fn look(context: &Context<'_>, attached: Attached) -> Seen {
    let locked = match Lockdown::open(&context.muxer, &attached).await {
        Ok(mut lockdown) => lockdown.value("PasswordProtected").await.ok().flatten(),
        Err(_) => None,
    };
    let locked = locked.as_ref().and_then(plist::Value::as_boolean);
    let (trust, facts) = match Phone::open(&context.muxer, &attached.udid).await {
        Ok(mut phone) => ("trusted", PhoneFacts::ask(&mut phone).await.ok()),
        Err(error) => match error.fault {
            Fault::NotTrusted => ("not-trusted", None),
            Fault::Tls(_) => ("trust-broken", None),
            Fault::Locked => ("locked", None),
            _ => ("no-answer", None),
        },
    };
    Seen { attached, trust, locked, facts }
}

fn transport_word(transport: Transport) -> &'static str {
    match transport {
        Transport::Usb { .. } => "usb",
        Transport::Network => "wifi",
    }
}

fn text_of(seen: &Seen) -> String {
    let (name, description) = match &seen.facts {
        Some(facts) => (facts.name(), facts.description()),
        None => ("iPhone".to_owned(), String::new()),
    };
    let by = match seen.attached.transport {
        Transport::Usb { .. } => "by cable",
        Transport::Network => "over Wi-Fi",
    };
    let trust = match seen.trust {
        "trusted" => "trusts this computer",
        "not-trusted" => "does not trust this computer yet: tap Trust on it",
        "trust-broken" => "does not know this computer any more: unplug it and plug it in again",
        "locked" => "is locked: unlock it with its passcode",
        _ => "does not answer: unplug it and plug it in again",
    };
    let locked = match seen.locked {
        Some(true) => ", locked now",
        Some(false) | None => "",
    };
    let encrypted = match seen.facts.as_ref().and_then(|facts| facts.will_encrypt) {
        Some(true) => "\n  backups are encrypted",
        Some(false) => "\n  backups are not encrypted",
        None => "",
    };
    let about = if description.is_empty() { String::new() } else { format!(" ({description})") };
    format!("{name}{about}, {by}\n  {}\n  {trust}{locked}{encrypted}\n", seen.attached.udid)
}

fn object_of(seen: &Seen) -> Value {
    let facts = seen.facts.as_ref();
    let text = |key: &str| facts.and_then(|facts| facts.text(key));
    json!({
        "type": "device",
        "udid": seen.attached.udid,
        "transport": transport_word(seen.attached.transport),
        "bits_per_second": match seen.attached.transport {
            Transport::Usb { bits_per_second } => bits_per_second,
            Transport::Network => None,
        },
        "name": text("DeviceName"),
        "product_type": text("ProductType"),
        "model": facts.map(PhoneFacts::description),
        "ios_version": text("ProductVersion"),
        "trust": seen.trust,
        "locked": seen.locked,
        "backups_encrypted": facts.and_then(|facts| facts.will_encrypt),
    })
}
