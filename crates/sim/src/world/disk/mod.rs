//! A disk in memory that can fill up, fail, and lose what was not yet durable.
//!
//! The model is that of a journaling file system. Changes of names happen in order, and a
//! power cut keeps some of the last ones and loses the rest. The content of a file that was
//! not synced may come back whole, cut off, or as zeros. A killed process loses nothing that
//! it had written.

mod file;
mod names;
mod state;

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use unstuck_vault::disk::{DirItem, Disk, DiskFile, LockGuard, Meta};
use unstuck_vault::{CloneKind, Space};

use file::{SimFile, SimLock};
use state::{Change, Content, Inode, Node, State, lock};

/// A disk in memory. Clones are the same disk.
#[derive(Clone, Debug)]
pub struct SimDisk(Arc<Mutex<State>>);

/// What goes wrong with a disk, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskFault {
    /// The process is killed at this operation: it and all later ones do not happen.
    KillAt(u64),
    /// The power is cut at this operation: what was not durable may be lost or torn.
    PowerCutAt(u64),
    /// This operation fails with this error, the others work.
    FailAt(u64, ErrorKind),
    /// From this operation on there is no room.
    FullFrom(u64),
    /// From this operation on nothing works, reading included: the volume was pulled out, and
    /// what was not durable may be lost or torn.
    GoneFrom(u64),
    /// Every operation of this name fails with this error.
    FailAll(&'static str, ErrorKind),
    /// This write, counted among writes, takes half of its bytes and says so.
    ShortWriteAt(u64),
    /// This write, counted among writes, takes half of its bytes and fails.
    TornWriteAt(u64),
}

impl SimDisk {
    /// An empty disk of a terabyte.
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(State::empty(seed))))
    }

    /// The same disk once more, with nothing in common.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self(Arc::new(Mutex::new(self.state().fork())))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets what will go wrong; operations count from the next one, which is 0.
    pub fn set_fault(&self, fault: Option<DiskFault>) {
        let mut state = self.state();
        state.fault = fault;
        state.operations.clear();
    }

    /// Sets the size of the disk.
    pub fn set_capacity(&self, bytes: u64) {
        self.state().capacity_bytes = bytes;
    }

    /// Operations since the fault was set, by name; their place is the number a
    /// [`DiskFault`] speaks of.
    pub fn operations(&self) -> Vec<&'static str> {
        self.state().operations.clone()
    }

    /// Whether the process was killed or the power cut.
    pub fn has_crashed(&self) -> bool {
        self.state().crashed
    }

    /// The computer starts again after a crash.
    pub fn restart(&self) {
        let mut state = self.state();
        let done = state.operations.len() as u64;
        match state.fault {
            Some(DiskFault::PowerCutAt(_)) if state.crashed => state.cut_power(),
            Some(DiskFault::GoneFrom(at)) if at < done => state.cut_power(),
            _ => {}
        }
        state.crashed = false;
        state.fault = None;
        state.locks.clear();
    }

    /// All files below a folder, with their content.
    pub fn files_below(&self, folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
        let state = self.state();
        let content = state.nodes.below(folder).filter_map(|(path, node)| match node {
            Node::File(inode) => Some((path.clone(), lock(inode).bytes.clone())),
            _ => None,
        });
        content.collect()
    }

    /// Removes a file behind everybody's back; false when none was there.
    pub fn lose_file(&self, path: &Path) -> bool {
        self.state().nodes.remove(path).is_some()
    }

    /// Changes a byte of a file behind everybody's back; false when it has none there.
    pub fn flip_byte(&self, path: &Path, at: usize) -> bool {
        let state = self.state();
        let Some(Node::File(inode)) = state.nodes.get(path) else { return false };
        lock(inode).bytes.get_mut(at).is_some_and(|byte| {
            *byte ^= 0xFF;
            true
        })
    }
}

impl Disk for SimDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.state();
        state.act("create")?;
        state.parent_is_folder(path)?;
        if state.nodes.contains(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let inode = Inode::default();
        state.change(Change::Put(path.into(), Node::File(Arc::clone(&inode))));
        Ok(Box::new(SimFile { disk: self.clone(), inode, at: 0 }))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let existing = self.state().nodes.contains(path);
        if !existing {
            return self.create(path);
        }
        let inode = self.state().file(path)?;
        let at = lock(&inode).bytes.len();
        Ok(Box::new(SimFile { disk: self.clone(), inode, at }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let state = self.state();
        state.look()?;
        let inode = state.file(path)?;
        Ok(Box::new(SimFile { disk: self.clone(), inode, at: 0 }))
    }

    fn meta(&self, path: &Path) -> io::Result<Option<Meta>> {
        let state = self.state();
        state.look()?;
        Ok(state.nodes.get(path).map(State::meta))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<DirItem>> {
        let state = self.state();
        state.look()?;
        match state.nodes.get(path) {
            Some(Node::Folder) => {}
            Some(_) => return Err(ErrorKind::NotADirectory.into()),
            None => return Err(ErrorKind::NotFound.into()),
        }
        let children = state.nodes.below(path).filter(|(found, _)| found.parent() == Some(path));
        let items = children.map(|(found, node)| DirItem {
            name: found.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            meta: State::meta(node),
        });
        Ok(items.collect())
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.act("create_dir")?;
        state.parent_is_folder(path)?;
        if state.nodes.contains(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        state.change(Change::Put(path.into(), Node::Folder));
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.act("rename")?;
        let node = state.nodes.get(from).ok_or(ErrorKind::NotFound)?.clone();
        state.parent_is_folder(to)?;
        match (&node, state.nodes.get(to)) {
            (Node::Folder, Some(Node::Folder)) if state.has_children(to) => {
                return Err(ErrorKind::DirectoryNotEmpty.into());
            }
            (Node::Folder, Some(Node::File(_) | Node::Pointer)) => {
                return Err(ErrorKind::NotADirectory.into());
            }
            (Node::File(_) | Node::Pointer, Some(Node::Folder)) => {
                return Err(ErrorKind::IsADirectory.into());
            }
            _ => {}
        }
        state.change(Change::Rename(from.into(), to.into()));
        Ok(())
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<bool> {
        if self.state().nodes.contains(to) {
            return Ok(false);
        }
        self.rename(from, to).map(|()| true)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.act("remove_file")?;
        match state.nodes.get(path) {
            Some(Node::File(_) | Node::Pointer) => {
                state.change(Change::Remove(path.into()));
                Ok(())
            }
            Some(Node::Folder) => Err(ErrorKind::IsADirectory.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.act("remove_dir")?;
        match state.nodes.get(path) {
            Some(Node::Folder) if state.has_children(path) => {
                Err(ErrorKind::DirectoryNotEmpty.into())
            }
            Some(Node::Folder) => {
                state.change(Change::Remove(path.into()));
                Ok(())
            }
            Some(_) => Err(ErrorKind::NotADirectory.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn clone_file(&self, from: &Path, to: &Path, how: CloneKind) -> io::Result<()> {
        let mut state = self.state();
        state.act("clone_file")?;
        let inode = state.file(from)?;
        state.parent_is_folder(to)?;
        if state.nodes.contains(to) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let copy = match how {
            CloneKind::Reflink => return Err(ErrorKind::Unsupported.into()),
            CloneKind::HardLink => inode,
            CloneKind::Copy => {
                let content = lock(&inode).clone();
                Arc::new(Mutex::new(Content { durable: Some(Vec::new()), ..content }))
            }
        };
        state.change(Change::Put(to.into(), Node::File(copy)));
        Ok(())
    }

    fn sync_dir(&self, _path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.act("sync_dir")?;
        state.commit();
        Ok(())
    }

    fn sync_batch(&self, _root: &Path, _files: &[PathBuf]) -> io::Result<()> {
        let mut state = self.state();
        state.act("sync_batch")?;
        for node in state.nodes.iter().map(|(_, node)| node) {
            if let Node::File(inode) = node {
                lock(inode).durable = None;
            }
        }
        state.commit();
        Ok(())
    }

    fn space(&self, _path: &Path) -> io::Result<Space> {
        let state = self.state();
        state.look()?;
        let available_bytes = state.capacity_bytes.saturating_sub(state.used_bytes);
        Ok(Space { available_bytes, total_bytes: state.capacity_bytes })
    }

    fn point(&self, path: &Path, _target: &str) -> io::Result<()> {
        let mut state = self.state();
        state.act("point")?;
        state.change(Change::Put(path.into(), Node::Pointer));
        Ok(())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn LockGuard>>> {
        let mut state = self.state();
        state.look()?;
        if !state.nodes.contains(path) {
            state.parent_is_folder(path)?;
            state.change(Change::Put(path.into(), Node::File(Inode::default())));
        }
        if !state.locks.insert(path.into()) {
            return Ok(None);
        }
        Ok(Some(Box::new(SimLock { disk: self.clone(), path: path.into() })))
    }

    fn real_path(&self, _path: &Path) -> Option<PathBuf> {
        None
    }
}
