//! Requests of the phone that are not files: list, make, move, remove, copy, read.

use std::io::{self, Read};
use std::path::Path;

use super::WorkingTree;
use crate::disk::{CloneKind, DirItem, Kind, Space, create_dir_all, remove_all};
use crate::tree_path::TreePath;
use crate::working::clone::clone_file_best;

impl WorkingTree {
    /// The entries of a folder. One that is not there is empty, so is a file's place.
    ///
    /// # Errors
    /// As the disk says: "cannot look" must not read as "nothing there", or the phone
    /// would start over.
    pub fn list(&mut self, path: &TreePath) -> io::Result<Vec<DirItem>> {
        let place = self.place(path)?;
        match self.disk.meta(&place)?.map(|meta| meta.kind) {
            None => Ok(Vec::new()),
            Some(Kind::Folder) => self.disk.list(&place),
            Some(Kind::File) => Err(io::ErrorKind::NotADirectory.into()),
            Some(Kind::Other) => Err(link()),
        }
    }

    /// Makes a folder and its parents; one that exists is fine.
    ///
    /// # Errors
    /// As the disk says.
    pub fn create_dir(&mut self, path: &TreePath) -> io::Result<()> {
        let place = self.place(path)?;
        create_dir_all(&*self.disk, &place)
    }

    /// Moves an item, replacing whatever stands at the target.
    ///
    /// # Errors
    /// `NotFound` when there is nothing to move. The target is untouched then.
    pub fn move_item(&mut self, from: &TreePath, to: &TreePath) -> io::Result<()> {
        let (source, target) = (self.place(from)?, self.place(to)?);
        let kind = self.disk.meta(&source)?.ok_or(io::ErrorKind::NotFound)?.kind;
        if kind == Kind::Other {
            return Err(link());
        }
        if kind == Kind::Folder {
            self.real_folders.clear();
        }
        if !self.rename_if_free(&source, &target)? {
            let in_the_way = self.disk.meta(&target)?.map(|meta| meta.kind);
            match (kind, in_the_way) {
                // A file in a file's place goes in one atomic step.
                (Kind::File, None | Some(Kind::File | Kind::Other)) | (Kind::Folder, None) => {
                    self.disk.rename(&source, &target)?;
                }
                _ => self.exchange(&source, &target)?,
            }
        }
        self.journal.moved(from, to);
        self.unsynced.push(target);
        self.relieve()
    }

    /// Renames unless something has the name; missing parents are made. Most moves of a backup
    /// go to a free place, and this is one call.
    pub(super) fn rename_if_free(&mut self, from: &Path, to: &Path) -> io::Result<bool> {
        match self.disk.rename_new(from, to) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                create_dir_all(&*self.disk, to.parent().ok_or(error)?)?;
                self.disk.rename_new(from, to)
            }
            other => other,
        }
    }

    /// Moves over a folder (or a folder over a file): what is there steps aside first and
    /// goes last.
    fn exchange(&mut self, source: &Path, target: &Path) -> io::Result<()> {
        self.incoming_count += 1;
        let old = self.layout.incoming().join(format!("{}.replaced", self.incoming_count));
        self.real_folders.clear();
        self.disk.rename(target, &old)?;
        if let Err(error) = self.disk.rename(source, target) {
            self.disk.rename(&old, target)?;
            return Err(error);
        }
        remove_all(&*self.disk, &old)
    }

    /// Removes an item with everything in it. What is not there counts as removed.
    ///
    /// # Errors
    /// The first thing that would not go.
    pub fn remove_item(&mut self, path: &TreePath) -> io::Result<()> {
        let place = self.place(path)?;
        let kind = self.disk.meta(&place)?.map(|meta| meta.kind);
        if kind == Some(Kind::Folder) {
            self.real_folders.clear();
        }
        remove_all(&*self.disk, &place)?;
        if kind.is_some() {
            self.journal.removed(path);
        }
        self.relieve()
    }

    /// Copies a file or a whole folder.
    ///
    /// # Errors
    /// As the disk says; part of a folder may have been copied.
    pub fn copy_item(&mut self, from: &TreePath, to: &TreePath) -> io::Result<()> {
        let (source, target) = (self.place(from)?, self.place(to)?);
        if target.starts_with(&source) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a copy into itself"));
        }
        if let Some(folder) = target.parent() {
            create_dir_all(&*self.disk, folder)?;
        }
        self.copy_any(&source, &target)?;
        self.journal.copied(from, to);
        self.unsynced.push(target);
        self.relieve()
    }

    fn copy_any(&mut self, source: &Path, target: &Path) -> io::Result<()> {
        match self.disk.meta(source)?.ok_or(io::ErrorKind::NotFound)?.kind {
            Kind::Other => Err(link()),
            Kind::File => {
                if self.disk.meta(target)?.is_some() {
                    remove_all(&*self.disk, target)?;
                }
                clone_file_best(&*self.disk, source, target, CloneKind::Reflink).map(drop)
            }
            Kind::Folder => {
                create_dir_all(&*self.disk, target)?;
                for item in self.disk.list(source)? {
                    self.copy_any(&source.join(&item.name), &target.join(&item.name))?;
                }
                Ok(())
            }
        }
    }

    /// Room for new files.
    ///
    /// # Errors
    /// As the disk says.
    pub fn space(&self) -> io::Result<Space> {
        self.disk.space(&self.root)
    }

    /// Opens a file for [`read`](Self::read).
    ///
    /// # Errors
    /// As the disk says.
    pub fn open(&mut self, path: &TreePath) -> io::Result<()> {
        let place = self.place(path)?;
        self.reading = Some(self.disk.open(&place)?);
        Ok(())
    }

    /// The next bytes of the opened file, empty at its end.
    ///
    /// # Errors
    /// As the disk says.
    pub fn read(&mut self, bytes_max: usize) -> io::Result<Vec<u8>> {
        let Some(file) = &mut self.reading else { return Ok(Vec::new()) };
        let mut bytes = Vec::with_capacity(bytes_max);
        let read = file.take(bytes_max as u64).read_to_end(&mut bytes);
        if read.is_err() || bytes.is_empty() {
            self.reading = None;
        }
        read.map(|_| bytes)
    }
}

fn link() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "the path is a link")
}
