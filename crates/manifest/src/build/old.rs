//! Backups as iOS 5 to 9 left them: Manifest.mbdb, payloads flat, one round of stretching.

use super::{BuildFault, Built, Content, Locks, Recipe, with_parents};
use crate::{MemoryTree, content, file_id, mbdb};

/// The system such a backup names.
const VERSION: &str = "9.3.5";

impl Recipe {
    /// Makes the backup as iOS 9 would (docs/backup-format.md 7).
    ///
    /// # Errors
    /// [`BuildFault`].
    pub fn build_old(&self) -> Result<Built, BuildFault> {
        let mut old = self.clone();
        old.lockdown.product_version = VERSION.into();
        if let Some(lock) = &mut old.encryption {
            lock.first_rounds = 0;
        }
        let locks = old.encryption.as_ref().map(Locks::create).transpose()?;
        let mut tree = MemoryTree::new();
        let (entries, mut keys) = (with_parents(&old.entries), Vec::new());
        for entry in &entries {
            keys.push(match (&locks, &entry.content) {
                (Some(locks), Content::File(_)) => Some(locks.file_key(entry)?),
                _ => None,
            });
        }
        for (entry, key) in entries.iter().zip(&keys) {
            if let Content::File(plain) = &entry.content {
                let stored = key.as_ref().map(|(key, _)| content::encrypt(key, plain));
                let name = file_id(&entry.domain, &entry.path).to_string();
                tree.write(&name, stored.unwrap_or_else(|| plain.clone()));
            }
        }
        let rows = (1..).zip(entries.iter().zip(&keys)).map(|(inode, (entry, key))| {
            let key = key.as_ref().map(|(_, wrapped)| wrapped);
            (entry.domain.as_str(), entry.record(inode, key))
        });
        tree.write("Manifest.mbdb", mbdb::write(rows));
        let mut manifest = old.manifest(locks.as_ref());
        manifest.entries_mut().remove("ManifestKey");
        manifest.entries_mut().insert("Version".into(), "9.1".into());
        tree.write("Manifest.plist", manifest.to_bytes());
        tree.write("Status.plist", old.status().to_bytes());
        tree.write("Info.plist", old.info());
        Ok(Built { tree, udid: old.lockdown.unique_device_id, locks })
    }
}
