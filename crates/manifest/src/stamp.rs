//! Whether a folder is being written: two stamps of it that differ say so.

use std::time::Duration;

use crate::tree::{ItemKind, Tree};

/// Most bytes of Status.plist that are looked at.
const STATUS_BYTES_MAX: u64 = 64 << 10;

/// What changes in a backup's folder while a program writes it: the lists at its top, what is
/// in Snapshot/, and when the folders were last changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    lists: Vec<(String, u64, Option<Duration>)>,
    status: Option<Vec<u8>>,
    folders: Vec<(String, Option<Duration>)>,
}

impl Stamp {
    /// Looks at the folder. Takes milliseconds.
    pub fn take(tree: &dyn Tree) -> Self {
        let mut stamp = Self::default();
        for above in ["", "Snapshot/"] {
            for item in tree.list(above.trim_end_matches('/')).unwrap_or_default() {
                let path = format!("{above}{}", item.name);
                match item.kind {
                    ItemKind::Directory => {
                        let modified = tree.modified(&path);
                        stamp.folders.push((path, modified));
                    }
                    ItemKind::Regular if is_list(&item.name) => {
                        let modified = tree.modified(&path);
                        stamp.lists.push((path, item.bytes, modified));
                    }
                    _ => {}
                }
            }
        }
        stamp.lists.sort_unstable();
        stamp.folders.sort_unstable();
        stamp.status = crate::tree::read_file(tree, "Status.plist", STATUS_BYTES_MAX).ok();
        stamp
    }

    /// When anything here was last changed, since 1970.
    pub fn newest(&self) -> Option<Duration> {
        let lists = self.lists.iter().filter_map(|(_, _, modified)| *modified);
        lists.chain(self.folders.iter().filter_map(|(_, modified)| *modified)).max()
    }
}

fn is_list(name: &str) -> bool {
    name.ends_with(".plist") || name.starts_with("Manifest.")
}
