//! The media partition as AFC shows it, in memory, and the sync lock in it.

use std::collections::BTreeMap;

/// The file everybody who syncs locks (docs/protocol.md 3.4).
const SYNC_LOCK: &str = "/com.apple.itunes.lock_sync";

/// An open file: the connection that opened it and its number there.
pub type Handle = (u64, u64);

/// What came of a lock request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockResult {
    /// Held now.
    Locked,
    /// Another connection holds it.
    WouldBlock,
}

/// Files and folders by absolute path.
#[derive(Clone, Debug)]
pub struct Media {
    files: BTreeMap<String, Vec<u8>>,
    folders: Vec<String>,
    lock: Option<Handle>,
    /// Another program holds the sync lock and does not let go.
    pub locked_by_other: bool,
}

impl Media {
    /// The partition of a phone.
    pub fn new() -> Self {
        let folders =
            ["/", "/DCIM", "/DCIM/100APPLE", "/Books", "/iTunes_Control", "/iTunes_Control/iTunes"];
        let mut files = BTreeMap::new();
        files.insert(SYNC_LOCK.to_string(), Vec::new());
        let prefs = "/iTunes_Control/iTunes/iTunesPrefs".to_string();
        files.insert(prefs, b"simulated iTunesPrefs".to_vec());
        Self {
            files,
            folders: folders.map(String::from).to_vec(),
            lock: None,
            locked_by_other: false,
        }
    }

    /// Content of a file.
    pub fn read(&self, path: &str) -> Option<&Vec<u8>> {
        self.files.get(&tidy(path))
    }

    /// Content of a file that may be changed; made when it is not there and `create`.
    pub fn write(&mut self, path: &str, create: bool) -> Option<&mut Vec<u8>> {
        let path = tidy(path);
        if create {
            self.files.entry(path.clone()).or_default();
        }
        self.files.get_mut(&path)
    }

    /// Makes a folder.
    pub fn make_folder(&mut self, path: &str) {
        self.folders.push(tidy(path));
    }

    /// Whether a folder is there.
    pub fn is_folder(&self, path: &str) -> bool {
        self.folders.contains(&tidy(path))
    }

    /// Removes a file or folder; false when nothing was there.
    pub fn remove(&mut self, path: &str) -> bool {
        let path = tidy(path);
        let before = self.folders.len();
        self.folders.retain(|folder| *folder != path);
        self.files.remove(&path).is_some() || self.folders.len() < before
    }

    /// Gives a file another name; false when it is not there.
    pub fn rename(&mut self, from: &str, to: &str) -> bool {
        match self.files.remove(&tidy(from)) {
            Some(data) => {
                self.files.insert(tidy(to), data);
                true
            }
            None => false,
        }
    }

    /// Names in a folder.
    pub fn list(&self, path: &str) -> Vec<String> {
        let folder = tidy(path);
        let prefix = if folder == "/" { folder } else { format!("{folder}/") };
        let all = self.files.keys().chain(&self.folders);
        let names = all.filter_map(|known| known.strip_prefix(&prefix));
        let mut names: Vec<String> =
            names.filter(|name| !name.is_empty() && !name.contains('/')).map(Into::into).collect();
        names.sort_unstable();
        names
    }

    /// Takes the sync lock for `handle`, or lets it go.
    pub fn lock(&mut self, handle: Handle, unlock: bool) -> LockResult {
        match self.lock {
            _ if self.locked_by_other => LockResult::WouldBlock,
            Some(holder) if holder != handle => LockResult::WouldBlock,
            _ => {
                self.lock = (!unlock).then_some(handle);
                LockResult::Locked
            }
        }
    }

    /// Whether anybody holds the sync lock.
    pub fn is_locked(&self) -> bool {
        self.lock.is_some() || self.locked_by_other
    }

    /// A connection ended: whatever it held is free again.
    pub fn connection_closed(&mut self, connection: u64) {
        self.lock = self.lock.filter(|holder| holder.0 != connection);
    }
}

impl Default for Media {
    fn default() -> Self {
        Self::new()
    }
}

/// One leading slash, none at the end.
fn tidy(path: &str) -> String {
    format!("/{}", path.trim_matches('/'))
}
