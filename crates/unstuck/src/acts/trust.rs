//! Trust anew. The pair record that was there is kept aside and can be put back.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::json;
use unstuck_link::{Muxer, Phone};
use unstuck_vault::version_name;

use super::deed::Deed;
use super::journal::{Undo, base};
use super::{Came, unable};
use crate::commands::{Context, ask_for_trust};
use crate::time::unix_now;

/// Asks the phone to trust this computer anew. The pair record that was there is replaced only
/// when the phone agreed.
pub(super) async fn anew(udid: &str, context: &mut Context<'_>) -> Came {
    let old = match context.muxer.pair_record(udid).await {
        Ok(old) => old,
        Err(error) => return unable(error.to_string()),
    };
    let undo = match old.as_deref().map(|old| keep(udid, old, context.simulated)).transpose() {
        Ok(Some(kept)) => Undo::PairRecord { kept, placed: String::new() },
        Ok(None) => Undo::ByHand {
            text: "There was no pair record before. To end the trust: Settings > General > \
                   Transfer or Reset iPhone > Reset > Reset Location & Privacy."
                .to_owned(),
        },
        Err(why) => return unable(format!("the old pair record could not be kept: {why}")),
    };
    let before = json!({ "pair_record": old.as_deref().map(hash) });
    let deed = match Deed::plan(context, "re-trust", Some(udid), before, undo.clone()) {
        Ok(deed) => deed,
        Err(came) => return came,
    };
    if let Err(report) = ask_for_trust(context, udid).await {
        return deed.unable(report.headline);
    }
    let placed = record_hash(&context.muxer, udid).await.unwrap_or_default();
    let undo = match undo {
        Undo::PairRecord { kept, .. } => Undo::PairRecord { kept, placed: placed.clone() },
        other => other,
    };
    match Phone::open(&context.muxer, udid).await {
        Ok(_) => deed.done(json!({ "pair_record": placed, "session": true }), Some(undo)),
        // The new record stays: the phone agreed to it. How to get the old one is written down.
        Err(error) => {
            let after = json!({ "pair_record": placed, "session": error.to_string() });
            deed.done(after, Some(undo))
        }
    }
}

/// BLAKE3 of the record in use.
pub(super) async fn record_hash(muxer: &Muxer, udid: &str) -> Option<String> {
    muxer.pair_record(udid).await.ok().flatten().as_deref().map(hash)
}

/// BLAKE3 in hex.
pub(super) fn hash(record: &[u8]) -> String {
    blake3::hash(record).to_hex().to_string()
}

/// Keeps a record aside: it holds keys, and only its owner may read it.
fn keep(udid: &str, record: &[u8], simulated: bool) -> Result<PathBuf, String> {
    let base = base(simulated).ok_or("this system names no home folder")?;
    let folder = base.join("kept");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let name = format!("pair-{udid}-{}", version_name(unix_now()));
    for number in 0..1000 {
        let path = folder.join(format!("{name}-{number}.plist"));
        match write_private(&path, record) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    Err("too many are kept".to_owned())
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
