//! The drill: the true restore into a simulated iPhone, every byte compared.

use std::collections::HashMap;
use std::path::Path;

use serde_json::json;
use unstuck_backup::restore::{RestoreEnd, RestoreOutcome};
use unstuck_link::Muxer;
use unstuck_link::deadline::Deadlines;
use unstuck_sim::Scenario;
use unstuck_sim::content::ContentSpec;
use unstuck_sim::phone::Restored as Received;
use unstuck_vault::{RealDisk, version};

use super::RestoreArgs;
use super::source::{self, Source};
use crate::commands::Context;
use crate::engine::{self, RestoreJob};
use crate::report::{Report, code};
use crate::simulated::Simulated;
use crate::time::{counted, human_bytes};
use crate::view::Restored;

/// What the digests of a drill came to.
struct Compared {
    /// Against what: `seal`, or `disk` where there is none.
    with: &'static str,
    agreed: u64,
    /// Places in the backup folder whose bytes are other than they were.
    differing: Vec<String>,
}

pub(super) async fn perform(args: &RestoreArgs, context: &mut Context<'_>) -> Result<u8, Report> {
    let found = source::find(args, context.simulated)?;
    let named = source::pick(found, args.device.as_deref())?;
    let source = Source::read(named, args, context).await?;
    let phone = Simulated::start(&stand_in(&source))?;
    let text = "Rehearsing: the backup goes to a simulated iPhone, no real one is touched.";
    context.view.say(text, Some(json!({ "type": "note", "text": text })));
    let job = RestoreJob {
        muxer: Muxer::new(phone.address.clone(), Deadlines::default().scaled(context.patience)),
        udid: source.udid.clone(),
        network: false,
        folder: source.folder.clone(),
        // Held against the seal behind the phone, not before it.
        seal: None,
        source: source.udid.clone(),
        options: args.options(source.password.as_ref()),
        files: source.files,
        bytes: source.stored_bytes,
        apps: if args.no_apps { None } else { source.apps() },
        patience: context.patience,
    };
    let outcome = engine::restore(job, &mut context.interrupts, &mut *context.view).await?;
    let received = phone.phone.lock().restored.take();
    let (RestoreEnd::Complete, Some(received)) = (&outcome.end, received) else {
        let told = Restored {
            phone: "the simulated iPhone".into(),
            version: source.version.clone(),
            encrypted: source.password.is_some(),
            sealed: false,
            no_reboot: false,
        };
        context.view.restored(&outcome, &told);
        return Ok(outcome.exit_code());
    };
    let (folder, seal) = (source.folder.clone(), source.seal.clone());
    let digests = received.digests.clone();
    let comparing =
        tokio::task::spawn_blocking(move || compare(&folder, seal.as_deref(), &digests));
    let compared = comparing.await.map_err(|error| {
        Report::new(code::FAILED, "The digests were not compared.").saw(error.to_string())
    })??;
    Ok(report(&source, &outcome, &received, &compared, context))
}

/// A phone like the one the backup was made of, with nothing on it.
fn stand_in(source: &Source) -> Scenario {
    let mut phone = Scenario::default();
    let made_of = source.made_of.clone();
    phone.name = "rehearsal".into();
    phone.identity.udid.clone_from(&source.udid);
    phone.identity.name = made_of.device_name;
    phone.identity.product_type = made_of.product_type;
    phone.identity.product_version = made_of.product_version;
    phone.identity.build_version = made_of.build_version;
    phone.identity.serial_number = made_of.serial_number;
    phone.content = ContentSpec { groups: Vec::new(), extras: false, ..ContentSpec::default() };
    phone.restore.digests = true;
    phone.restore.forgives_missing = true;
    phone
}

/// Holds what arrived against the seal, or, where there is none, against the disk once more.
fn compare(
    folder: &Path,
    seal: Option<&Path>,
    digests: &[(String, [u8; 32])],
) -> Result<Compared, Report> {
    let Some(seal) = seal else { return Ok(compare_with_disk(folder, digests)) };
    let unusable = |why: String| {
        Report::new(code::DAMAGE, "The seal of this version cannot be used.")
            .saw(format!("{}: {why}.", seal.display()))
            .next("Prove the version with: unstuck verify")
            .because("backup-corrupt")
    };
    let mut reader =
        version::open_seal(&RealDisk, seal).map_err(|fault| unusable(fault.to_string()))?;
    let arrived: HashMap<&str, &[u8; 32]> =
        digests.iter().map(|(place, digest)| (place.as_str(), digest)).collect();
    let mut compared = Compared { with: "seal", agreed: 0, differing: Vec::new() };
    let mut sealed = 0;
    while let Some(entry) = reader.next_entry().map_err(|fault| unusable(fault.to_string()))? {
        let place = entry.path.as_str();
        let Some(digest) = arrived.get(place) else { continue };
        sealed += 1;
        match entry.hash.as_bytes() == *digest {
            true => compared.agreed += 1,
            false => compared.differing.push(place.to_owned()),
        }
    }
    if sealed < arrived.len() {
        let missing = (arrived.len() - sealed) as u64;
        let missing = counted(missing, "file is", "files are");
        compared.differing.push(format!("{missing} not in the seal"));
    }
    Ok(compared)
}

fn compare_with_disk(folder: &Path, digests: &[(String, [u8; 32])]) -> Compared {
    let mut compared = Compared { with: "disk", agreed: 0, differing: Vec::new() };
    for (place, digest) in digests {
        let mut hasher = blake3::Hasher::new();
        let read = std::fs::File::open(folder.join(place))
            .and_then(|file| hasher.update_reader(file).map(|all| *all.finalize().as_bytes()));
        match read.is_ok_and(|hash| hash == *digest) {
            true => compared.agreed += 1,
            false => compared.differing.push(place.clone()),
        }
    }
    compared
}

/// Says how the drill went; returns the exit code.
fn report(
    source: &Source,
    outcome: &RestoreOutcome,
    received: &Received,
    compared: &Compared,
    context: &mut Context<'_>,
) -> u8 {
    let wrong = compared.differing.len() as u64 + received.fault_count + outcome.file_error_count;
    let exit_code = if wrong == 0 { code::DONE } else { code::DAMAGE };
    let with = match compared.with {
        "seal" => "the seal of the version",
        _ => "the files on disk, read once more",
    };
    let headline = match wrong {
        0 => "The rehearsal went well: this backup can be restored.".to_owned(),
        _ => format!("The rehearsal found {} wrong.", counted(wrong, "thing", "things")),
    };
    let (files, bytes) = (counted(received.files, "file", "files"), human_bytes(received.bytes));
    let seconds = outcome.took.as_secs_f64();
    let folders = counted(received.folders, "folder", "folders");
    let links = counted(received.links, "link", "links");
    let mut text = format!(
        "{headline}\n  Restored  {files}, {bytes}, {folders}, {links}, in \
         {seconds:.1} s\n  Digests   {} with {with}\n",
        counted(compared.agreed, "agrees", "agree"),
    );
    let wrong_lines = compared.differing.iter().map(|place| format!("{place}: other bytes"));
    let wrong_lines: Vec<String> = wrong_lines.chain(received.faults.iter().cloned()).collect();
    for line in wrong_lines.iter().take(10) {
        text.push_str(&format!("  {line}\n"));
    }
    let next = (wrong > 0).then_some("Restore another version; prove this one: unstuck verify");
    if let Some(next) = next {
        text.push_str(&format!("  Next  1  {next}\n"));
    }
    let object = json!({
        "type": "result",
        "outcome": if wrong == 0 { "complete" } else { "failed" },
        "exit_code": exit_code,
        "rehearsed": true,
        "version": source.version,
        "encrypted": source.password.is_some(),
        "files": received.files,
        "bytes": received.bytes,
        "folders": received.folders,
        "links": received.links,
        "verified": wrong == 0,
        "digests_agreed": compared.agreed,
        "digests_differing": compared.differing.len(),
        "compared_with": compared.with,
        "wrong": wrong_lines,
        "seconds": seconds,
        "cause": (wrong > 0).then_some("backup-corrupt"),
        "headline": headline,
        "next": next,
    });
    context.view.answer(&text, vec![object]);
    exit_code
}
