//! The lists of a backup as the host sends them, kept in a folder while the restore lasts.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use unstuck_manifest::content::WrappedKey;
use unstuck_manifest::plists::SnapshotState;
use unstuck_manifest::{
    ClassKeys, FileKey, Keybag, ManifestDb, ManifestPlist, Password, StatusPlist,
};
use unstuck_vault::{BackupView, RealDisk};
use unstuck_wire::{ErrorCode, StatusCode};

use crate::agent::io::{Intake, Io};
use crate::agent::story::{Stop, error};

/// Status.plist, Manifest.plist and Manifest.db.
pub(super) struct Lists {
    folder: TempDir,
    manifest: ManifestPlist,
    /// BLAKE3 of each, as they came.
    pub(super) digests: Vec<(String, [u8; 32])>,
}

impl Lists {
    /// Asks the host for them.
    pub(super) async fn fetch(io: &Io, source: &str) -> Result<Self, Stop> {
        let folder = tempfile::tempdir().map_err(|_| own_disk())?;
        let mut digests = Vec::new();
        for name in ["Status.plist", "Manifest.plist", "Manifest.db"] {
            let spool = Arc::new(Mutex::new(Spool::new(&folder, name)?));
            let intake = Arc::clone(&spool);
            io.begin_fetch(None, vec![format!("{source}/{name}")], intake);
            while io.fetched().await?.is_none() {}
            let mut spool = spool.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            digests.push((name.to_owned(), spool.finish(name)?));
        }
        let read = |name: &str| fs::read(folder.path().join(name)).map_err(|_| own_disk());
        let damaged = |_| error(ErrorCode::DAMAGED, "Cannot read the lists of the backup");
        let status = StatusPlist::parse(&read("Status.plist")?).map_err(damaged)?;
        if status.snapshot_state != SnapshotState::Finished {
            return Err(error(ErrorCode::DAMAGED, "The backup was not finished"));
        }
        let manifest = ManifestPlist::parse(&read("Manifest.plist")?).map_err(damaged)?;
        Ok(Self { folder, manifest, digests })
    }

    /// iOS of the phone it was made of.
    pub(super) fn system_version(&self) -> String {
        self.manifest.lockdown().map(|lockdown| lockdown.product_version).unwrap_or_default()
    }

    /// UDID of the phone it was made of.
    pub(super) fn udid(&self) -> String {
        self.manifest.lockdown().map(|lockdown| lockdown.unique_device_id).unwrap_or_default()
    }

    /// The class keys of an encrypted backup.
    pub(super) fn unlock(&self, password: Option<&str>) -> Result<Option<ClassKeys>, Stop> {
        if self.manifest.is_encrypted() != Some(true) {
            return Ok(None);
        }
        let bag = self.manifest.keybag().and_then(|bytes| Keybag::parse(bytes).ok());
        let bag = bag.ok_or_else(|| error(ErrorCode::DAMAGED, "Cannot read the keybag"))?;
        let wrong = || error(ErrorCode::PASSWORD, "Invalid password");
        let password = Password::from(password.ok_or_else(wrong)?);
        bag.unlock(&password).map(Some).map_err(|_| wrong())
    }

    /// Where they lie.
    pub(super) fn view(&self) -> BackupView {
        BackupView::new(Arc::new(RealDisk), self.folder.path().to_path_buf())
    }

    /// The list of files, read where it lies.
    pub(super) fn open<'v>(
        &self,
        view: &'v BackupView,
        keys: Option<&ClassKeys>,
    ) -> Result<ManifestDb<'v>, Stop> {
        let damaged = || error(ErrorCode::DAMAGED, "Cannot read the list of files");
        let key: Option<FileKey> = match keys {
            None => None,
            Some(keys) => {
                let wrapped = self.manifest.manifest_key().ok_or_else(damaged)?;
                let wrapped = WrappedKey::parse(wrapped).map_err(|_| damaged())?;
                Some(keys.unwrap(&wrapped).map_err(|_| damaged())?)
            }
        };
        ManifestDb::open(view, key.as_ref()).map_err(|_| damaged())
    }
}

fn own_disk() -> Stop {
    error(ErrorCode::PHONE_WRITE, "The simulated phone has no room of its own")
}

/// Writes what comes into a file.
struct Spool {
    file: BufWriter<File>,
    hasher: blake3::Hasher,
    fault: Option<StatusCode>,
}

impl Spool {
    fn new(folder: &TempDir, name: &str) -> Result<Self, Stop> {
        let file = File::create(folder.path().join(name)).map_err(|_| own_disk())?;
        Ok(Self { file: BufWriter::new(file), hasher: blake3::Hasher::new(), fault: None })
    }

    fn finish(&mut self, name: &str) -> Result<[u8; 32], Stop> {
        self.file.flush().map_err(|_| own_disk())?;
        match self.fault {
            None => Ok(*self.hasher.finalize().as_bytes()),
            Some(code) => {
                let text = format!("Error {code} reading {name}");
                let of_folder = code == StatusCode::NOT_FOUND;
                Err(error(if of_folder { ErrorCode::DAMAGED } else { ErrorCode::HOST_READ }, &text))
            }
        }
    }
}

impl Intake for Spool {
    fn begin(&mut self, _path: &str) {}

    fn block(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        if self.file.write_all(bytes).is_err() {
            self.fault = Some(StatusCode::IO);
        }
    }

    fn end(&mut self, error: Option<StatusCode>) {
        self.fault = self.fault.or(error);
    }
}
