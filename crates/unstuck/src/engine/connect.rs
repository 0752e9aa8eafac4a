//! Opening everything a backup needs on a phone, in the order other programs do
//! (docs/protocol.md 1).

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use unstuck_backup::info_plist::{App, InfoPlist};
use unstuck_backup::{ConnectFault, PersonNeed, Sign};
use unstuck_link::deadline::Deadlines;
use unstuck_link::pairing::{PairStep, pair};
use unstuck_link::services::{
    Apps, Media, Notifications, SyncLock, SyncLockFault, keep_awake, names,
};
use unstuck_link::{Fault, LinkError, Muxer, Phone, Stream};
use unstuck_manifest::InfoPlist as ExistingInfo;
use unstuck_vault::disk::read_small;
use unstuck_vault::{Disk, Layout};

use super::beside::Beside;
use super::facts::PhoneFacts;
use crate::time::unix_now;

/// A connection to the backup service and what runs beside it.
pub(super) struct Opened {
    pub(super) stream: Box<dyn Stream>,
    pub(super) beside: Beside,
    pub(super) info_plist: Vec<u8>,
}

/// Icons are nice to have in Info.plist, but nobody waits longer for them.
const ICON_TIME: Duration = Duration::from_secs(3);
/// The phone stays awake at most this long by our asking.
const AWAKE_TIME: Duration = Duration::from_secs(24 * 3600);
const AGENT_SERVICE: &str = "com.apple.mobilebackup2";
const OBSERVED: [&str; 4] = [
    names::SYNC_CANCEL_REQUEST,
    names::BACKUP_DOMAIN_CHANGED,
    names::PASSCODE_PRESENTED,
    names::PASSCODE_DISMISSED,
];

/// Opens the backup service. Info.plist is collected with the first connection only.
pub(super) async fn open(
    muxer: Muxer,
    facts: PhoneFacts,
    info_plist: Option<Vec<u8>>,
    layout: Layout,
    disk: Arc<dyn Disk>,
    tell: mpsc::Sender<Sign>,
) -> Result<Opened, ConnectFault> {
    let mut phone = trusted_phone(&muxer, &facts.udid, &tell).await?;
    let limits = *muxer.deadlines();
    if let Ok(Some(percent)) = phone.battery().await {
        // A full queue means that nobody looks at signs.
        let _ = tell.try_send(Sign::Battery(percent));
    }
    let notifications = Notifications::open(&mut phone, limits.answer, &OBSERVED).await;
    let mut notifications = notifications.map_err(fault)?;
    let (lock, files) =
        lock_and_files(&mut phone, &mut notifications, info_plist.is_none(), &limits, &tell)
            .await?;
    let info_plist = match info_plist {
        Some(known) => known,
        None => {
            let guid = existing_guid(&*disk, &layout);
            collect_info(&mut phone, &facts, files, guid, limits.answer).await
        }
    };
    let awake = keep_awake(&mut phone, limits.answer, AWAKE_TIME).await.ok();
    let beside =
        Beside::start(&mut phone, muxer, limits.answer, notifications, lock, awake, &tell).await;
    let stream = phone.open_service(AGENT_SERVICE, true).await.map_err(fault)?;
    Ok(Opened { stream, beside, info_plist })
}

/// What a restore needs of a phone.
pub(super) struct OpenedForRestore {
    pub(super) stream: Box<dyn Stream>,
    pub(super) beside: Beside,
}

/// Where a phone looks for the list of apps to be installed again (docs/protocol.md 6.5).
const APPS_FOLDER: &str = "/iTunesRestore";
const APPS_LIST: &str = "RestoreApplications.plist";

/// Opens the backup service for a restore, in the same order; the list of `apps` goes to the
/// phone before. A phone that does not take the list is restored all the same: its owner can
/// fetch apps by hand.
pub(super) async fn open_for_restore(
    muxer: &Muxer,
    udid: &str,
    apps: Option<Vec<u8>>,
    tell: &mpsc::Sender<Sign>,
) -> Result<OpenedForRestore, ConnectFault> {
    let mut phone = trusted_phone(muxer, udid, tell).await?;
    let limits = *muxer.deadlines();
    if let Ok(Some(percent)) = phone.battery().await {
        let _ = tell.try_send(Sign::Battery(percent));
    }
    let notifications = Notifications::open(&mut phone, limits.answer, &OBSERVED).await;
    let mut notifications = notifications.map_err(fault)?;
    let (lock, _) = lock_and_files(&mut phone, &mut notifications, false, &limits, tell).await?;
    if let Some(apps) = apps
        && let Ok(mut media) = Media::open(&mut phone, limits.answer).await
    {
        let _ = media.put(APPS_FOLDER, APPS_LIST, &apps).await;
    }
    let awake = keep_awake(&mut phone, limits.answer, AWAKE_TIME).await.ok();
    let muxer = muxer.clone();
    let beside =
        Beside::start(&mut phone, muxer, limits.answer, notifications, lock, awake, tell).await;
    let stream = phone.open_service(AGENT_SERVICE, true).await.map_err(fault)?;
    Ok(OpenedForRestore { stream, beside })
}

/// A session with the phone; trust is asked for when it is missing.
pub(super) async fn trusted_phone(
    muxer: &Muxer,
    udid: &str,
    tell: &mpsc::Sender<Sign>,
) -> Result<Phone, ConnectFault> {
    match Phone::open(muxer, udid).await {
        Err(LinkError { fault: Fault::NotTrusted | Fault::Tls(_), .. }) => {}
        other => return other.map_err(fault),
    }
    let attached = muxer.find(udid).await.map_err(fault)?;
    pair(muxer, &attached, |step| {
        let need = match step {
            PairStep::Unlock => PersonNeed::Unlock,
            PairStep::TapTrust => PersonNeed::Trust,
        };
        // A full queue means that nobody looks at signs; the wait goes on all the same.
        let _ = tell.try_send(Sign::PersonAsked(need));
    })
    .await
    .map_err(|error| match error.fault {
        Fault::Timeout { .. } => ConnectFault::TrustMissing,
        _ => fault(error),
    })?;
    Phone::open(muxer, udid).await.map_err(fault)
}

pub(super) fn fault(error: LinkError) -> ConnectFault {
    match error.fault {
        Fault::Detached => ConnectFault::Absent,
        Fault::Locked => ConnectFault::Locked,
        Fault::TrustRefused => ConnectFault::TrustRefused,
        Fault::NotTrusted | Fault::TrustPending => ConnectFault::TrustMissing,
        Fault::NeedsCable => ConnectFault::TrustNeedsCable,
        Fault::Busy => ConnectFault::Busy,
        Fault::Prohibited(text) => ConnectFault::Prohibited(text),
        _ => ConnectFault::Other(error.to_string()),
    }
}

/// Files of the media partition for Info.plist.
type InfoFiles = (Vec<(String, Vec<u8>)>, Option<Vec<u8>>);

/// Takes the sync lock, and the files of the media partition on the way.
async fn lock_and_files(
    phone: &mut Phone,
    notifications: &mut Notifications,
    want_files: bool,
    limits: &Deadlines,
    tell: &mpsc::Sender<Sign>,
) -> Result<(Option<SyncLock>, InfoFiles), ConnectFault> {
    let mut media = Media::open(phone, limits.answer).await.map_err(fault)?;
    let files = if want_files { media.info_files().await.map_err(fault)? } else { (vec![], None) };
    let held = || {
        let _ = tell.try_send(Sign::HeldByOther);
    };
    match SyncLock::take(media, notifications, limits.sync_lock, held).await {
        Ok(lock) => Ok((Some(lock), files)),
        Err(SyncLockFault::HeldByOther) => Err(ConnectFault::Busy),
        // The lock is a courtesy: a phone without the file is backed up without.
        Err(SyncLockFault::Link(_)) => Ok((None, files)),
    }
}

/// The id this folder was given once; it stays.
fn existing_guid(disk: &dyn Disk, layout: &Layout) -> Option<String> {
    let path = layout.working_backup().join("Info.plist");
    let bytes = read_small(disk, &path, 32 << 20).ok()?;
    ExistingInfo::parse(&bytes).ok()?.guid
}

fn new_guid() -> Option<String> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02X}")).collect())
}

async fn collect_info(
    phone: &mut Phone,
    facts: &PhoneFacts,
    (itunes_files, ibooks_data): InfoFiles,
    guid: Option<String>,
    limit: Duration,
) -> Vec<u8> {
    // No backup fails for want of a list of apps.
    let apps = Apps::list(phone, limit, ICON_TIME).await.unwrap_or_default();
    let apps = apps.into_iter().map(|app| App {
        bundle_id: app.bundle_id,
        sinf: app.sinf,
        metadata: app.metadata,
        icon: app.icon,
    });
    let product_type = facts.text("ProductType");
    let product_name = product_type.as_deref().and_then(crate::models::marketing_name);
    InfoPlist {
        udid: facts.udid.clone(),
        guid: guid.or_else(new_guid),
        build_version: facts.text("BuildVersion"),
        device_name: facts.text("DeviceName"),
        product_name: product_name.map(String::from),
        product_type,
        product_version: facts.text("ProductVersion"),
        serial_number: facts.text("SerialNumber"),
        imei: facts.text("InternationalMobileEquipmentIdentity"),
        imei2: facts.text("InternationalMobileEquipmentIdentity2"),
        meid: facts.text("MobileEquipmentIdentifier"),
        iccid: facts.text("IntegratedCircuitCardIdentity"),
        phone_number: facts.text("PhoneNumber"),
        itunes_version: facts.itunes_version.clone(),
        itunes_settings: facts.itunes_settings.clone(),
        itunes_files,
        ibooks_data,
        apps: apps.collect(),
        last_backup: unix_now(),
    }
    .to_xml()
}
