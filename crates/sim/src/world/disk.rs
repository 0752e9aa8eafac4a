//! A disk in memory that can fill up, fail, and lose what was not yet durable.
//!
//! The model is that of a journaling file system. Changes of names happen in order, and a
//! power cut keeps some of the last ones and loses the rest. The content of a file that was
//! not synced may come back whole, cut off, or as zeros. A killed process loses nothing that
//! it had written.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use unstuck_vault::disk::{DirItem, Disk, DiskFile, Kind, LockGuard, Meta};
use unstuck_vault::{CloneKind, Space};

use crate::content::bytes::derive;

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
}

#[derive(Clone, Debug, Default)]
struct Content {
    bytes: Vec<u8>,
    /// Content at the last sync, when it differs.
    durable: Option<Vec<u8>>,
    modified: u64,
}

type Inode = Arc<Mutex<Content>>;

#[derive(Clone, Debug)]
enum Node {
    Folder,
    File(Inode),
    /// A link or pointer. Nobody reads where it leads.
    Pointer,
}

/// A change of names.
#[derive(Debug)]
enum Change {
    Put(PathBuf, Node),
    Remove(PathBuf),
    Rename(PathBuf, PathBuf),
}

#[derive(Debug)]
struct State {
    seed: u64,
    nodes: BTreeMap<PathBuf, Node>,
    /// For each change since names were last durable: what stood at the paths it touched.
    undo: Vec<Vec<(PathBuf, Option<Node>)>>,
    operations: u64,
    fault: Option<DiskFault>,
    crashed: bool,
    locks: HashSet<PathBuf>,
    used_bytes: u64,
    capacity_bytes: u64,
}

impl SimDisk {
    /// An empty disk of a terabyte.
    pub fn new(seed: u64) -> Self {
        let mut nodes = BTreeMap::new();
        nodes.insert(PathBuf::from("/"), Node::Folder);
        Self(Arc::new(Mutex::new(State {
            seed,
            nodes,
            undo: Vec::new(),
            operations: 0,
            fault: None,
            crashed: false,
            locks: HashSet::new(),
            used_bytes: 0,
            capacity_bytes: 1_000_000_000_000,
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets what will go wrong; operations count from the next one, which is 0.
    pub fn set_fault(&self, fault: Option<DiskFault>) {
        let mut state = self.state();
        state.fault = fault;
        state.operations = 0;
    }

    /// Sets the size of the disk.
    pub fn set_capacity(&self, bytes: u64) {
        self.state().capacity_bytes = bytes;
    }

    /// Operations since the fault was set.
    pub fn operations(&self) -> u64 {
        self.state().operations
    }

    /// Whether the process was killed or the power cut.
    pub fn has_crashed(&self) -> bool {
        self.state().crashed
    }

    /// The computer starts again after a crash.
    pub fn restart(&self) {
        let mut state = self.state();
        if matches!(state.fault, Some(DiskFault::PowerCutAt(_))) && state.crashed {
            state.cut_power();
        }
        state.crashed = false;
        state.fault = None;
        state.locks.clear();
    }

    /// All files below a folder, with their content.
    pub fn files_below(&self, folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
        let state = self.state();
        let files = state.nodes.iter().filter(|(path, _)| path.starts_with(folder));
        let content = files.filter_map(|(path, node)| match node {
            Node::File(inode) => Some((path.clone(), lock(inode).bytes.clone())),
            _ => None,
        });
        content.collect()
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

fn lock(inode: &Inode) -> MutexGuard<'_, Content> {
    inode.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    /// Counts an operation that changes something, and lets the fault strike.
    fn act(&mut self) -> io::Result<()> {
        if self.crashed {
            return Err(io::Error::other("the power is gone"));
        }
        let number = self.operations;
        self.operations += 1;
        match self.fault {
            Some(DiskFault::KillAt(at) | DiskFault::PowerCutAt(at)) if at == number => {
                self.crashed = true;
                Err(io::Error::other("the power is gone"))
            }
            Some(DiskFault::FailAt(at, kind)) if at == number => Err(kind.into()),
            Some(DiskFault::FullFrom(at)) if at <= number => Err(ErrorKind::StorageFull.into()),
            _ => Ok(()),
        }
    }

    /// Looking needs power too.
    fn look(&self) -> io::Result<()> {
        if self.crashed { Err(io::Error::other("the power is gone")) } else { Ok(()) }
    }

    fn change(&mut self, change: Change) {
        let undo = apply(&mut self.nodes, change);
        self.undo.push(undo);
    }

    /// Everything about names is durable now.
    fn commit(&mut self) {
        self.undo.clear();
    }

    /// What is left after the power came back: names up to some point of the journal,
    /// content as the disk happened to have it.
    fn cut_power(&mut self) {
        let kept = derive(self.seed, "journal", self.operations) % (self.undo.len() as u64 + 1);
        let lost = self.undo.split_off(usize::try_from(kept).unwrap_or(0));
        for (path, before) in lost.into_iter().rev().flatten() {
            match before {
                Some(node) => self.nodes.insert(path, node),
                None => self.nodes.remove(&path),
            };
        }
        self.undo.clear();
        for (number, node) in self.nodes.values().enumerate() {
            let Node::File(inode) = node else { continue };
            let mut content = lock(inode);
            let Some(durable) = content.durable.take() else { continue };
            let dice = derive(self.seed, "content", self.operations << 20 | number as u64);
            let len = content.bytes.len() as u64;
            content.bytes = match dice % 4 {
                0 => durable,
                1 => vec![0; content.bytes.len()],
                2 => {
                    let cut = usize::try_from((dice >> 8) % (len + 1)).unwrap_or(0);
                    content.bytes[..cut].to_vec()
                }
                _ => std::mem::take(&mut content.bytes),
            };
        }
    }

    fn parent_is_folder(&self, path: &Path) -> io::Result<()> {
        match path.parent().map(|parent| self.nodes.get(parent)) {
            Some(Some(Node::Folder)) => Ok(()),
            Some(Some(_)) => Err(ErrorKind::NotADirectory.into()),
            _ => Err(ErrorKind::NotFound.into()),
        }
    }

    fn has_children(&self, path: &Path) -> bool {
        let mut below = self.nodes.range(path.to_path_buf()..);
        below.nth(1).is_some_and(|(next, _)| next.starts_with(path))
    }

    fn file(&self, path: &Path) -> io::Result<Inode> {
        match self.nodes.get(path) {
            Some(Node::File(inode)) => Ok(Arc::clone(inode)),
            Some(_) => Err(io::Error::new(ErrorKind::InvalidInput, "not a regular file")),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn meta(node: &Node) -> Meta {
        match node {
            Node::Folder => Meta { kind: Kind::Folder, bytes: 0, modified: Duration::ZERO },
            Node::Pointer => Meta { kind: Kind::Other, bytes: 0, modified: Duration::ZERO },
            Node::File(inode) => {
                let content = lock(inode);
                let bytes = content.bytes.len() as u64;
                Meta { kind: Kind::File, bytes, modified: Duration::from_secs(content.modified) }
            }
        }
    }
}

/// Makes a change and returns what stood before at the paths it touched, in an order in
/// which it can be put back.
fn apply(nodes: &mut BTreeMap<PathBuf, Node>, change: Change) -> Vec<(PathBuf, Option<Node>)> {
    match change {
        Change::Put(path, node) => {
            let before = nodes.insert(path.clone(), node);
            vec![(path, before)]
        }
        Change::Remove(path) => {
            let before = nodes.remove(&path);
            vec![(path, before)]
        }
        Change::Rename(from, to) => {
            let below = nodes.range(from.clone()..).map(|(path, _)| path.clone());
            let moved: Vec<PathBuf> = below.take_while(|path| path.starts_with(&from)).collect();
            let mut undo = Vec::with_capacity(moved.len() * 2);
            for path in moved {
                let target = match path.strip_prefix(&from) {
                    Ok(rest) if !rest.as_os_str().is_empty() => to.join(rest),
                    _ => to.clone(),
                };
                if let Some(node) = nodes.remove(&path) {
                    let before = nodes.insert(target.clone(), node.clone());
                    undo.push((target, before));
                    undo.push((path, Some(node)));
                }
            }
            undo
        }
    }
}

#[derive(Debug)]
struct SimFile {
    disk: SimDisk,
    inode: Inode,
    at: usize,
}

impl Read for SimFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.disk.state().look()?;
        let content = lock(&self.inode);
        let rest = content.bytes.get(self.at..).unwrap_or(&[]);
        let len = rest.len().min(buffer.len());
        buffer[..len].copy_from_slice(&rest[..len]);
        self.at += len;
        Ok(len)
    }
}

impl Write for SimFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.disk.state();
        state.act()?;
        if state.used_bytes + bytes.len() as u64 > state.capacity_bytes {
            return Err(ErrorKind::StorageFull.into());
        }
        state.used_bytes += bytes.len() as u64;
        let mut content = lock(&self.inode);
        if content.durable.is_none() {
            content.durable = Some(content.bytes.clone());
        }
        let end = self.at + bytes.len();
        if content.bytes.len() < end {
            content.bytes.resize(end, 0);
        }
        content.bytes[self.at..end].copy_from_slice(bytes);
        content.modified += 1;
        self.at = end;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for SimFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let length = lock(&self.inode).bytes.len() as i64;
        let at = match to {
            SeekFrom::Start(at) => i64::try_from(at).unwrap_or(i64::MAX),
            SeekFrom::End(by) => length.saturating_add(by),
            SeekFrom::Current(by) => (self.at as i64).saturating_add(by),
        };
        self.at = usize::try_from(at).map_err(|_| ErrorKind::InvalidInput)?;
        Ok(self.at as u64)
    }
}

impl DiskFile for SimFile {
    fn sync(&mut self) -> io::Result<()> {
        self.disk.state().act()?;
        lock(&self.inode).durable = None;
        Ok(())
    }

    fn len_bytes(&self) -> io::Result<u64> {
        Ok(lock(&self.inode).bytes.len() as u64)
    }
}

#[derive(Debug)]
struct SimLock {
    disk: SimDisk,
    path: PathBuf,
}

impl LockGuard for SimLock {}

impl Drop for SimLock {
    fn drop(&mut self) {
        self.disk.state().locks.remove(&self.path);
    }
}

impl Disk for SimDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.state();
        state.act()?;
        state.parent_is_folder(path)?;
        if state.nodes.contains_key(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let inode = Inode::default();
        state.change(Change::Put(path.into(), Node::File(Arc::clone(&inode))));
        Ok(Box::new(SimFile { disk: self.clone(), inode, at: 0 }))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let existing = self.state().nodes.contains_key(path);
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
        let below = state.nodes.range(path.to_path_buf()..).skip(1);
        let below = below.take_while(|(found, _)| found.starts_with(path));
        let children = below.filter(|(found, _)| found.parent() == Some(path));
        let items = children.map(|(found, node)| DirItem {
            name: found.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            meta: State::meta(node),
        });
        Ok(items.collect())
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.act()?;
        state.parent_is_folder(path)?;
        if state.nodes.contains_key(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        state.change(Change::Put(path.into(), Node::Folder));
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.act()?;
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

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.act()?;
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
        state.act()?;
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
        state.act()?;
        let inode = state.file(from)?;
        state.parent_is_folder(to)?;
        if state.nodes.contains_key(to) {
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
        state.act()?;
        state.commit();
        Ok(())
    }

    fn sync_batch(&self, _root: &Path, _files: &[PathBuf]) -> io::Result<()> {
        let mut state = self.state();
        state.act()?;
        for node in state.nodes.values() {
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
        state.act()?;
        state.change(Change::Put(path.into(), Node::Pointer));
        Ok(())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn LockGuard>>> {
        let mut state = self.state();
        state.look()?;
        if !state.nodes.contains_key(path) {
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
