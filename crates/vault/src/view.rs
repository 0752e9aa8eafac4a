//! A backup folder on a [`Disk`], as the rules of `manifest` see it: read-only.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use unstuck_manifest::{Item, ItemKind, ReadSeek, Tree};

use crate::disk::{Disk, Kind, Meta};

/// Read-only view of one backup folder, the one that holds Manifest.plist.
#[derive(Clone, Debug)]
pub struct BackupView {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
}

impl BackupView {
    /// Looks at `folder`.
    pub fn new(disk: Arc<dyn Disk>, folder: PathBuf) -> Self {
        Self { disk, folder }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn place(&self, path: &str) -> PathBuf {
        let mut place = self.folder.clone();
        place.extend(path.split('/').filter(|component| !component.is_empty()));
        place
    }
}

impl Tree for BackupView {
    fn open(&self, path: &str) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
        Ok(Box::new(self.disk.open(&self.place(path))?))
    }

    fn look(&self, path: &str) -> io::Result<Option<Item>> {
        let name = path.rsplit('/').next().unwrap_or_default();
        Ok(self.disk.meta(&self.place(path))?.map(|meta| item(name.to_owned(), meta)))
    }

    fn list(&self, path: &str) -> io::Result<Vec<Item>> {
        let items = self.disk.list(&self.place(path))?;
        Ok(items.into_iter().map(|found| item(found.name, found.meta)).collect())
    }

    fn modified(&self, path: &str) -> Option<Duration> {
        self.disk.meta(&self.place(path)).ok().flatten().map(|meta| meta.modified)
    }

    fn free_bytes(&self) -> Option<u64> {
        self.disk.space(&self.folder).ok().map(|space| space.available_bytes)
    }

    fn forget(&self, path: &str) {
        self.disk.forget(&self.place(path));
    }
}

fn item(name: String, meta: Meta) -> Item {
    let kind = match meta.kind {
        Kind::File => ItemKind::Regular,
        Kind::Folder => ItemKind::Directory,
        Kind::Other => ItemKind::Other,
    };
    Item { name, kind, bytes: meta.bytes }
}
