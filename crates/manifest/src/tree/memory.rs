//! A backup folder in memory, for tests and for the simulated phone.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use super::{Item, ItemKind, ReadSeek, Tree};

/// A [`Tree`] in memory.
///
/// ```
/// use unstuck_manifest::{MemoryTree, Tree};
///
/// let mut tree = MemoryTree::new();
/// tree.write("3d/name", b"content");
/// assert_eq!(tree.look("3d/name").unwrap().unwrap().bytes, 7);
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryTree {
    root: BTreeMap<String, Node>,
    free_bytes: Option<u64>,
    /// Files that open and cannot be read.
    failing: BTreeSet<String>,
}

#[derive(Clone, Debug)]
enum Node {
    File(Vec<u8>),
    Directory(BTreeMap<String, Node>),
    Other,
    /// Is listed as a file or folder and cannot be opened or listed: a failing disk.
    Unreadable(ItemKind),
}

impl MemoryTree {
    /// An empty folder.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a file at `path`, folders above it included, in place of what was there.
    pub fn write(&mut self, path: &str, content: impl Into<Vec<u8>>) {
        self.put(path, Node::File(content.into()));
    }

    /// Puts an empty folder at `path`.
    pub fn make_directory(&mut self, path: &str) {
        self.put(path, Node::Directory(BTreeMap::new()));
    }

    /// Puts something at `path` that is neither file nor folder.
    pub fn put_other(&mut self, path: &str) {
        self.put(path, Node::Other);
    }

    /// Makes the item at `path` one that the disk no longer gives up.
    pub fn break_item(&mut self, path: &str) {
        if let Some(node) = self.node(path) {
            let kind = node.item(path).kind;
            self.put(path, Node::Unreadable(kind));
        }
    }

    /// Makes the file at `path` one that opens and then cannot be read.
    pub fn fail_reading(&mut self, path: &str) {
        self.failing.insert(path.to_owned());
    }

    /// Sets how much room there is beside the files.
    pub fn set_free_bytes(&mut self, bytes: u64) {
        self.free_bytes = Some(bytes);
    }

    /// Removes what lies at `path`, and says whether anything did.
    pub fn remove(&mut self, path: &str) -> bool {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        self.directory(above).is_some_and(|folder| folder.remove(name).is_some())
    }

    /// The content of the file at `path`.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        match self.node(path)? {
            Node::File(content) => Some(content),
            _ => None,
        }
    }

    /// The content of the file at `path`, to be changed.
    pub fn file_mut(&mut self, path: &str) -> Option<&mut Vec<u8>> {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        match self.directory(above)?.get_mut(name)? {
            Node::File(content) => Some(content),
            _ => None,
        }
    }

    /// Paths of all files, sorted.
    pub fn files(&self) -> Vec<String> {
        fn walk(folder: &BTreeMap<String, Node>, above: &str, found: &mut Vec<String>) {
            for (name, node) in folder {
                match node {
                    Node::Directory(inner) => walk(inner, &format!("{above}{name}/"), found),
                    _ => found.push(format!("{above}{name}")),
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.root, "", &mut found);
        found
    }

    fn put(&mut self, path: &str, node: Node) {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut folder = &mut self.root;
        for component in above.split('/').filter(|component| !component.is_empty()) {
            let inner = folder.entry(component.to_owned()).or_insert(Node::Other);
            if !matches!(inner, Node::Directory(_)) {
                *inner = Node::Directory(BTreeMap::new());
            }
            let Node::Directory(inner) = inner else { return };
            folder = inner;
        }
        folder.insert(name.to_owned(), node);
    }

    fn node(&self, path: &str) -> Option<&Node> {
        let mut components = path.split('/');
        let mut node = self.root.get(components.next()?)?;
        for component in components {
            let Node::Directory(folder) = node else { return None };
            node = folder.get(component)?;
        }
        Some(node)
    }

    fn directory(&mut self, path: &str) -> Option<&mut BTreeMap<String, Node>> {
        let mut folder = &mut self.root;
        for component in path.split('/').filter(|component| !component.is_empty()) {
            let Node::Directory(inner) = folder.get_mut(component)? else { return None };
            folder = inner;
        }
        Some(folder)
    }
}

impl Node {
    fn item(&self, name: &str) -> Item {
        let (kind, bytes) = match self {
            Self::File(content) => (ItemKind::Regular, content.len() as u64),
            Self::Directory(_) => (ItemKind::Directory, 0),
            Self::Other => (ItemKind::Other, 0),
            Self::Unreadable(kind) => (*kind, 0),
        };
        Item { name: name.to_owned(), kind, bytes }
    }
}

impl Tree for MemoryTree {
    fn open(&self, path: &str) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
        match self.node(path) {
            None => Err(io::ErrorKind::NotFound.into()),
            Some(Node::File(_)) if self.failing.contains(path) => Ok(Box::new(Failing)),
            Some(Node::File(content)) => Ok(Box::new(Cursor::new(content.as_slice()))),
            Some(Node::Unreadable(_)) => Err(broken()),
            Some(_) => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    fn look(&self, path: &str) -> io::Result<Option<Item>> {
        let name = path.rsplit('/').next().unwrap_or(path);
        Ok(self.node(path).map(|node| node.item(name)))
    }

    fn list(&self, path: &str) -> io::Result<Vec<Item>> {
        let folder = match self.node(path) {
            _ if path.is_empty() => &self.root,
            None => return Err(io::ErrorKind::NotFound.into()),
            Some(Node::Directory(folder)) => folder,
            Some(Node::Unreadable(_)) => return Err(broken()),
            Some(_) => return Err(io::ErrorKind::InvalidInput.into()),
        };
        Ok(folder.iter().map(|(name, node)| node.item(name)).collect())
    }

    fn free_bytes(&self) -> Option<u64> {
        self.free_bytes
    }
}

/// A file on a spot of the disk that is gone.
struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(broken())
    }
}

impl Seek for Failing {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        Ok(0)
    }
}

fn broken() -> io::Error {
    io::Error::other("the disk does not give it up")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_found_where_they_were_put() {
        let mut tree = MemoryTree::new();
        tree.write("ab/one", *b"1");
        tree.write("top", *b"22");
        tree.put_other("ab/link");
        assert_eq!(tree.list("").unwrap().len(), 2);
        assert_eq!(tree.list("ab").unwrap()[1].bytes, 1);
        assert_eq!(tree.open("ab/link").err().unwrap().kind(), io::ErrorKind::InvalidInput);
        assert_eq!(tree.open("ab/two").err().unwrap().kind(), io::ErrorKind::NotFound);
        assert_eq!(tree.files(), ["ab/link", "ab/one", "top"]);
        tree.break_item("ab");
        assert!(tree.list("ab").is_err());
        assert!(tree.remove("ab") && !tree.remove("ab"));
    }
}
