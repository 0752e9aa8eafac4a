//! Whole small backups made from a list of files: for tests, and for a simulated phone,
//! which uses the pieces and makes its payloads as it goes (docs/backup-format.md 11).
//!
//! Everything is a function of the [`Recipe`]: keys come out of a seed, times are given.
//! Such keys are no secret, so nothing made here protects anything.

mod edit;
mod entry;
mod old;

use std::fmt;
use std::time::SystemTime;

use plist::{Dictionary, Value};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::content::{self, WrappedKey};
use crate::db::{DbFault, ManifestWriter};
use crate::keybag::{KeybagFault, NewKeybag, Round};
use crate::plists::{BackupState, Lockdown, NewManifestPlist, SnapshotState};
use crate::{
    ClassKey, ClassKeys, DerivedKey, FileKey, Keybag, ManifestPlist, MemoryTree, Password,
    StatusPlist,
};

pub use edit::OwnedRow;
pub use entry::{Content, Entry, with_parents};

/// Protection classes a bag of ours has keys for.
const CLASSES: std::ops::RangeInclusive<u32> = 1..=11;
/// Class that wraps the key of Manifest.db (docs/backup-format.md 9.3).
const MANIFEST_CLASS: u32 = 4;

/// What a backup is made of.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// The phone.
    pub lockdown: Lockdown,
    /// Names the lineage.
    pub uuid: String,
    /// When the run ended.
    pub date: SystemTime,
    /// How an encrypted backup is locked.
    pub encryption: Option<Encryption>,
    /// Files, folders and links. Folders above them are added where they are missing.
    pub entries: Vec<Entry>,
}

/// How a backup is locked.
#[derive(Clone)]
pub struct Encryption {
    /// The password.
    pub password: Password,
    /// First-round count; tests take few, phones take 10,000,000. None at all, as before iOS
    /// 10.2, is 0.
    pub first_rounds: u32,
    /// Second-round count; phones take 10,000.
    pub second_rounds: u32,
    /// Where all keys, salts and ids come from.
    pub seed: [u8; 32],
}

/// A backup in memory and the keys it was made with.
#[derive(Clone, Debug)]
pub struct Built {
    /// The folder.
    pub tree: MemoryTree,
    /// The recipe's UDID, which is the folder's name.
    pub udid: String,
    /// Keys of an encrypted backup.
    pub locks: Option<Locks>,
}

/// Keybag and keys of one encrypted backup.
#[derive(Clone)]
pub struct Locks {
    /// The bag.
    pub keybag: Keybag,
    /// What the password is stretched to.
    pub derived_key: DerivedKey,
    /// All class keys.
    pub class_keys: ClassKeys,
    /// Key of Manifest.db.
    pub manifest_key: FileKey,
    /// ManifestKey of Manifest.plist.
    pub wrapped_manifest_key: WrappedKey,
    seed: [u8; 32],
}

/// Why a recipe gives no backup.
#[derive(Debug, Error)]
pub enum BuildFault {
    /// The counts are beyond what readers take.
    #[error(transparent)]
    Keybag(#[from] KeybagFault),
    /// The same file stands there twice, or the database library failed.
    #[error(transparent)]
    Database(#[from] DbFault),
    /// A file asks for a protection class that no bag has.
    #[error("there is no protection class {0}")]
    NoSuchClass(u32),
}

impl Recipe {
    /// A recipe for the phone `udid` at an ordinary moment, without files, not encrypted.
    pub fn new(udid: &str) -> Self {
        Self {
            lockdown: Lockdown {
                build_version: "21A329".into(),
                device_class: "iPhone".into(),
                device_name: "A phone".into(),
                product_type: "iPhone14,5".into(),
                product_version: "17.0".into(),
                serial_number: "F0000000000A".into(),
                unique_device_id: udid.into(),
            },
            uuid: "1F2E3D4C-5B6A-7988-A7B6-C5D4E3F2A1B0".into(),
            date: SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000),
            encryption: None,
            entries: Vec::new(),
        }
    }

    /// Makes the backup.
    ///
    /// # Errors
    /// [`BuildFault`].
    pub fn build(&self) -> Result<Built, BuildFault> {
        let locks = self.encryption.as_ref().map(Locks::create).transpose()?;
        let mut tree = MemoryTree::new();
        let mut writer = ManifestWriter::in_memory()?;
        for (inode, entry) in (1..).zip(with_parents(&self.entries)) {
            let key = match (&locks, &entry.content) {
                (Some(locks), Content::File(_)) => Some(locks.file_key(&entry)?),
                _ => None,
            };
            let record = entry.record(inode, key.as_ref().map(|(_, wrapped)| wrapped));
            let id = writer.add(&entry.domain, entry.kind(), &record)?;
            if let Content::File(plain) = entry.content {
                let stored = key.map(|(key, _)| content::encrypt(&key, &plain));
                tree.write(&id.payload_path(), stored.unwrap_or(plain));
            }
        }
        if let Some(lock) = &self.encryption {
            writer.set_password(&lock.password, &first_bytes(&lock.seed, "passwordHash salt"))?;
        }
        let plain = writer.into_bytes()?;
        let stored = locks.as_ref().map(|locks| content::encrypt(&locks.manifest_key, &plain));
        tree.write("Manifest.db", stored.unwrap_or(plain));
        tree.write("Manifest.plist", self.manifest(locks.as_ref()).to_bytes());
        tree.write("Status.plist", self.status().to_bytes());
        tree.write("Info.plist", self.info());
        Ok(Built { tree, udid: self.lockdown.unique_device_id.clone(), locks })
    }

    /// Status.plist of the finished run.
    pub fn status(&self) -> StatusPlist {
        StatusPlist {
            version: "3.3".into(),
            uuid: self.uuid.clone(),
            date: Some(self.date),
            backup_state: BackupState::New,
            snapshot_state: SnapshotState::Finished,
            is_full_backup: false,
        }
    }

    /// Manifest.plist.
    pub fn manifest(&self, locks: Option<&Locks>) -> ManifestPlist {
        let keybag = locks.map(|locks| locks.keybag.to_bytes());
        let key = locks.map(|locks| locks.wrapped_manifest_key.to_bytes());
        ManifestPlist::create(NewManifestPlist {
            date: self.date,
            was_passcode_set: true,
            encryption: keybag.as_deref().zip(key),
            lockdown: &self.lockdown,
            applications: Dictionary::new(),
        })
    }

    /// Info.plist, XML, as a computer writes it.
    pub fn info(&self) -> Vec<u8> {
        let Lockdown { unique_device_id: udid, .. } = &self.lockdown;
        let upper = udid.to_uppercase();
        let texts = [
            ("Build Version", self.lockdown.build_version.as_str()),
            ("Device Name", &self.lockdown.device_name),
            ("Display Name", &self.lockdown.device_name),
            ("GUID", "00112233445566778899AABBCCDDEEFF"),
            ("Product Type", &self.lockdown.product_type),
            ("Product Version", &self.lockdown.product_version),
            ("Serial Number", &self.lockdown.serial_number),
            ("Target Identifier", udid),
            ("Target Type", "Device"),
            ("Unique Identifier", &upper),
            ("iTunes Version", "10.0.1"),
        ];
        let mut list: Dictionary =
            texts.into_iter().map(|(key, text)| (key.to_owned(), Value::from(text))).collect();
        list.insert("Last Backup Date".into(), Value::Date(self.date.into()));
        let mut bytes = Vec::new();
        let written = Value::Dictionary(list).to_writer_xml(&mut bytes);
        debug_assert!(written.is_ok(), "a plist of plain values was not written");
        bytes
    }
}

impl Locks {
    /// Bag and keys for one backup.
    ///
    /// # Errors
    /// [`KeybagFault`] for counts beyond the limits.
    pub fn create(lock: &Encryption) -> Result<Self, KeybagFault> {
        let seed = &lock.seed;
        let class = |class: u32| {
            let id = first_bytes(seed, &format!("class {class} uuid"));
            (class, id, ClassKey::new(seeded(seed, &format!("class {class}"))))
        };
        let classes: Vec<_> = CLASSES.map(class).collect();
        let round = |name, iterations| Round { salt: first_bytes(seed, name), iterations };
        let new = NewKeybag {
            uuid: first_bytes(seed, "keybag uuid"),
            second_round: round("SALT", lock.second_rounds),
            first_round: (lock.first_rounds > 0).then(|| round("DPSL", lock.first_rounds)),
            classes: &classes,
        };
        let (keybag, derived_key) = Keybag::create(&new, &lock.password)?;
        let manifest_key = FileKey::new(seeded(seed, "manifest key"));
        let class_key = ClassKey::new(seeded(seed, &format!("class {MANIFEST_CLASS}")));
        Ok(Self {
            wrapped_manifest_key: WrappedKey::wrap(&manifest_key, MANIFEST_CLASS, &class_key),
            class_keys: new.class_keys(),
            keybag,
            derived_key,
            manifest_key,
            seed: *seed,
        })
    }

    /// Key of one file: the same for the same file, so that repeated runs compare.
    ///
    /// # Errors
    /// [`BuildFault::NoSuchClass`].
    pub fn file_key(&self, entry: &Entry) -> Result<(FileKey, WrappedKey), BuildFault> {
        let name = format!("file {}-{}", entry.domain, entry.path);
        let key = FileKey::new(seeded(&self.seed, &name));
        let wrapped = self.class_keys.wrap(&key, entry.class);
        wrapped.map(|wrapped| (key, wrapped)).ok_or(BuildFault::NoSuchClass(entry.class))
    }
}

impl fmt::Debug for Encryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lock = f.debug_struct("Encryption");
        lock.field("first_rounds", &self.first_rounds);
        lock.field("second_rounds", &self.second_rounds).finish_non_exhaustive()
    }
}

impl fmt::Debug for Locks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Locks").field("keybag", &self.keybag).finish_non_exhaustive()
    }
}

/// 32 bytes that only depend on seed and name.
fn seeded(seed: &[u8; 32], name: &str) -> [u8; 32] {
    Sha256::new().chain_update(seed).chain_update(name).finalize().into()
}

fn first_bytes<const N: usize>(seed: &[u8; 32], name: &str) -> [u8; N] {
    let bytes = seeded(seed, name);
    std::array::from_fn(|at| bytes[at])
}
