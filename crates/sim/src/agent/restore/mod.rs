//! A restore, as a phone takes it (docs/protocol.md 6.5).

mod expected;
mod intake;
mod lists;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use unstuck_manifest::FileId;
use unstuck_wire::mobilebackup2::RestoreOptions;
use unstuck_wire::{ErrorCode, StatusCode};

use super::backup::strike_final_error;
use super::hostile;
use super::io::Io;
use super::previous::list_payloads;
use super::story::{Stop, ask_passcode, error};
use super::striking;
use super::upload::BATCH_FILES;
use crate::phone::{PhoneEvent, Restored, SharedPhone};
use crate::scenario::Stretch;

use expected::Expected;
use intake::Receiver;
use lists::Lists;

/// Where a host leaves the list of apps to be installed again (docs/protocol.md 6.5).
const APPS_LIST: &str = "/iTunesRestore/RestoreApplications.plist";

/// Takes a backup of `source` back.
pub(super) async fn take_back(
    io: &Io,
    phone: &SharedPhone,
    target: &str,
    source: &str,
    options: &RestoreOptions,
) -> Result<(), Stop> {
    check(phone, target)?;
    ask_passcode(io, phone).await?;
    strike_final_error(phone, false)?;
    if phone.lock().scenario.wire.hostile_paths {
        hostile::try_everything(io, phone, source).await?;
        hostile::try_to_write(io, source).await?;
    }
    let lists = Lists::fetch(io, source).await?;
    let keys = lists.unlock(options.password.as_deref())?;
    check_version(phone, &lists)?;
    let (expected, restored) = Expected::read(phone, &lists, keys.as_ref(), options)?;
    check_space(phone, expected.bytes())?;
    check_presence(io, phone, source, &expected).await?;

    let receiver = Arc::new(Mutex::new(Receiver::new(phone, expected, keys, restored)));
    fetch_files(io, phone, source, &receiver).await?;
    strike_final_error(phone, true)?;
    put_in_place(io, phone).await?;
    let restored = receiver.lock().unwrap_or_else(PoisonError::into_inner).finish();
    take_over(phone, restored, options);
    Ok(())
}

fn check(phone: &SharedPhone, target: &str) -> Result<(), Stop> {
    let state = phone.lock();
    if state.identity.udid != target {
        return Err(error(ErrorCode::INTERNAL, "Invalid target identifier"));
    }
    if state.scenario.find_my {
        return Err(error(ErrorCode::FIND_MY, "Find My iPhone must be disabled"));
    }
    Ok(())
}

/// A phone takes no backup of a system newer than its own.
fn check_version(phone: &SharedPhone, lists: &Lists) -> Result<(), Stop> {
    let numbers = |text: &str| -> Vec<u32> { text.split('.').flat_map(str::parse).collect() };
    let (theirs, own) = (lists.system_version(), phone.lock().identity.product_version.clone());
    if numbers(&theirs).first() > numbers(&own).first() {
        let text = format!("Backup of iOS {theirs} on iOS {own}");
        return Err(error(ErrorCode::VERSION, &text));
    }
    Ok(())
}

fn check_space(phone: &SharedPhone, bytes: u64) -> Result<(), Stop> {
    let room = phone.lock().scenario.restore.free_bytes;
    if room.is_some_and(|room| room < bytes) {
        return Err(error(ErrorCode::PHONE_FULL, "Insufficient free space on the device"));
    }
    Ok(())
}

/// Looks whether the host has every file of the list.
async fn check_presence(
    io: &Io,
    phone: &SharedPhone,
    source: &str,
    expected: &Expected,
) -> Result<(), Stop> {
    if phone.lock().scenario.restore.forgives_missing {
        return Ok(());
    }
    let there = list_payloads(io, source).await?;
    let missing = expected.ids().filter(|id| !there.contains_key(id)).count();
    if missing > 0 {
        return Err(error(ErrorCode::DAMAGED, "Manifest references files not in backup"));
    }
    Ok(())
}

/// Asks for all files, in batches.
async fn fetch_files(
    io: &Io,
    phone: &SharedPhone,
    source: &str,
    receiver: &Arc<Mutex<Receiver>>,
) -> Result<(), Stop> {
    let wire = phone.lock().scenario.wire.clone();
    let think = Duration::from_millis(phone.lock().scenario.pace.think_ms);
    let ids: Vec<FileId> = lock(receiver).wanted();
    let batch_files = if wire.batch_files == 0 { BATCH_FILES } else { wire.batch_files };
    let (mut asked, all) = (0, ids.len().max(1));
    for batch in ids.chunks(batch_files) {
        io.sleep(think).await?;
        asked += batch.len();
        let percent = 2.0 + 90.0 * asked as f64 / all as f64;
        let paths = batch.iter().map(|id| format!("{source}/{}", id.payload_path())).collect();
        let intake = Arc::clone(receiver);
        io.begin_fetch((!wire.no_progress).then_some(percent), paths, intake);
        while io.fetched().await?.is_none() {
            // A fault waits in the middle of a file.
            let fault = lock(receiver).take_fault();
            if let Some((kind, lasts)) = fault {
                striking::suffer(io, phone, kind, lasts).await?;
            }
        }
        if let Some(code) = lock(receiver).refused() {
            return Err(missing(code));
        }
    }
    phone.lock().log("BackupAgent2", format!("Restored {} files", ids.len()));
    Ok(())
}

fn lock(receiver: &Mutex<Receiver>) -> std::sync::MutexGuard<'_, Receiver> {
    receiver.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a file that the host does not send means (docs/protocol.md 5.6).
fn missing(code: StatusCode) -> Stop {
    match code {
        StatusCode::NOT_FOUND => error(ErrorCode::DAMAGED, "A file of the backup is missing"),
        code => error(ErrorCode::HOST_READ, &format!("Error {code} reading a file of the backup")),
    }
}

/// Everything is there: it goes to its places, silent for the host.
async fn put_in_place(io: &Io, phone: &SharedPhone) -> Result<(), Stop> {
    striking::before(io, phone, Stretch::RestoreWork, 0).await?;
    let seconds = phone.lock().scenario.restore.work_s;
    io.sleep(Duration::from_secs_f64(seconds)).await?;
    striking::before(io, phone, Stretch::RestoreWork, 1).await
}

/// The phone is now what the backup was.
fn take_over(phone: &SharedPhone, mut restored: Restored, options: &RestoreOptions) {
    let mut state = phone.lock();
    restored.apps_bytes = state.media.read(APPS_LIST).map(|list| list.len() as u64);
    if let Some(generation) = restored.generation {
        Arc::make_mut(&mut state.content).generation = generation;
    }
    if restored.encrypted && restored.source == state.identity.udid {
        state.set_password(options.password.as_deref());
    }
    state.cache = None;
    state.log("BackupAgent2", "Restore finished");
    state.announce(PhoneEvent::Restored(Box::new(restored.clone())));
    state.restored = Some(restored);
    if !options.no_reboot {
        state.after_goodbye(PhoneEvent::Restarting);
    }
}
