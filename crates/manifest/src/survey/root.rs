//! What lies in the backup folder itself.

use std::io;

use crate::FileId;
use crate::tree::{Item, ItemKind, Tree};

/// Names of the flat layout that are kept as examples.
const FLAT_KEPT_MAX: usize = 100;

/// The top of the backup folder. Names that mean nothing to us are not kept: a backup of
/// iOS 9 has a hundred thousand of them.
#[derive(Debug, Default)]
pub(crate) struct Root {
    /// Why the folder could not be listed.
    pub(crate) fault: Option<io::Error>,
    /// Status.plist, Manifest.plist, Manifest.db, Info.plist: whichever are there.
    pub(crate) files: Vec<Item>,
    /// Manifest.mbdb, the list of iOS 5 to 9 (docs/backup-format.md 7).
    has_mbdb: bool,
    /// Manifest.mbdx, `*.mdinfo`, `*.mddata`: older still, and not read.
    has_ancient_manifest: bool,
    /// The items of Snapshot/; `None` when there is no such folder.
    pub(crate) snapshot_items: Option<u64>,
    /// Which of the 256 folders are there, by number, sorted.
    pub(crate) folders: Vec<u8>,
    /// Folders named like one of the 256, but in upper case.
    pub(crate) upper_case_folders: Vec<String>,
    /// Payload files that lie here instead of in a folder: how many, and the first.
    pub(crate) flat: u64,
    pub(crate) flat_kept: Vec<String>,
}

impl Root {
    pub(crate) fn list(tree: &dyn Tree) -> Self {
        let mut root = Self::default();
        match tree.list("") {
            Ok(items) => items.into_iter().for_each(|item| root.take(item)),
            Err(error) => root.fault = Some(error),
        }
        root.folders.sort_unstable();
        if root.snapshot_items.is_some() {
            // One that cannot be listed counts as one with something in it.
            root.snapshot_items = Some(tree.list("Snapshot").map_or(1, |items| items.len() as u64));
        }
        root
    }

    fn take(&mut self, item: Item) {
        match item.name.as_str() {
            "Status.plist" | "Manifest.plist" | "Manifest.db" | "Info.plist" => {
                self.files.push(item);
            }
            "Snapshot" if item.kind == ItemKind::Directory => self.snapshot_items = Some(0),
            "Manifest.mbdb" => self.has_mbdb = true,
            "Manifest.mbdx" => self.has_ancient_manifest = true,
            name if name.ends_with(".mdinfo") || name.ends_with(".mddata") => {
                self.has_ancient_manifest = true;
            }
            name if item.kind == ItemKind::Directory => match folder_number(name) {
                Some(_) if name.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                    self.upper_case_folders.push(item.name);
                }
                Some(number) => self.folders.push(number),
                None => {}
            },
            name if name.parse::<FileId>().is_ok() => {
                self.flat += 1;
                if self.flat_kept.len() < FLAT_KEPT_MAX {
                    self.flat_kept.push(item.name);
                }
            }
            _ => {}
        }
    }

    pub(crate) fn file(&self, name: &str) -> Option<&Item> {
        self.files.iter().find(|item| item.name == name)
    }

    /// Whether the top level has either half of a manifest.
    pub(crate) fn has_manifest(&self) -> bool {
        let list = self.has_mbdb || self.file("Manifest.db").is_some();
        list || self.file("Manifest.plist").is_some()
    }

    /// Whether the list of files is the one of iOS 5 to 9.
    pub(crate) fn is_old(&self) -> bool {
        self.has_mbdb && self.file("Manifest.db").is_none()
    }

    /// Whether the list of files is older than that.
    pub(crate) fn is_ancient(&self) -> bool {
        self.has_ancient_manifest && !self.has_mbdb && self.file("Manifest.db").is_none()
    }

    /// Whether anything here belongs to a backup of any age.
    pub(crate) fn looks_like_a_backup(&self) -> bool {
        let has_list = self.has_mbdb || self.has_ancient_manifest;
        !self.files.is_empty() || has_list || self.snapshot_items.is_some()
    }
}

/// `3d` is folder 61; either case.
fn folder_number(name: &str) -> Option<u8> {
    let hex = name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hex { u8::from_str_radix(name, 16).ok() } else { None }
}
