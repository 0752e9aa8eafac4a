//! What lies in the host's folder from before, and what may be kept of it.

use std::collections::HashMap;
use std::ops::ControlFlow;

use unstuck_manifest::plists::{BackupState, SnapshotState};
use unstuck_manifest::{FileId, ManifestDb, ManifestPlist, Record, StatusPlist};
use unstuck_wire::devicelink::listing;
use unstuck_wire::{Ask, EntryKind, ErrorCode, StatusCode};

use super::io::{Download, Io};
use super::story::{Stop, error};
use crate::phone::{Phone, SharedPhone};

/// The backup in the host's folder.
#[derive(Debug, Default)]
pub(super) struct Previous {
    /// Its Status.plist, when there is one.
    pub(super) status: Option<StatusPlist>,
    /// Files it lists: time of change by id. Empty when it cannot be built upon.
    pub(super) files: HashMap<FileId, i64>,
    /// Payloads that lie in the folder: length by id.
    pub(super) payloads: HashMap<FileId, u64>,
    /// All files had come, but were not all in their places: that comes first.
    pub(super) unfinished: bool,
    /// Payloads of an upload that was interrupted and may go on.
    pub(super) uploaded: HashMap<FileId, u64>,
}

/// What is moved last, in this order.
pub(super) const MANIFESTS: [&str; 2] = ["Manifest.plist", "Manifest.db"];

/// Looks at what is there (docs/protocol.md 6.1).
pub(super) async fn open(
    io: &Io,
    phone: &SharedPhone,
    udid: &str,
    names_source: bool,
) -> Result<Previous, Stop> {
    let mut previous = Previous::default();
    let status = match io.download(&format!("{udid}/Status.plist")).await? {
        Err(StatusCode::NOT_FOUND) => return Ok(previous),
        Err(code) => return Err(read_error("Status.plist", code)),
        Ok(bytes) => StatusPlist::parse(&bytes)
            .map_err(|_| error(ErrorCode::DAMAGED, "Invalid Status.plist"))?,
    };
    if !matches!(status.version.parse::<f64>(), Ok(version) if (2.4..4.0).contains(&version)) {
        return Err(error(ErrorCode::VERSION, "Unsupported backup version"));
    }
    if matches!(status.snapshot_state, SnapshotState::Moving | SnapshotState::Removing) {
        return Ok(Previous { unfinished: true, status: Some(status), ..previous });
    }
    previous.payloads = list_payloads(io, udid).await?;
    if status.backup_state != BackupState::Empty {
        previous.files = read_manifest(io, phone, udid, &previous.payloads, names_source).await?;
    }
    if status.snapshot_state == SnapshotState::Uploading && may_resume(&phone.lock(), &status) {
        previous.uploaded = list_payloads(io, &format!("{udid}/Snapshot")).await?;
    }
    previous.status = Some(status);
    Ok(previous)
}

fn read_error(what: &str, code: StatusCode) -> Stop {
    match code {
        StatusCode::NOT_FOUND | StatusCode::EXISTS => {
            error(ErrorCode::DAMAGED, &format!("Cannot read {what}"))
        }
        _ => error(ErrorCode::HOST_READ, &format!("Error {code} reading {what}")),
    }
}

/// The phone must still have the cache of that upload, and must not have changed since.
fn may_resume(phone: &Phone, status: &StatusPlist) -> bool {
    phone.cache.as_ref().is_some_and(|cache| {
        cache.uuid == status.uuid && cache.generation == phone.content.generation
    })
}

/// Reads the manifest of the backup. One that cannot be built upon (other password, missing
/// payloads, not readable) counts as empty: everything is sent again.
async fn read_manifest(
    io: &Io,
    phone: &SharedPhone,
    udid: &str,
    payloads: &HashMap<FileId, u64>,
    names_source: bool,
) -> Result<HashMap<FileId, i64>, Stop> {
    let plist = io.download(&format!("{udid}/Manifest.plist")).await?;
    let database = io.download(&format!("{udid}/Manifest.db")).await?;
    let plist = match plist {
        // A tool that "touches" this file leaves it empty. The real agent then ends with an
        // error, or starts over for a host that names no source.
        Ok(bytes) if bytes.is_empty() && !names_source => return Ok(HashMap::new()),
        Ok(bytes) => ManifestPlist::parse(&bytes)
            .map_err(|_| error(ErrorCode::DAMAGED, "Cannot parse a NULL or zero-length data"))?,
        Err(_) => return Ok(HashMap::new()),
    };
    let keybag = phone.lock().keybag.clone();
    if plist.keybag() != keybag.as_ref().map(|keybag| keybag.bytes()) {
        return Ok(HashMap::new());
    }
    let Some(mut bytes) = database.ok().filter(|bytes| !bytes.is_empty()) else {
        return Ok(HashMap::new());
    };
    if let Some(keybag) = &keybag {
        let mut decryptor = unstuck_manifest::content::Decryptor::new(&keybag.manifest_key());
        let mut plain = Vec::with_capacity(bytes.len());
        decryptor.push(&bytes, &mut plain);
        if decryptor.finish(&mut plain).is_err() {
            return Ok(HashMap::new());
        }
        bytes = plain;
    }
    Ok(files_of(&bytes, payloads).unwrap_or_default())
}

/// Files of a manifest; `None` when it is damaged or payloads are missing.
fn files_of(bytes: &[u8], payloads: &HashMap<FileId, u64>) -> Option<HashMap<FileId, i64>> {
    let database = ManifestDb::from_bytes(bytes).ok()?;
    let mut files = HashMap::new();
    let mut whole = true;
    database
        .scan(|row| {
            let file = row.ok().filter(|row| row.flags & 7 == 1).and_then(|row| {
                let record = Record::decode(row.file?).ok()?;
                Some((row.file_id.parse::<FileId>().ok()?, record.last_modified, record.size))
            });
            if let Some((id, modified, size)) = file {
                whole &= size == 0 || payloads.contains_key(&id);
                files.insert(id, modified);
            }
            ControlFlow::Continue(())
        })
        .ok()?;
    whole.then_some(files)
}

/// Payloads and manifests that still lie in `Snapshot/`. A host that died between the two
/// manifests has moved one of them.
pub(super) async fn left_in_snapshot(
    io: &Io,
    udid: &str,
) -> Result<(Vec<FileId>, Vec<&'static str>), Stop> {
    let folder = format!("{udid}/Snapshot");
    let there = list(io, &folder).await?;
    let left = |name: &&str| there.iter().any(|entry| entry.name == *name);
    let manifests = MANIFESTS.into_iter().filter(left).collect();
    let mut left: Vec<FileId> = list_payloads(io, &folder).await?.into_keys().collect();
    left.sort_unstable();
    Ok((left, manifests))
}

/// Lists a folder and its 256 payload folders, as far as they are there.
pub(super) async fn list_payloads(io: &Io, folder: &str) -> Result<HashMap<FileId, u64>, Stop> {
    let mut payloads = HashMap::new();
    let top = list(io, folder).await?;
    for entry in top.into_iter().filter(|entry| entry.kind == EntryKind::Directory) {
        if entry.name.len() != 2 {
            continue;
        }
        for entry in list(io, &format!("{folder}/{}", entry.name)).await? {
            if let (EntryKind::Regular, Ok(id)) = (entry.kind, entry.name.parse::<FileId>()) {
                payloads.insert(id, entry.bytes);
            }
        }
    }
    Ok(payloads)
}

async fn list(io: &Io, folder: &str) -> Result<Vec<unstuck_wire::Entry>, Stop> {
    let status = io.ask(None, Ask::ListDirectory(folder.into())).await?;
    match status.code {
        code if code.is_ok() => {
            let entries = status.payload.as_ref().and_then(listing::from_value);
            entries.ok_or_else(|| error(ErrorCode::INTERNAL, "Bad directory listing"))
        }
        StatusCode::NOT_FOUND => Ok(Vec::new()),
        code => Err(read_error(folder, code)),
    }
}

/// Checks at the end of a run that everything is where it belongs.
pub(super) async fn recheck(
    io: &Io,
    udid: &str,
    expected: &HashMap<FileId, u64>,
) -> Result<(), Stop> {
    for name in ["Status.plist", "Manifest.plist", "Manifest.db"] {
        let file: Download = io.download(&format!("{udid}/{name}")).await?;
        file.map_err(|code| read_error(name, code))?;
    }
    let payloads = list_payloads(io, udid).await?;
    let missing = expected.keys().filter(|id| !payloads.contains_key(id)).count();
    if missing > 0 {
        return Err(error(ErrorCode::DAMAGED, "Manifest references files not in backup"));
    }
    Ok(())
}
