//! The media partition over AFC: the sync lock, and a few files for Info.plist
//! (docs/protocol.md 3.4, 3.5).

use std::time::Duration;

use idevice::afc::AfcClient;
use idevice::afc::opcode::{AfcFopenMode, AfcLockOp, AfcOpcode};
use idevice::afc::packet::AfcPacket;
use tokio::time::Instant;

use super::notifications::{NotificationCentre, names};
use super::open;
use crate::deadline::within;
use crate::error::{Fault, LinkError};
use crate::guard::Framing;
use crate::phone::Phone;

/// The file everybody who syncs with a phone locks.
const LOCK_FILE: &str = "/com.apple.itunes.lock_sync";
/// Pause between two attempts at the lock.
const LOCK_PAUSE: Duration = Duration::from_millis(200);
/// Files that go into Info.plist are small.
const FILE_BYTES_MAX: usize = 4 << 20;

/// Bytes written with one packet.
const PIECE_BYTES: usize = 64 << 10;

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
///
/// Files are opened by their plain operations: the crate's own file handles panic when they
/// are dropped open, which is what a deadline or a pulled cable does to them.
#[derive(Debug)]
pub struct Media {
    client: AfcClient,
    limit: Duration,
}

/// Number of a file that is open on the phone; it closes with the connection.
#[derive(Clone, Copy, Debug)]
struct FileHandle(u64);

impl FileHandle {
    fn with(self, argument: u64) -> Vec<u8> {
        [self.0.to_le_bytes(), argument.to_le_bytes()].concat()
    }
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
    pub async fn info_files(
        &mut self,
    ) -> Result<(Vec<(String, Vec<u8>)>, Option<Vec<u8>>), LinkError> {
        let folder = "/iTunes_Control/iTunes";
        let listed = self.client.list_dir(folder);
        let there = within(self.limit, "listing files of the iPhone", listed).await;
        let there = there.map(Some).or_else(unless_broken)?.unwrap_or_default();
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
        let info = within(self.limit, act, self.client.get_file_info(path)).await;
        let info = info.map(Some).or_else(unless_broken)?;
        let Some(size) = info.map(|info| info.size).filter(|size| *size <= FILE_BYTES_MAX) else {
            return Ok(None);
        };
        let handle = self.open_file(path, AfcFopenMode::RdOnly).await;
        let Some(handle) = handle.map(Some).or_else(unless_broken)? else { return Ok(None) };
        let mut data = Vec::new();
        while data.len() < size {
            let wanted = (size - data.len()) as u64;
            let piece = self.operate(act, AfcOpcode::Read, handle.with(wanted)).await?.payload;
            if piece.is_empty() {
                break;
            }
            data.extend(piece);
        }
        self.operate(act, AfcOpcode::FileClose, handle.0.to_le_bytes().to_vec()).await?;
        Ok(Some(data))
    }

    /// Writes a small file, replacing what is there, and makes its folder.
    ///
    /// # Errors
    /// The phone does not take it.
    pub async fn put(&mut self, folder: &str, name: &str, data: &[u8]) -> Result<(), LinkError> {
        let act = "writing a file of the iPhone";
        let made = within(self.limit, act, self.client.mk_dir(folder)).await;
        made.map(Some).or_else(unless_broken)?;
        let path = format!("{folder}/{name}");
        let handle = self.open_file(&path, AfcFopenMode::WrOnly).await?;
        for piece in data.chunks(PIECE_BYTES) {
            let header = handle.0.to_le_bytes().to_vec();
            let done = self.client.send_op(AfcOpcode::Write, header, piece.to_vec());
            within(self.limit, act, done).await?;
        }
        self.operate(act, AfcOpcode::FileClose, handle.0.to_le_bytes().to_vec()).await?;
        Ok(())
    }

    async fn open_file(&mut self, path: &str, mode: AfcFopenMode) -> Result<FileHandle, LinkError> {
        let act = "opening a file of the iPhone";
        let mut arguments = (mode as u64).to_le_bytes().to_vec();
        arguments.extend_from_slice(path.as_bytes());
        arguments.push(0);
        let opened = self.operate(act, AfcOpcode::FileOpen, arguments).await?;
        let handle = opened.header_payload.first_chunk::<8>().copied().map(u64::from_le_bytes);
        let nonsense = || LinkError::new(act, Fault::Nonsense("no handle".into()));
        handle.map(FileHandle).ok_or_else(nonsense)
    }

    async fn operate(
        &mut self,
        act: &'static str,
        operation: AfcOpcode,
        arguments: Vec<u8>,
    ) -> Result<AfcPacket, LinkError> {
        let done = self.client.send_op(operation, arguments, Vec::new());
        within(self.limit, act, done).await
    }
}

/// An answer of the phone that says no is no failure; a broken connection is.
fn unless_broken<T>(error: LinkError) -> Result<Option<T>, LinkError> {
    match error.fault {
        Fault::Phone(_) => Ok(None),
        _ => Err(error),
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
    media: Media,
    handle: FileHandle,
}

impl SyncLock {
    /// Takes the lock in the order other programs do: will start, open, request, lock, did
    /// start. Tries for `patience`.
    ///
    /// # Errors
    /// [`SyncLockFault`]
    pub async fn take(
        mut media: Media,
        notifications: &mut impl NotificationCentre,
        patience: Duration,
        held: impl FnOnce(),
    ) -> Result<Self, SyncLockFault> {
        let act = "taking the sync lock";
        let link = SyncLockFault::Link;
        notifications.post(names::SYNC_WILL_START).await.map_err(link)?;
        let handle = media.open_file(LOCK_FILE, AfcFopenMode::Rw).await.map_err(link)?;
        notifications.post(names::SYNC_LOCK_REQUEST).await.map_err(link)?;
        let end = Instant::now() + patience;
        let mut held = Some(held);
        loop {
            let arguments = handle.with(AfcLockOp::ExclusiveLock as u64);
            match media.operate(act, AfcOpcode::FileLock, arguments).await {
                Ok(_) => break,
                Err(LinkError { fault: Fault::Busy, .. }) => {
                    held.take().into_iter().for_each(|held| held());
                    if Instant::now() + LOCK_PAUSE > end {
                        return Err(SyncLockFault::HeldByOther);
                    }
                    tokio::time::sleep(LOCK_PAUSE).await;
                }
                Err(error) => return Err(link(error)),
            }
        }
        notifications.post(names::SYNC_DID_START).await.map_err(link)?;
        Ok(Self { media, handle })
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
        let unlock = self.handle.with(AfcLockOp::Unlock as u64);
        self.media.operate(act, AfcOpcode::FileLock, unlock).await?;
        let close = self.handle.0.to_le_bytes().to_vec();
        self.media.operate(act, AfcOpcode::FileClose, close).await?;
        notifications.post(names::SYNC_DID_FINISH).await
    }
}
