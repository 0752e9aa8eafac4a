//! The backup a command is about: found from whatever a person names, and opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use unstuck_manifest::{FolderName, OpenFault, Password, UnlockFault, read_manifest};
use unstuck_vault::{BackupView, RealDisk, version_time};

use crate::home;
use crate::report::{Report, code};
use crate::secrets;

/// A backup folder.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The folder that holds Manifest.plist.
    pub(crate) folder: PathBuf,
    /// Its name: the UDID, maybe with a date.
    pub(crate) name: String,
    /// The folder, read-only.
    pub(crate) tree: BackupView,
}

impl Source {
    /// Finds the backup that was named: its folder, a version's, a phone's (its newest
    /// version), or the name of a version in Unstuck's own place.
    pub(crate) fn find(named: &Path) -> Result<Self, Report> {
        let path = std::path::absolute(named).unwrap_or_else(|_| named.to_path_buf());
        let found = find_in(&path).or_else(|| find_by_name(named));
        let folder = found.ok_or_else(|| {
            Report::new(code::USAGE, "There is no backup here.")
                .saw(format!("{} holds neither Manifest.plist nor Status.plist.", path.display()))
                .next("Name the folder that holds Manifest.plist; its name is the iPhone's UDID.")
                .next("`unstuck versions list` shows what Unstuck keeps.")
        })?;
        Ok(Self::at(folder))
    }

    /// The backup in this folder, whatever it holds.
    pub(crate) fn at(folder: PathBuf) -> Self {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
        let tree = BackupView::new(Arc::new(RealDisk), folder.clone());
        Self { folder, name: name.unwrap_or_default(), tree }
    }

    /// UDID of the phone, by the folder's name.
    pub(crate) fn udid(&self) -> &str {
        FolderName::parse(&self.name).map_or(&self.name, |name| name.udid)
    }

    /// Whether it is encrypted; `None` when Manifest.plist does not say.
    pub(crate) fn is_encrypted(&self) -> Option<bool> {
        read_manifest(&self.tree).ok()?.is_encrypted()
    }

    /// The password, when one is of use and to be had.
    pub(crate) async fn password_if_any(&self) -> Result<Option<Password>, Report> {
        if self.is_encrypted() == Some(false) {
            return Ok(None);
        }
        if let Some(password) = secrets::known(self.udid()).await? {
            return Ok(Some(password));
        }
        if secrets::can_ask() {
            return secrets::ask("Backup password (empty to check without)").await;
        }
        Ok(None)
    }

    /// The password, for what cannot be done without; `None` for a plain backup.
    pub(crate) async fn password(&self) -> Result<Option<Password>, Report> {
        if self.is_encrypted() != Some(true) {
            return Ok(None);
        }
        if let Some(password) = secrets::known(self.udid()).await? {
            return Ok(Some(password));
        }
        if secrets::can_ask()
            && let Some(password) = secrets::ask("Backup password").await?
        {
            return Ok(Some(password));
        }
        Err(no_password())
    }
}

/// The backup is encrypted and nobody gave a password.
fn no_password() -> Report {
    Report::new(code::PERSON, "The backup is encrypted, and its password is needed.")
        .saw("Without it not even the names of its files can be read.")
        .next("Run this on a terminal, or name a file with it in UNSTUCK_PASSWORD_FILE.")
        .because("encryption-password")
}

/// Why a backup cannot be opened, for a person.
pub(crate) fn cannot_open(source: &Source, fault: &OpenFault) -> Report {
    let next = format!("See what is wrong with: unstuck verify \"{}\"", source.folder.display());
    match fault {
        OpenFault::NoPassword => no_password(),
        OpenFault::Unlock(UnlockFault::WrongPassword) => {
            Report::new(code::PASSWORD, "The password is not the one this backup was made with.")
                .saw("That is no damage: the backup itself may be perfectly well.")
                .next("Try the password that was in force when the backup was made.")
                .next("See which versions a password opens with: unstuck password rehearse")
                .because("encryption-password")
        }
        OpenFault::NotABackup => Report::new(code::USAGE, "There is no backup in this folder."),
        OpenFault::TooOld => Report::new(code::FAILED, "The backup was made by iOS 4 or older.")
            .saw("Unstuck reads backups of iOS 5 and newer."),
        fault => Report::new(code::DAMAGE, "The backup cannot be opened.")
            .saw(format!("{}: {fault}.", source.folder.display()))
            .next(next),
    }
}

fn looks_like_backup(folder: &Path) -> bool {
    ["Manifest.plist", "Manifest.db", "Status.plist", "Manifest.mbdb", "Manifest.mbdx"]
        .iter()
        .any(|name| folder.join(name).symlink_metadata().is_ok())
}

/// The folder with the backup in it.
fn find_in(named: &Path) -> Option<PathBuf> {
    if looks_like_backup(named) {
        return Some(named.to_path_buf());
    }
    // A version holds one folder, named by the UDID; a phone's folder has a pointer to the
    // newest version.
    [named.to_path_buf(), named.join("latest")].iter().find_map(|root| {
        let mut inside: Vec<PathBuf> =
            std::fs::read_dir(root).into_iter().flatten().flatten().map(|e| e.path()).collect();
        inside.sort();
        inside.into_iter().find(|path| looks_like_backup(path))
    })
}

/// A version by its name alone, in the place of all backups.
fn find_by_name(named: &Path) -> Option<PathBuf> {
    let name = named.to_str().filter(|name| version_time(name).is_some())?;
    let phones = std::fs::read_dir(home::home()?.join("backups")).ok()?;
    let mut versions =
        phones.flatten().filter_map(|phone| find_in(&phone.path().join("versions").join(name)));
    let found = versions.next()?;
    // Two phones may have one of the same second: then the name alone says too little.
    versions.next().is_none().then_some(found)
}
