use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::ControlFlow;

use serde_json::{Value, json};
use unstuck_manifest::{OpenBackup, OpenFault, RecordKind, Unlock};

use super::kept::{Known, Phone, Soundness, Where};
use crate::commands::files::filter::shown;
use crate::commands::local::Local;
use crate::commands::source::{Source, cannot_open};
use crate::models::marketing_name;
use crate::report::{Report, code};
use crate::time::{counted, human_bytes, human_count, human_date};

pub(super) fn list(place: &Where, local: Local<'_>) -> Result<u8, Report> {
    let phones = place.phones()?;
    let folder = place.folder()?;
    let (mut text, mut objects, mut count) = (String::new(), Vec::new(), 0);
    for phone in phones.iter().filter(|phone| !phone.versions.is_empty()) {
        let _ = writeln!(text, "{} ({})", phone.layout.udid(), whose(phone));
        for known in &phone.versions {
            count += 1;
            let _ = writeln!(text, "  {:22}  {}", known.version.name, words(known));
            objects.push(object(phone, known));
        }
    }
    if count == 0 {
        let _ = writeln!(text, "{} holds no versions.", folder.display());
    }
    objects.push(json!({
        "type": "result", "outcome": "complete", "exit_code": code::DONE, "versions": count,
        "place": folder.to_string_lossy(),
    }));
    local.view.answer(&text, objects);
    Ok(code::DONE)
}

/// The name of the phone where a seal holds it, else its model.
fn whose(phone: &Phone) -> String {
    let newest = |key| phone.versions.iter().rev().find_map(|known| known.about(key));
    let model = || newest("product-type").map(|model| marketing_name(model).unwrap_or(model));
    newest("name").or_else(model).unwrap_or("an iPhone").to_owned()
}

fn words(known: &Known) -> String {
    let mut words = match known.soundness() {
        Soundness::Proven => {
            let day = known.proven_at().map(human_date).unwrap_or_default();
            format!("proven, last on {day}")
        }
        Soundness::Damaged(files) => format!("DAMAGED: {}", counted(files, "file", "files")),
        Soundness::Unproven => "not proven: no seal".to_owned(),
    };
    if let Some(system) = known.about("system") {
        let _ = write!(words, ", iOS {system}");
    }
    if let Some(from) = known.about("adopted") {
        let _ = write!(words, ", taken in from {from}");
    }
    words
}

fn object(phone: &Phone, known: &Known) -> Value {
    let (soundness, damaged) = match known.soundness() {
        Soundness::Proven => ("proven", 0),
        Soundness::Damaged(files) => ("damaged", files),
        Soundness::Unproven => ("unproven", 0),
    };
    json!({
        "type": "version",
        "udid": phone.layout.udid(),
        "version": known.version.name,
        "path": known.version.backup(phone.layout.udid()).to_string_lossy(),
        "soundness": soundness,
        "damaged_files": damaged,
        "proven": known.proven_at().map(shown),
        "about": known.about.iter().cloned().collect::<BTreeMap<String, String>>(),
    })
}

/// Sums of one domain.
#[derive(Default)]
struct Sums {
    files: u64,
    bytes: u64,
}

/// What is in a backup, by domain.
pub(super) async fn show(source: Source, mut local: Local<'_>) -> Result<u8, Report> {
    let password = source.password().await?;
    let subject = source.clone();
    let work = local.carry_out(move |teller| {
        let unlock = password.as_ref().map_or(Unlock::Nothing, Unlock::Password);
        let backup = OpenBackup::open(&subject.tree, unlock)?;
        let mut domains: BTreeMap<String, Sums> = BTreeMap::new();
        let reading = backup.read(&mut |row| {
            let Ok(listed) = row else { return ControlFlow::Continue(()) };
            if listed.kind == Some(RecordKind::File) {
                if !domains.contains_key(listed.domain) {
                    domains.insert(listed.domain.to_owned(), Sums::default());
                }
                if let Some(sums) = domains.get_mut(listed.domain) {
                    sums.files += 1;
                    sums.bytes += listed.sound().map_or(0, |record| record.content_bytes());
                }
            }
            teller.flow()
        })?;
        let lockdown = backup.manifest().lockdown();
        let about = lockdown.map(|l| (l.device_name, l.product_type, l.product_version));
        Ok::<_, OpenFault>((domains, reading, about.unwrap_or_default(), backup.is_encrypted()))
    });
    let (domains, reading, (name, model, system), encrypted) =
        work.await?.map_err(|fault| cannot_open(&source, &fault))?;
    let mut largest: Vec<(&String, &Sums)> = domains.iter().collect();
    largest.sort_by_key(|(_, sums)| std::cmp::Reverse(sums.bytes));
    let locked = if encrypted { "encrypted" } else { "not encrypted" };
    let mut text =
        format!("{}\n{name}, {model}, iOS {system}, {locked}\n\n", source.folder.display());
    let mut objects = Vec::new();
    for (domain, sums) in largest {
        let (files, bytes) = (human_count(sums.files), human_bytes(sums.bytes));
        let noun = if sums.files == 1 { "file " } else { "files" };
        let _ = writeln!(text, "  {bytes:>9}  {files:>9} {noun}  {domain}");
        objects.push(json!({
            "type": "domain", "domain": domain, "files": sums.files, "bytes": sums.bytes,
        }));
    }
    let whole = reading.fault.is_none();
    let code = if whole { code::DONE } else { code::PARTIAL };
    if let Some(fault) = &reading.fault {
        let _ = writeln!(text, "\nThe list is damaged: {fault}. See `unstuck verify`.");
    }
    objects.push(json!({
        "type": "result", "outcome": if whole { "complete" } else { "partial" },
        "exit_code": code, "backup": source.folder.to_string_lossy(), "name": name,
        "model": model, "system": system, "encrypted": encrypted,
    }));
    local.view.answer(&text, objects);
    Ok(code)
}
