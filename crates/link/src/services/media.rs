//! The media partition over AFC: the sync lock, and a few files for Info.plist
//! (docs/protocol.md 3.4, 3.5).

use std::time::Duration;

use idevice::afc::AfcClient;
use idevice::afc::file::OwnedFileDescriptor;
use idevice::afc::opcode::{AfcFopenMode, AfcLockOp};
use tokio::time::Instant;

use super::notifications::{NotificationCentre, names};
use super::open;
use crate::deadline::within;
use crate::error::LinkError;
use crate::guard::Framing;
use crate::phone::Phone;

/// The file everybody who syncs with a phone locks.
const LOCK_FILE: &str = "/com.apple.itunes.lock_sync";
/// Pause between two attempts at the lock.
const LOCK_PAUSE: Duration = Duration::from_millis(200);
/// Files that go into Info.plist are small.
const FILE_BYTES_MAX: usize = 4 << 20;

/// Names of the files under `/iTunes_Control/iTunes/` that hosts put into Info.plist.
const ITUNES_FILES: [&str; 11] = [
    "ApertureAlbumPrefs",
    "IC-Info.sidb",
    "IC-Info.sidv",
    "PhotosFolderAlbums",
    "PhotosFolderName",
    "PhotosFolderPrefs",
    "VoiceMemos.plist",
    "iPhotoAlbumPrefs",
    "iTunesApplicationIDs",
    "iTunesPrefs",
    "iTunesPrefs.plist",
];

/// The media partition of a phone.
#[derive(Debug)]
pub struct Media {
    client: AfcClient,
    limit: Duration,
}

impl Media {
    /// Opens it.
    ///
    /// # Errors
    /// Whatever broke.
    pub async fn open(phone: &mut Phone, limit: Duration) -> Result<Self, LinkError> {
        let idevice = open(phone, "com.apple.afc", Framing::Afc).await?;
        Ok(Self { client: AfcClient::new(idevice), limit })
    }

    /// The files for Info.plist that are there, and `/Books/iBooksData2.plist`. What cannot
    /// be read is left out.
    ///
    /// # Errors
    /// The phone does not answer.
    pub async fn info_files(&mut self) -> Result<(Vec<(String, Vec<u8>)>, Option<Vec<u8>>), LinkError> {
        let folder = "/iTunes_Control/iTunes";
        let there = within(self.limit, "listing files of the iPhone", async {
            Ok::<_, idevice::IdeviceError>(self.client.list_dir(folder).await.unwrap_or_default())
        })
        .await?;
        let mut files = Vec::new();
        for name in ITUNES_FILES {
            if there.iter().any(|known| known == name)
                && let Some(data) = self.read(&format!("{folder}/{name}")).await?
            {
                files.push((name.to_owned(), data));
            }
        }
        Ok((files, self.read("/Books/iBooksData2.plist").await?))
    }

    /// A small file; `None` when it is not there or too large.
    async fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, LinkError> {
        let act = "reading a file of the iPhone";
        let client = &mut self.client;
        within(self.limit, act, async {
            let info = client.get_file_info(path).await;
            if !info.is_ok_and(|info| info.size <= FILE_BYTES_MAX) {
                return Ok(None);
            }
            let mut file = client.open(path, AfcFopenMode::RdOnly).await?;
            let data = file.read_entire().await;
            file.close().await?;
            Ok::<_, idevice::IdeviceError>(data.ok())
        })
        .await
    }
}

/// Why the sync lock is not held.
#[derive(Debug)]
pub enum SyncLockFault {
    /// Another program holds it.
    HeldByOther,
    /// The phone does not answer, or has no such file.
    Link(LinkError),
}

/// The sync lock of a phone, held until it is released or its connection ends. With it the
/// phone shows that it syncs, and other programs keep away.
#[derive(Debug)]
pub struct SyncLock {
    file: OwnedFileDescriptor,
    limit: Duration,
}

impl SyncLock {
    /// Takes the lock in the order other programs do: will start, open, request, lock, did
    /// start. Tries for `patience`.
    ///
    /// # Errors
    /// [`SyncLockFault`]
    pub async fn take(
        media: Media,
        notifications: &mut impl NotificationCentre,
        patience: Duration,
    ) -> Result<Self, SyncLockFault> {
        let act = "taking the sync lock";
        let link = SyncLockFault::Link;
        let Media { client, limit } = media;
        notifications.post(names::SYNC_WILL_START).await.map_err(link)?;
        let opened = client.open_owned(LOCK_FILE, AfcFopenMode::Rw);
        let mut file = within(limit, act, opened).await.map_err(link)?;
        notifications.post(names::SYNC_LOCK_REQUEST).await.map_err(link)?;
        let end = Instant::now() + patience;
        loop {
            match within(limit, act, file.lock(AfcLockOp::ExclusiveLock)).await {
                Ok(()) => break,
                Err(error) if !is_would_block(&error) => return Err(link(error)),
                Err(_) if Instant::now() + LOCK_PAUSE > end => {
                    return Err(SyncLockFault::HeldByOther);
                }
                Err(_) => tokio::time::sleep(LOCK_PAUSE).await,
            }
        }
        notifications.post(names::SYNC_DID_START).await.map_err(link)?;
        Ok(Self { file, limit })
    }

    /// Lets the lock go and says so.
    ///
    /// # Errors
    /// The phone does not answer; the lock then ends with the connection.
    pub async fn release(
        mut self,
        notifications: &mut impl NotificationCentre,
    ) -> Result<(), LinkError> {
        let act = "releasing the sync lock";
        within(self.limit, act, self.file.lock(AfcLockOp::Unlock)).await?;
        within(self.limit, act, self.file.close()).await?;
        notifications.post(names::SYNC_DID_FINISH).await
    }
}

/// AFC's status 19.
fn is_would_block(error: &LinkError) -> bool {
    matches!(&error.fault, crate::Fault::Phone(text) if text.contains("would block"))
}
