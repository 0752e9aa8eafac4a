//! Every phone in reach, side by side.
//!
//! Each phone has a thread with a runtime of its own: its own TLS, its own desk at the disk, its
//! own panic if it comes to that. What they share is the hub and the disk, and both push back on
//! whoever is ahead: nobody holds more than its own buffers.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinHandle;
use unstuck_link::mux::Transport;
use unstuck_link::{Attached, Lockdown, Muxer};
use unstuck_manifest::Password;

use super::Context;
use super::backup::{BackupOptions, back_up, look_around};
use crate::interrupt::Interrupts;
use crate::person::Nobody;
use crate::report::{Report, code, no_phone};
use crate::secrets;
use crate::view::{PhoneLabel, View};

/// Backs up all of them; the exit code of the first that failed, in the order of their names.
pub(super) async fn back_up_all(
    options: &BackupOptions,
    context: &mut Context<'_>,
) -> Result<u8, Report> {
    look_around(options, context).await?;
    let phones = in_reach(options, context).await?;
    let password = shared_password(context).await?;
    let mut runs = Vec::with_capacity(phones.len());
    for phone in phones {
        let beside = Beside {
            options: BackupOptions { device: Some(phone.udid.clone()), ..options.clone() },
            view: context.view.beside(&phone),
            muxer: context.muxer.clone(),
            patience: context.patience,
            simulated: context.simulated,
            mdns_port: context.mdns_port,
            password: password.clone(),
        };
        let run: JoinHandle<u8> = tokio::task::spawn_blocking(move || beside.perform());
        runs.push((phone, run));
    }
    let mut ends = Vec::with_capacity(runs.len());
    for (phone, run) in runs {
        // A run that panicked is a failure of that phone and of no other.
        ends.push((phone, run.await.unwrap_or(code::FAILED)));
    }
    Ok(tell_all(context, &ends))
}

/// What one phone's thread works with.
struct Beside {
    options: BackupOptions,
    view: Box<dyn View>,
    muxer: Muxer,
    patience: f64,
    simulated: bool,
    mdns_port: u16,
    password: Option<Password>,
}

impl Beside {
    fn perform(mut self) -> u8 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let done = match runtime {
            Ok(runtime) => {
                let done = runtime.block_on(self.back_up());
                runtime.shutdown_background();
                done
            }
            Err(error) => {
                Err(Report::new(code::FAILED, "No thread for this iPhone.").saw(error.to_string()))
            }
        };
        done.unwrap_or_else(|report| {
            self.view.failure(&report);
            report.code
        })
    }

    async fn back_up(&mut self) -> Result<u8, Report> {
        let interrupts = Interrupts::listen().map_err(|error| {
            Report::new(code::FAILED, "This system gives no signals.").saw(error.to_string())
        })?;
        let mut context = Context {
            view: &mut *self.view,
            muxer: self.muxer.clone(),
            patience: self.patience,
            simulated: self.simulated,
            mdns_port: self.mdns_port,
            supervisor: None,
            password: self.password.clone(),
            side_by_side: true,
            person: Arc::new(Nobody),
            interrupts,
        };
        back_up(&self.options, &mut context).await
    }
}

/// The phones to serve, by name. Those in reach over Wi-Fi only are left out unless allowed.
async fn in_reach(
    options: &BackupOptions,
    context: &mut Context<'_>,
) -> Result<Vec<PhoneLabel>, Report> {
    let mut all = context.muxer.list().await?;
    // By cable before Wi-Fi, so that the first of a phone's two entries is the better one.
    all.sort_by_key(|one| (one.udid.clone(), one.transport == Transport::Network));
    all.dedup_by(|later, first| later.udid == first.udid);
    let mut phones = Vec::with_capacity(all.len());
    for attached in all {
        let label = PhoneLabel {
            name: name_of(&context.muxer, &attached).await,
            udid: attached.udid.clone(),
        };
        if attached.transport == Transport::Network && !options.wifi {
            let text = format!("{} is in reach over Wi-Fi only: left out (--wifi).", label.name);
            context.view.say(&text, None);
            continue;
        }
        phones.push(label);
    }
    if phones.is_empty() {
        return Err(no_phone());
    }
    tell_apart(&mut phones);
    phones.sort_by(|a, b| (&a.name, &a.udid).cmp(&(&b.name, &b.udid)));
    let names: Vec<&str> = phones.iter().map(|phone| phone.name.as_str()).collect();
    let text = format!("Found {} iPhones: {}.", phones.len(), names.join(", "));
    context.view.say(&text, None);
    Ok(phones)
}

/// Its own name, which it tells everybody; a phone that says nothing is named by its UDID.
async fn name_of(muxer: &Muxer, attached: &Attached) -> String {
    let name = match Lockdown::open(muxer, attached).await {
        Ok(mut lockdown) => lockdown.value("DeviceName").await.ok().flatten(),
        Err(_) => None,
    };
    let name = name.and_then(plist::Value::into_string).filter(|name| !name.trim().is_empty());
    name.unwrap_or_else(|| format!("iPhone {}", ending(&attached.udid)))
}

/// Phones of the same name get the end of their UDID with it.
fn tell_apart(phones: &mut [PhoneLabel]) {
    let names: Vec<String> = phones.iter().map(|phone| phone.name.clone()).collect();
    for phone in phones {
        if names.iter().filter(|name| **name == phone.name).count() > 1 {
            phone.name = format!("{} ({})", phone.name, ending(&phone.udid));
        }
    }
}

fn ending(udid: &str) -> &str {
    udid.get(udid.len().saturating_sub(4)..).unwrap_or(udid)
}

/// One password for all, asked for before they begin: later nobody could tell whose question
/// it is.
async fn shared_password(context: &mut Context<'_>) -> Result<Option<Password>, Report> {
    if !context.may_ask() || secrets::from_file()?.is_some() {
        return Ok(None);
    }
    let text = "One backup password serves all of them: it opens the backups of those that have \
                one, and is set on those that have none.";
    context.view.say(text, None);
    context.person.password("Backup password (empty to go on without)".to_owned()).await
}

/// The last word: how many are safe, and which are not.
fn tell_all(context: &mut Context<'_>, ends: &[(PhoneLabel, u8)]) -> u8 {
    let failed: Vec<&(PhoneLabel, u8)> = ends.iter().filter(|end| end.1 != code::DONE).collect();
    let exit_code = failed.first().map_or(code::DONE, |end| end.1);
    let mut text =
        format!("\n{} of {} iPhones are backed up.\n", ends.len() - failed.len(), ends.len());
    for (phone, code) in &failed {
        text.push_str(&format!("  Not {}: exit code {code}, see above.\n", phone.name));
    }
    let phones: Vec<Value> = ends
        .iter()
        .map(|(phone, code)| json!({ "udid": phone.udid, "name": phone.name, "exit_code": code }))
        .collect();
    let object = json!({
        "type": "result",
        "outcome": if failed.is_empty() { "complete" } else { "failed" },
        "exit_code": exit_code,
        "phones": phones,
        "headline": text.trim(),
    });
    context.view.answer(&text, vec![object]);
    exit_code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_of_one_name_are_told_apart() {
        let label = |udid: &str, name: &str| PhoneLabel { udid: udid.into(), name: name.into() };
        let mut phones =
            [label("00008110-000A", "iPhone"), label("00008110-000B", "iPhone"), label("1", "Mia")];
        tell_apart(&mut phones);
        let names: Vec<&str> = phones.iter().map(|phone| phone.name.as_str()).collect();
        assert_eq!(names, ["iPhone (000A)", "iPhone (000B)", "Mia"]);
    }
}
