//! A backup folder on a [`Disk`], as the rules of `manifest` see it: read-only.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use unstuck_manifest::{Item, ItemKind, ReadSeek, Scratch, Tree};

use crate::disk::{Disk, DiskFile, Kind, Meta};

/// Read-only view of one backup folder, the one that holds Manifest.plist.
#[derive(Clone, Debug)]
pub struct BackupView {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    scratch_folder: PathBuf,
}

impl BackupView {
    /// Looks at `folder`. A decrypted manifest that is too large for memory is put into
    /// `scratch_folder` for the time being, readable by us only.
    pub fn new(disk: Arc<dyn Disk>, folder: PathBuf, scratch_folder: PathBuf) -> Self {
        Self { disk, folder, scratch_folder }
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

    fn local_path(&self, path: &str) -> Option<PathBuf> {
        self.disk.real_path(&self.place(path))
    }

    fn scratch(&self) -> io::Result<Box<dyn Scratch>> {
        match self.disk.real_path(&self.scratch_folder) {
            None => Ok(Box::new(MemoryScratch(Vec::new()))),
            Some(_) => {
                crate::disk::create_dir_all(&*self.disk, &self.scratch_folder)?;
                let path = self.scratch_folder.join(format!(".manifest-{}", std::process::id()));
                // Left by a process of the same number that was killed.
                crate::disk::remove_all(&*self.disk, &path)?;
                let file = self.disk.create(&path)?;
                Ok(Box::new(DiskScratch { disk: Arc::clone(&self.disk), path, file }))
            }
        }
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

struct MemoryScratch(Vec<u8>);

impl Write for MemoryScratch {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Scratch for MemoryScratch {
    fn local_path(&self) -> Option<&Path> {
        None
    }

    fn bytes(&self) -> Option<&[u8]> {
        Some(&self.0)
    }
}

/// Created readable by us only, gone when dropped.
struct DiskScratch {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    file: Box<dyn DiskFile>,
}

impl Write for DiskScratch {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Scratch for DiskScratch {
    fn local_path(&self) -> Option<&Path> {
        Some(&self.path)
    }

    fn bytes(&self) -> Option<&[u8]> {
        None
    }
}

impl Drop for DiskScratch {
    fn drop(&mut self) {
        let _ = self.disk.remove_file(&self.path);
    }
}
