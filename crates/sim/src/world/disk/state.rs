//! What is on the disk, and what a power cut leaves of it.

use std::collections::{HashMap, HashSet};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use unstuck_vault::disk::{Kind, Meta};

use super::DiskFault;
use super::names::Names;
use crate::content::bytes::derive;

#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    /// Content at the last sync, when it differs.
    pub(super) durable: Option<Vec<u8>>,
    pub(super) modified: u64,
}

pub(super) type Inode = Arc<Mutex<Content>>;

#[derive(Clone, Debug)]
pub(super) enum Node {
    Folder,
    File(Inode),
    /// A link or pointer. Nobody reads where it leads.
    Pointer,
}

/// A change of names.
#[derive(Debug)]
pub(super) enum Change {
    Put(PathBuf, Node),
    Remove(PathBuf),
    Rename(PathBuf, PathBuf),
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) seed: u64,
    pub(super) nodes: Names,
    /// For each change since names were last durable: what stood at the paths it touched.
    pub(super) undo: Vec<Vec<(PathBuf, Option<Node>)>>,
    /// Names of the operations since the fault was set.
    pub(super) operations: Vec<&'static str>,
    pub(super) fault: Option<DiskFault>,
    pub(super) crashed: bool,
    pub(super) locks: HashSet<PathBuf>,
    pub(super) used_bytes: u64,
    pub(super) capacity_bytes: u64,
}

pub(super) fn lock(inode: &Inode) -> MutexGuard<'_, Content> {
    inode.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a system says of a volume that was pulled out.
fn gone() -> io::Error {
    io::Error::other("Input/output error")
}

impl State {
    /// Whether the write at hand is to be cut short, and whether it fails then.
    pub(super) fn cuts_write(&self) -> Option<bool> {
        let fault =
            matches!(self.fault, Some(DiskFault::ShortWriteAt(_) | DiskFault::TornWriteAt(_)));
        let writes = || self.operations.iter().filter(|name| **name == "write").count() as u64;
        let number = fault.then(writes).and_then(|writes| writes.checked_sub(1));
        match self.fault {
            Some(DiskFault::ShortWriteAt(at)) if Some(at) == number => Some(false),
            Some(DiskFault::TornWriteAt(at)) if Some(at) == number => Some(true),
            _ => None,
        }
    }

    pub(super) fn empty(seed: u64) -> Self {
        Self {
            seed,
            nodes: Names::from_iter([(PathBuf::from("/"), Node::Folder)]),
            undo: Vec::new(),
            operations: Vec::new(),
            fault: None,
            crashed: false,
            locks: HashSet::new(),
            used_bytes: 0,
            capacity_bytes: 1_000_000_000_000,
        }
    }

    /// The same disk once more, with nothing in common; names that share content go on
    /// sharing it.
    pub(super) fn fork(&self) -> Self {
        let mut copies: HashMap<*const Mutex<Content>, Inode> = HashMap::new();
        let mut copy = |node: &Node| match node {
            Node::File(inode) => {
                let copy = copies.entry(Arc::as_ptr(inode));
                Node::File(Arc::clone(
                    copy.or_insert_with(|| Arc::new(Mutex::new(lock(inode).clone()))),
                ))
            }
            node => node.clone(),
        };
        let mut undo = Vec::with_capacity(self.undo.len());
        for change in &self.undo {
            let step =
                change.iter().map(|(path, node)| (path.clone(), node.as_ref().map(&mut copy)));
            undo.push(step.collect());
        }
        let nodes = self.nodes.iter().map(|(path, node)| (path.clone(), copy(node))).collect();
        Self { nodes, undo, locks: HashSet::new(), operations: self.operations.clone(), ..*self }
    }

    /// Counts an operation that changes something, and lets the fault strike.
    pub(super) fn act(&mut self, operation: &'static str) -> io::Result<()> {
        self.look()?;
        let number = self.operations.len() as u64;
        self.operations.push(operation);
        match self.fault {
            Some(DiskFault::KillAt(at) | DiskFault::PowerCutAt(at)) if at == number => {
                self.crashed = true;
                Err(io::Error::other("the power is gone"))
            }
            Some(DiskFault::FailAt(at, kind)) if at == number => Err(kind.into()),
            Some(DiskFault::FullFrom(at)) if at <= number => Err(ErrorKind::StorageFull.into()),
            Some(DiskFault::GoneFrom(at)) if at <= number => Err(gone()),
            Some(DiskFault::FailAll(name, kind)) if name == operation => Err(kind.into()),
            _ => Ok(()),
        }
    }

    /// Looking needs power too.
    pub(super) fn look(&self) -> io::Result<()> {
        if self.crashed {
            return Err(io::Error::other("the power is gone"));
        }
        match self.fault {
            Some(DiskFault::GoneFrom(at)) if at < self.operations.len() as u64 => Err(gone()),
            _ => Ok(()),
        }
    }

    pub(super) fn change(&mut self, change: Change) {
        let undo = apply(&mut self.nodes, change);
        self.undo.push(undo);
    }

    /// Everything about names is durable now.
    pub(super) fn commit(&mut self) {
        self.undo.clear();
    }

    /// What is left after the power came back: names up to some point of the journal,
    /// content as the disk happened to have it.
    pub(super) fn cut_power(&mut self) {
        let kept = derive(self.seed, "journal", self.operations.len() as u64)
            % (self.undo.len() as u64 + 1);
        let lost = self.undo.split_off(usize::try_from(kept).unwrap_or(0));
        for (path, before) in lost.into_iter().rev().flatten() {
            match before {
                Some(node) => self.nodes.insert(path, node),
                None => self.nodes.remove(&path),
            };
        }
        self.undo.clear();
        for (number, node) in self.nodes.iter().map(|(_, node)| node).enumerate() {
            let Node::File(inode) = node else { continue };
            let mut content = lock(inode);
            let Some(durable) = content.durable.take() else { continue };
            let dice =
                derive(self.seed, "content", (self.operations.len() as u64) << 20 | number as u64);
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

    pub(super) fn parent_is_folder(&self, path: &Path) -> io::Result<()> {
        match path.parent().map(|parent| self.nodes.get(parent)) {
            Some(Some(Node::Folder)) => Ok(()),
            Some(Some(_)) => Err(ErrorKind::NotADirectory.into()),
            _ => Err(ErrorKind::NotFound.into()),
        }
    }

    pub(super) fn has_children(&self, path: &Path) -> bool {
        self.nodes.below(path).next().is_some()
    }

    pub(super) fn file(&self, path: &Path) -> io::Result<Inode> {
        match self.nodes.get(path) {
            Some(Node::File(inode)) => Ok(Arc::clone(inode)),
            Some(_) => Err(io::Error::new(ErrorKind::InvalidInput, "not a regular file")),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    pub(super) fn meta(node: &Node) -> Meta {
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
pub(super) fn apply(nodes: &mut Names, change: Change) -> Vec<(PathBuf, Option<Node>)> {
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
            let below = nodes.below(&from).map(|(path, _)| path.clone());
            let moved: Vec<PathBuf> = std::iter::once(from.clone()).chain(below).collect();
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
