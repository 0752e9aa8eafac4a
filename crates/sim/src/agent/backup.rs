//! A backup, as a phone makes it (docs/protocol.md 6.1).

use std::collections::HashMap;
use std::time::Duration;

use unstuck_manifest::plists::{BackupState, SnapshotState};
use unstuck_manifest::{FileId, StatusPlist, file_id};
use unstuck_wire::{Ask, ErrorCode, Response, StatusCode};

use super::io::Io;
use super::manifest;
use super::previous::{self, MANIFESTS, Previous};
use super::story::{Stop, ask_passcode, error, refused};
use super::upload::{BATCH_FILES, Unreadable, Uploader, put};
use super::{hostile, striking};
use crate::content::bytes::derive_bytes;
use crate::content::{Content, PhoneFile};
use crate::phone::{SharedPhone, UploadCache};
use crate::scenario::{Scenario, Stretch};

/// 128 MiB: what a phone wants free besides what it sends.
const HEADROOM_BYTES: u64 = 0x800_0000;
/// 2 GiB: what it asks for on top when there is too little.
const PURGE_EXTRA_BYTES: u64 = 0x8000_0000;

/// Makes a backup of the phone. `names_source` tells that the request named the folder to
/// build upon.
pub(super) async fn make(
    io: &Io,
    phone: &SharedPhone,
    target: &str,
    names_source: bool,
) -> Result<(), Stop> {
    phone.lock().log("BackupAgent2", "Starting backup");
    check(phone, target)?;
    ask_passcode(io, phone).await?;
    strike_final_error(phone, false)?;
    let udid = target;
    let mut previous = previous::open(io, phone, udid, names_source).await?;
    if previous.unfinished
        && let Some(status) = previous.status.take()
    {
        finish_moves(io, phone, udid, &status).await?;
        previous = previous::open(io, phone, udid, names_source).await?;
    }
    scan(io, phone).await?;
    if phone.lock().scenario.wire.hostile_paths {
        hostile::try_everything(io, phone, udid).await?;
    }

    let content = phone.lock().content.clone();
    let plan = Plan::new(phone, &content, &previous);
    announce_plan(phone, &plan);
    check_space(io, phone, plan.upload_bytes).await?;
    let status = begin_status(io, phone, &previous, &plan);
    make_folders(io, phone, udid).await?;
    put_status(io, phone, udid, &status, SnapshotState::Uploading, 1.0).await?;
    send_files(io, phone, udid, &plan).await?;
    strike_final_error(phone, true)?;
    send_manifest(io, phone, udid, &content, &plan).await?;
    put_status(io, phone, udid, &status, SnapshotState::Moving, 92.0).await?;
    move_files(io, phone, udid, &plan).await?;
    put_status(io, phone, udid, &status, SnapshotState::Removing, 96.0).await?;
    remove_files(io, phone, udid, &plan).await?;
    put_status(io, phone, udid, &status, SnapshotState::Finished, 100.0).await?;
    striking::before(io, phone, Stretch::Recheck, 0).await?;
    previous::recheck(io, udid, &plan.payloads).await?;
    striking::before(io, phone, Stretch::Response, 0).await?;

    let now = io.now();
    let mut state = phone.lock();
    state.log("BackupAgent2", "Backup finished");
    state.backup_done(now);
    Ok(())
}

/// What to send, keep and remove.
struct Plan {
    /// Files to send in this run, those of an interrupted one left out.
    send: Vec<PhoneFile>,
    send_bytes: u64,
    /// Files that were already sent before an interruption.
    kept_files: usize,
    /// Bytes of everything that is new in this backup.
    upload_bytes: u64,
    /// Payloads that will move out of `Snapshot/`.
    moves: Vec<FileId>,
    /// Payloads that left the phone.
    removes: Vec<FileId>,
    /// All payloads of the finished backup, with their stored length.
    payloads: HashMap<FileId, u64>,
    /// Files that cannot be read.
    unreadable: Unreadable,
}

impl Plan {
    fn new(phone: &SharedPhone, content: &Content, previous: &Previous) -> Self {
        let state = phone.lock();
        let stored = |file: &PhoneFile| match state.keybag {
            Some(_) => unstuck_manifest::content::stored_len(file.bytes),
            None => file.bytes,
        };
        let files: Vec<PhoneFile> = content.regular_files().collect();
        let unreadable = unreadable(&files, &state.scenario);
        let mut plan = Self {
            send: Vec::new(),
            send_bytes: 0,
            kept_files: 0,
            upload_bytes: 0,
            moves: Vec::new(),
            removes: Vec::new(),
            payloads: HashMap::with_capacity(files.len()),
            unreadable,
        };
        for file in files {
            let id = file_id(&file.domain, &file.path);
            let bytes = stored(&file);
            if plan.unreadable.contains_key(&id) {
                plan.send.push(file);
                continue;
            }
            plan.payloads.insert(id, bytes);
            let unchanged = previous.files.get(&id) == Some(&file.modified);
            if unchanged && previous.payloads.get(&id).is_some_and(|length| *length == bytes) {
                continue;
            }
            plan.upload_bytes += bytes;
            plan.moves.push(id);
            if previous.uploaded.get(&id) == Some(&bytes) {
                plan.kept_files += 1;
            } else {
                plan.send_bytes += bytes;
                plan.send.push(file);
            }
        }
        let known = previous.payloads.keys();
        plan.removes = known.filter(|id| !plan.payloads.contains_key(id)).copied().collect();
        plan.removes.sort_unstable();
        plan
    }
}

/// Some files spread over the phone, with the code each breaks off with.
fn unreadable(files: &[PhoneFile], scenario: &Scenario) -> Unreadable {
    let count = usize::try_from(scenario.unreadable).unwrap_or(0).min(files.len());
    let step = files.len().checked_div(count + 1).unwrap_or(1).max(1);
    let spread = files.iter().skip(step).step_by(step).take(count);
    let codes = match scenario.wire.error_codes.as_slice() {
        [] => &[0x0B],
        codes => codes,
    };
    let spread = spread.zip(codes.iter().cycle());
    spread.map(|(file, code)| (file_id(&file.domain, &file.path), *code)).collect()
}

fn check(phone: &SharedPhone, target: &str) -> Result<(), Stop> {
    let state = phone.lock();
    if state.identity.udid != target {
        return Err(error(ErrorCode::INTERNAL, "Invalid target identifier"));
    }
    if state.scenario.encryption.required && state.keybag.is_none() {
        return Err(error(ErrorCode::PASSWORD, "Backup encryption is required by a profile"));
    }
    Ok(())
}

/// The scenario's own error, at its place and as often as it wants.
pub(super) fn strike_final_error(phone: &SharedPhone, after_upload: bool) -> Result<(), Stop> {
    let mut state = phone.lock();
    let Some(error) = state.scenario.final_error.clone() else { return Ok(()) };
    let spent = error.times.is_some_and(|times| state.final_errors >= times);
    if error.after_upload != after_upload || spent {
        return Ok(());
    }
    state.final_errors += 1;
    Err(Stop::Error(Response::error(ErrorCode(error.code), error.text)))
}

/// The phone looks through itself: silent for the host, perhaps not in its log.
async fn scan(io: &Io, phone: &SharedPhone) -> Result<(), Stop> {
    let scan = phone.lock().scenario.scan;
    let end = io.now() + Duration::from_secs_f64(scan.seconds);
    striking::before(io, phone, Stretch::Scan, 0).await?;
    while io.now() < end {
        if scan.log {
            phone.lock().log("BackupAgent2", "Scanning domain CameraRollDomain");
        }
        io.sleep(end.since(io.now()).min(Duration::from_secs(20))).await?;
    }
    phone.lock().log("BackupAgent2", format!("Scanned in {} s", scan.seconds));
    Ok(())
}

fn announce_plan(phone: &SharedPhone, plan: &Plan) {
    let mut state = phone.lock();
    let bytes = state.scenario.upload_bytes_claimed.unwrap_or(plan.upload_bytes);
    let (mib, files) = (bytes >> 20, plan.send.len());
    let line = format!("uploadSize:{bytes}({mib} MB), uploadFileCount:{files}");
    state.log("BackupAgent2", line);
    if plan.kept_files > 0 {
        state.log("BackupAgent2", format!("Resuming with {} files", plan.kept_files));
    }
}

/// The purge rule (docs/protocol.md 5.5).
async fn check_space(io: &Io, phone: &SharedPhone, upload_bytes: u64) -> Result<(), Stop> {
    let claimed = phone.lock().scenario.upload_bytes_claimed;
    let need = claimed.unwrap_or(upload_bytes) + HEADROOM_BYTES;
    for asked_to_purge in [false, true] {
        let status = io.ask(None, Ask::FreeSpace).await?;
        let free = status.payload.as_ref().and_then(plist::Value::as_signed_integer);
        let (true, Some(free)) = (status.code.is_ok(), free) else { return Ok(()) };
        let free = u64::try_from(free).unwrap_or(0);
        phone.lock().log("BackupAgent2", format!("Free disk space on drive: {free}"));
        if free > need {
            return Ok(());
        }
        if asked_to_purge {
            break;
        }
        let amount_bytes = need - free + PURGE_EXTRA_BYTES;
        phone.lock().log("BackupAgent2", format!("Need extra space on host: {amount_bytes}"));
        io.ask(None, Ask::PurgeSpace { amount_bytes, urgency: 4 }).await?;
    }
    Err(error(ErrorCode::HOST_FULL, "Insufficient free disk space on drive to back up"))
}

/// The status of this run: of the same lineage as what is there, or of a new one.
fn begin_status(io: &Io, phone: &SharedPhone, previous: &Previous, plan: &Plan) -> StatusPlist {
    let mut state = phone.lock();
    let lineage = previous.status.as_ref().map(|status| status.uuid.clone());
    let fresh = || {
        let number = state.unix_time(io.now()).unsigned_abs();
        let bytes: [u8; 16] = derive_bytes(state.scenario.seed, "lineage", number);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
        parts.join("-")
    };
    let uuid = lineage.filter(|uuid| !uuid.is_empty()).unwrap_or_else(fresh);
    let generation = state.content.generation;
    state.cache = Some(UploadCache { uuid: uuid.clone(), generation });
    let done_before = previous.status.as_ref();
    let done_before = done_before.map_or(BackupState::Empty, |old| old.backup_state.clone());
    StatusPlist {
        version: "3.3".into(),
        uuid,
        date: None,
        backup_state: done_before,
        snapshot_state: SnapshotState::Uploading,
        is_full_backup: plan.payloads.len() == plan.moves.len(),
    }
}

async fn put_status(
    io: &Io,
    phone: &SharedPhone,
    udid: &str,
    status: &StatusPlist,
    state: SnapshotState,
    percent: f64,
) -> Result<(), Stop> {
    let finished = state == SnapshotState::Finished;
    let status = StatusPlist {
        date: Some(manifest::time(&phone.lock(), io.now())),
        backup_state: if finished { BackupState::New } else { status.backup_state.clone() },
        snapshot_state: state,
        ..status.clone()
    };
    put(io, percent, &format!("{udid}/Status.plist"), status.to_bytes()).await
}

/// 514 folders, one request each; "exists" is fine.
async fn make_folders(io: &Io, phone: &SharedPhone, udid: &str) -> Result<(), Stop> {
    make_folder(io, udid.to_owned()).await?;
    striking::before(io, phone, Stretch::Folders, 0).await?;
    for root in [udid.to_owned(), format!("{udid}/Snapshot")] {
        make_folder(io, root.clone()).await?;
        for byte in 0..=255u8 {
            make_folder(io, format!("{root}/{byte:02x}")).await?;
        }
    }
    Ok(())
}

async fn make_folder(io: &Io, path: String) -> Result<(), Stop> {
    let status = io.ask(None, Ask::CreateDirectory(path)).await?;
    if status.code.is_ok() || status.code == StatusCode::EXISTS {
        return Ok(());
    }
    Err(refused(&status, "creating a directory"))
}

async fn send_files(io: &Io, phone: &SharedPhone, udid: &str, plan: &Plan) -> Result<(), Stop> {
    let think = Duration::from_millis(phone.lock().scenario.pace.think_ms);
    let mut uploader = Uploader::new(io, phone, udid, plan.kept_files as u64);
    if phone.lock().scenario.wire.repeats_for_ever
        && let Some(first) = plan.send.first()
    {
        uploader.repeat(first).await?;
    }
    let mut sent = plan.upload_bytes - plan.send_bytes;
    for batch in plan.send.chunks(uploader.batch_files()) {
        io.sleep(think).await?;
        let done: u64 = batch.iter().map(|file| uploader.stored_bytes(file)).sum();
        sent = (sent + done).min(plan.upload_bytes);
        let percent = 2.0 + 88.0 * sent as f64 / plan.upload_bytes.max(1) as f64;
        uploader.send(batch, percent, &plan.unreadable).await?;
    }
    let batches = plan.send.len().div_ceil(BATCH_FILES);
    phone.lock().log("BackupAgent2", format!("Finished uploading {batches} batches"));
    Ok(())
}

async fn send_manifest(
    io: &Io,
    phone: &SharedPhone,
    udid: &str,
    content: &Content,
    plan: &Plan,
) -> Result<(), Stop> {
    let keybag = phone.lock().keybag.clone();
    let skip = |file: &PhoneFile| {
        !plan.unreadable.is_empty()
            && plan.unreadable.contains_key(&file_id(&file.domain, &file.path))
    };
    let database = manifest::database(content, keybag.as_deref(), skip)
        .map_err(|_| error(ErrorCode::INTERNAL, "Manifest database"))?;
    let plist = manifest::plist(&phone.lock(), io.now());
    striking::before(io, phone, Stretch::Manifest, 0).await?;
    put(io, 90.0, &format!("{udid}/Snapshot/Manifest.plist"), plist).await?;
    striking::before(io, phone, Stretch::Manifest, 1).await?;
    put(io, 91.0, &format!("{udid}/Snapshot/Manifest.db"), database).await
}

/// An earlier run was interrupted while files were moved or removed: that is finished first.
/// What left the phone since is found by the run that follows.
async fn finish_moves(
    io: &Io,
    phone: &SharedPhone,
    udid: &str,
    status: &StatusPlist,
) -> Result<(), Stop> {
    let (left, manifests) = previous::left_in_snapshot(io, udid).await?;
    for batch in left.chunks(BATCH_FILES) {
        move_items(io, batch.iter().map(|id| moved(udid, id)).collect()).await?;
    }
    move_manifests(io, udid, &manifests).await?;
    put_status(io, phone, udid, status, SnapshotState::Removing, 1.0).await?;
    remove_items(io, vec![format!("{udid}/Snapshot")]).await?;
    put_status(io, phone, udid, status, SnapshotState::Finished, 1.0).await
}

fn moved(udid: &str, id: &FileId) -> (String, String) {
    let payload = id.payload_path();
    (format!("{udid}/Snapshot/{payload}"), format!("{udid}/{payload}"))
}

async fn move_manifests(io: &Io, udid: &str, names: &[&str]) -> Result<(), Stop> {
    if names.is_empty() {
        return Ok(());
    }
    let item = |name| (format!("{udid}/Snapshot/{name}"), format!("{udid}/{name}"));
    move_items(io, names.iter().map(item).collect()).await
}

async fn move_files(io: &Io, phone: &SharedPhone, udid: &str, plan: &Plan) -> Result<(), Stop> {
    let wire = phone.lock().scenario.wire.clone();
    for id in plan.moves.iter().take(wire.folders_in_the_way) {
        // Where a file stands already there is no way to be in.
        let path = format!("{udid}/{}/in the way", id.payload_path());
        io.ask(None, Ask::CreateDirectory(path)).await?;
    }
    let pause = Duration::from_millis(wire.tidy_pause_ms);
    for (number, batch) in plan.moves.chunks(BATCH_FILES).enumerate() {
        io.sleep(pause).await?;
        striking::before(io, phone, Stretch::Moving, number).await?;
        move_items(io, batch.iter().map(|id| moved(udid, id)).collect()).await?;
    }
    move_manifests(io, udid, &MANIFESTS).await
}

async fn move_items(io: &Io, items: Vec<(String, String)>) -> Result<(), Stop> {
    let status = io.ask(Some(94.0), Ask::MoveItems(items)).await?;
    if status.code.is_ok() {
        return Ok(());
    }
    Err(refused(&status, "moving files"))
}

async fn remove_files(io: &Io, phone: &SharedPhone, udid: &str, plan: &Plan) -> Result<(), Stop> {
    let pause = Duration::from_millis(phone.lock().scenario.wire.tidy_pause_ms);
    striking::before(io, phone, Stretch::Removing, 0).await?;
    for batch in plan.removes.chunks(BATCH_FILES) {
        io.sleep(pause).await?;
        let paths = batch.iter().map(|id| format!("{udid}/{}", id.payload_path())).collect();
        remove_items(io, paths).await?;
    }
    remove_items(io, vec![format!("{udid}/Manifest.mbdx"), format!("{udid}/Snapshot")]).await
}

async fn remove_items(io: &Io, paths: Vec<String>) -> Result<(), Stop> {
    let status = io.ask(Some(97.0), Ask::RemoveItems(paths)).await?;
    let missing_only = status.item_statuses().iter().all(|item| item.code == StatusCode::NOT_FOUND);
    if status.code.is_ok() || (status.code == StatusCode::MULTI && missing_only) {
        return Ok(());
    }
    Err(refused(&status, "removing files"))
}
