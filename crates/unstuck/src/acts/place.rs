//! Another disk with the room: measured, tried, and taken from the next backup on.

use std::path::{Path, PathBuf};

use serde_json::json;
use unstuck_link::Phone;
use unstuck_probe::Here;
use unstuck_probe::computer::rooms;

use super::deed::Deed;
use super::journal::Undo;
use super::{Came, On, unable};
use crate::commands::Context;
use crate::place::{Place, folder};
use crate::time::human_bytes;

/// Room for a phone that does not say how much it holds.
const UNKNOWN_BYTES: u64 = 8 << 30;
/// The folder made for backups on a disk of the person.
const FOLDER: &str = "Unstuck";

/// Chooses the disk that serves: Unstuck's own place when it has the room, else the disk with
/// most of it.
pub(super) async fn choose(on: On<'_>, context: &mut Context<'_>) -> Came {
    let now = folder(on.to, context.simulated);
    let needed = match on.udid {
        Some(udid) => used_bytes(udid, context).await.unwrap_or(UNKNOWN_BYTES),
        None => UNKNOWN_BYTES,
    };
    let listed = tokio::task::spawn_blocking(|| rooms(&Here::real())).await.unwrap_or_default();
    let own = folder(None, context.simulated).into_iter();
    let disks = listed.into_iter().map(|room| room.folder.join(FOLDER));
    let candidates = own.chain(disks).filter(|place| Some(place) != now.as_ref());
    let Some((to, free)) = candidates.into_iter().find_map(|place| serves(&place, needed)) else {
        return unable(format!(
            "no disk of this computer has {} free and takes a backup; plug one in",
            human_bytes(needed)
        ));
    };
    let undo = Undo::ByHand {
        text: "The old place was not touched: name it again with --to DIR.".to_owned(),
    };
    let before = json!({ "place": now, "needed_bytes": needed });
    let deed = match Deed::plan(context, "change-target", on.udid, before, undo) {
        Ok(deed) => deed,
        Err(came) => return came,
    };
    // Making the folder and a trial file in it is the proof that it serves.
    if let Err(report) = Place::find(Some(&to), context.simulated) {
        return deed.unable(report.headline);
    }
    let text = format!("Backups go to {} now: {} free.", to.display(), human_bytes(free));
    context.view.say(&text, Some(json!({ "type": "note", "text": text })));
    let after = json!({ "place": to, "free_bytes": free });
    Came { to: Some(to), ..deed.done(after, None) }
}

/// A place with the room, with what is free there.
fn serves(place: &Path, needed: u64) -> Option<(PathBuf, u64)> {
    let existing = place.ancestors().find(|folder| folder.is_dir())?;
    let free = unstuck_vault::Disk::space(&unstuck_vault::RealDisk, existing).ok()?;
    let open = existing.metadata().ok().is_some_and(|meta| !meta.permissions().readonly());
    let enough = free.available_bytes >= needed;
    (open && enough).then(|| (place.to_path_buf(), free.available_bytes))
}

/// What the phone holds, with a tenth more.
async fn used_bytes(udid: &str, context: &Context<'_>) -> Option<u64> {
    let mut phone = Phone::open(&context.muxer, udid).await.ok()?;
    let mut ask = async |key| {
        let value = phone.session().value(Some("com.apple.disk_usage"), Some(key)).await;
        value.ok().flatten().and_then(|value| value.as_unsigned_integer())
    };
    let (all, free) = (ask("TotalDataCapacity").await?, ask("TotalDataAvailable").await?);
    let used = all.saturating_sub(free);
    Some(used + used / 10)
}
