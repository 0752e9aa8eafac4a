//! The facts about a backup, gathered once, for all rules to look at.
//!
//! ```text
//!  folder listing ─► three plists ─► keybag, password ─► Manifest.db ─► 256 folders ─► rows
//!   milliseconds                      seconds             seconds        the disk       seconds
//! ```
//!
//! Bounded: half a million files take about 14 MB, the names and lengths of the payloads.
//! Rows are not kept; each is shown to the rules as it comes.

mod database;
mod gaps;
mod payloads;
mod progress;
mod root;
mod rows;
mod seal;

use thiserror::Error;

use crate::keybag::{Keybag, KeybagFault, UnlockFault};
use crate::plists::{
    BackupState, INFO_BYTES_MAX, InfoPlist, MANIFEST_BYTES_MAX, ManifestPlist, PlistFault,
    STATUS_BYTES_MAX, SnapshotState, StatusPlist,
};
use crate::report::{Interruption, Why};
use crate::tree::{ReadFault, Tree, read_file};
use crate::{ClassKeys, FolderName};

pub(crate) use database::Database;
pub(crate) use gaps::Needs;
pub(crate) use payloads::{Oddity, PayloadState, Payloads, SealHash};
pub(crate) use progress::Teller;
pub use progress::{Progress, Stage};
pub(crate) use root::Root;
pub(crate) use rows::{Looker, RowFacts, RowPass, pass};
pub(crate) use seal::SealFacts;

use crate::verify::{Depth, Options, Unlock};

/// Everything the rules may know, rows apart.
pub(crate) struct Survey<'t> {
    pub(crate) folder_name: String,
    pub(crate) root: Root,
    pub(crate) status: Result<StatusPlist, FileFault>,
    pub(crate) manifest: Result<ManifestPlist, FileFault>,
    pub(crate) info: Result<InfoPlist, FileFault>,
    /// The bag of an encrypted backup; `None` when there is none.
    pub(crate) keybag: Option<Result<Keybag, KeybagFault>>,
    pub(crate) keys: Keys,
    pub(crate) database: Database<'t>,
    pub(crate) payloads: Payloads,
    pub(crate) rows: RowPass,
    /// The backup held against its seal, when there is one.
    pub(crate) seal: Option<SealFacts>,
    /// Bytes a new file beside the backup may take.
    pub(crate) free_bytes: Option<u64>,
    pub(crate) depth: Depth,
    pub(crate) stopped: bool,
}

/// Why one of the plists is not known.
#[derive(Debug, Error)]
pub(crate) enum FileFault {
    #[error(transparent)]
    Read(#[from] ReadFault),
    #[error(transparent)]
    Plist(#[from] PlistFault),
}

impl FileFault {
    /// The system did not let us read it, which proves nothing.
    pub(crate) fn is_unreadable(&self) -> bool {
        matches!(self, Self::Read(ReadFault::Io(_)))
    }

    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Read(ReadFault::Missing))
    }
}

/// How far the keys of the backup are known.
pub(crate) enum Keys {
    /// The backup is not encrypted.
    NotNeeded,
    Open(ClassKeys),
    NoPassword,
    WrongPassword,
    /// No keybag, a damaged one, or one that no password opens.
    Unusable,
    /// Manifest.plist does not say whether the backup is encrypted.
    Unknown,
}

impl<'t> Survey<'t> {
    /// Gathers everything but the rows.
    pub(crate) fn gather(
        tree: &'t dyn Tree,
        folder_name: &str,
        root: Root,
        options: Options<'_>,
        teller: &mut Teller<'_>,
    ) -> Self {
        // These take milliseconds; a stop is heeded at the next stage.
        let _ = teller.tell(Stage::Lists, 0, None);
        let status = read_plist(tree, "Status.plist", STATUS_BYTES_MAX, StatusPlist::parse);
        let manifest = read_plist(tree, "Manifest.plist", MANIFEST_BYTES_MAX, ManifestPlist::parse);
        let mut survey = Self {
            folder_name: folder_name.to_owned(),
            root,
            status,
            manifest,
            info: read_plist(tree, "Info.plist", INFO_BYTES_MAX, InfoPlist::parse),
            keybag: None,
            keys: Keys::Unknown,
            database: Database::Closed(Why::Stopped),
            payloads: Payloads::default(),
            rows: RowPass::default(),
            seal: None,
            free_bytes: tree.free_bytes(),
            depth: options.depth,
            stopped: false,
        };
        survey.keybag = survey.find_keybag();
        survey.keys = survey.open_keys(options.unlock, teller);
        survey.database = Database::open(tree, &survey, teller);
        survey.payloads = Payloads::walk(tree, &survey.root, teller);
        if let Some(book) = options.seal.filter(|_| survey.payloads.walked) {
            let deep = options.depth == Depth::Deep;
            let facts = SealFacts::compare(tree, &mut survey.payloads, book, deep);
            survey.seal = Some(facts);
        }
        survey.stopped = teller.stopped();
        survey
    }

    /// Whether Manifest.plist says the backup is encrypted.
    pub(crate) fn encrypted(&self) -> Option<bool> {
        self.manifest.as_ref().ok()?.is_encrypted()
    }

    fn find_keybag(&self) -> Option<Result<Keybag, KeybagFault>> {
        let manifest = self.manifest.as_ref().ok()?;
        (self.encrypted() == Some(true)).then(|| manifest.keybag().map(Keybag::parse)).flatten()
    }

    fn open_keys(&self, unlock: Unlock<'_>, teller: &mut Teller<'_>) -> Keys {
        match self.encrypted() {
            None => return Keys::Unknown,
            Some(false) => return Keys::NotNeeded,
            Some(true) => {}
        }
        if let Unlock::Keys(keys) = unlock {
            return Keys::Open(keys.clone());
        }
        let Some(Ok(bag)) = &self.keybag else { return Keys::Unusable };
        let opened = match unlock {
            Unlock::Nothing | Unlock::Keys(_) => {
                return if bag.opens_with_password() { Keys::NoPassword } else { Keys::Unusable };
            }
            Unlock::Derived(key) => bag.unlock_with_key(key),
            Unlock::Password(password) => {
                if teller.tell(Stage::Unlocking, 0, None).is_break() {
                    return Keys::NoPassword;
                }
                bag.unlock(password)
            }
        };
        match opened {
            Ok(keys) => Keys::Open(keys),
            Err(UnlockFault::WrongPassword) => Keys::WrongPassword,
            Err(UnlockFault::NothingToOpen) => Keys::Unusable,
        }
    }

    /// The UDID in the name of the folder.
    pub(crate) fn folder_udid(&self) -> Option<&str> {
        FolderName::parse(&self.folder_name).map(|name| name.udid)
    }

    /// Which row of table 8.2 this is; `None` for a finished run and for damage.
    pub(crate) fn interruption(&self) -> Option<Interruption> {
        let status = match &self.status {
            Ok(status) => status,
            Err(fault) if fault.is_missing() && !self.root.has_manifest() => {
                return Some(Interruption::BeforeStatus);
            }
            Err(_) => return None,
        };
        match &status.snapshot_state {
            SnapshotState::Finished => None,
            SnapshotState::Uploading if status.backup_state == BackupState::Empty => {
                Some(Interruption::UploadingFirst)
            }
            SnapshotState::Uploading => Some(Interruption::UploadingNext),
            SnapshotState::Moving => Some(Interruption::Moving),
            SnapshotState::Removing => Some(Interruption::Removing),
            SnapshotState::Unknown(word) => Some(Interruption::Unknown(word.clone())),
        }
    }

    /// Whether the first run never ended, so that no manifest is to be expected.
    pub(crate) fn nothing_finished(&self) -> bool {
        let first = matches!(
            self.interruption(),
            Some(Interruption::BeforeStatus | Interruption::UploadingFirst)
        );
        first && !self.root.has_manifest()
    }
}

fn read_plist<T>(
    tree: &dyn Tree,
    path: &str,
    bytes_max: u64,
    parse: fn(&[u8]) -> Result<T, PlistFault>,
) -> Result<T, FileFault> {
    Ok(parse(&read_file(tree, path, bytes_max)?)?)
}
