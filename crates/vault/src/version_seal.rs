//! The seal of a version, as the verifier holds a backup against it (docs/vault.md 3).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use unstuck_manifest::{SealBook, SealLine};

use crate::disk::{Disk, Kind};
use crate::layout::SEAL;
use crate::version::open_seal;

/// The seal beside a backup.
#[derive(Clone, Debug)]
pub struct VersionSeal {
    disk: Arc<dyn Disk>,
    path: PathBuf,
}

impl VersionSeal {
    /// The seal of the version that holds the folder `backup`; `None` when there is none.
    pub fn beside(disk: Arc<dyn Disk>, backup: &Path) -> Option<Self> {
        let path = backup.parent()?.join(SEAL);
        let meta = disk.meta(&path).ok().flatten()?;
        (meta.kind == Kind::File).then_some(Self { disk, path })
    }
}

impl SealBook for VersionSeal {
    fn read(&self, visit: &mut dyn FnMut(SealLine<'_>)) -> Result<(), String> {
        let mut seal = open_seal(&*self.disk, &self.path).map_err(|fault| fault.to_string())?;
        while let Some(entry) = seal.next_entry().map_err(|fault| fault.to_string())? {
            let hash = *entry.hash.as_bytes();
            visit(SealLine { path: &entry.path, bytes: entry.bytes, hash });
        }
        Ok(())
    }
}
