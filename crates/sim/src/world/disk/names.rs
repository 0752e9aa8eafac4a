//! What stands at which path.
//!
//! A path is looked up hundreds of times an operation, and comparing paths part by part was a
//! third of the time of all crash tests. So each is kept as its parts with a zero in front of
//! each: bytes that sort as paths do, whatever lies in a folder right behind it.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use super::state::Node;

/// Everything by its path, in the order of paths.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<Vec<u8>, (PathBuf, Node)>);

fn key(path: &Path) -> Vec<u8> {
    let mut key = Vec::with_capacity(path.as_os_str().len() + 1);
    for part in path.components() {
        if let Component::Normal(part) = part {
            key.push(0);
            key.extend_from_slice(part.as_encoded_bytes());
        }
    }
    key
}

impl Names {
    pub(super) fn get(&self, path: &Path) -> Option<&Node> {
        self.0.get(&key(path)).map(|(_, node)| node)
    }

    pub(super) fn contains(&self, path: &Path) -> bool {
        self.0.contains_key(&key(path))
    }

    /// Puts something at a path; what stood there before comes back.
    pub(super) fn insert(&mut self, path: PathBuf, node: Node) -> Option<Node> {
        self.0.insert(key(&path), (path, node)).map(|(_, node)| node)
    }

    pub(super) fn remove(&mut self, path: &Path) -> Option<Node> {
        self.0.remove(&key(path)).map(|(_, node)| node)
    }

    /// Everything, a folder before what lies in it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&PathBuf, &Node)> {
        self.0.values().map(|(path, node)| (path, node))
    }

    /// Everything below a folder, at any depth, without itself.
    pub(super) fn below(&self, folder: &Path) -> impl Iterator<Item = (&PathBuf, &Node)> {
        let mut inside = key(folder);
        inside.push(0);
        let from = self.0.range(inside.clone()..);
        let below = from.take_while(move |(key, _)| key.starts_with(&inside));
        below.map(|(_, (path, node))| (path, node))
    }
}

impl FromIterator<(PathBuf, Node)> for Names {
    fn from_iter<I: IntoIterator<Item = (PathBuf, Node)>>(all: I) -> Self {
        Self(all.into_iter().map(|(path, node)| (key(&path), (path, node))).collect())
    }
}
