//! The payload files: every name and length, looked up by binary search.

use std::cell::Cell;
use std::io;

use super::{Root, Stage, Teller};
use crate::FileId;
use crate::tree::{Item, ItemKind, Tree};

/// Odd names that are kept; the rest is only counted.
const ODD_KEPT_MAX: usize = 1000;

/// All payload files in their places, 28 bytes each, and what else lay there.
#[derive(Default)]
pub(crate) struct Payloads {
    /// By number; the missing ones are empty.
    folders: Vec<Folder>,
    pub(crate) count: u64,
    pub(crate) bytes: u64,
    /// Folders that could not be listed: how many, and the first with its error.
    pub(crate) unreadable: u64,
    pub(crate) first_unreadable: Option<String>,
    /// Names that do not belong where they are: how many, and the first.
    pub(crate) odd: u64,
    pub(crate) odd_kept: Vec<(String, Oddity)>,
    /// Whether every folder was visited.
    pub(crate) walked: bool,
    /// They lie beside the lists and not in folders, as before iOS 10.
    flat: bool,
}

/// Why a name does not belong where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// A sound name in the folder of another.
    Misplaced(FileId),
    /// Sound but for its case.
    UpperCase(FileId),
    /// Not 40 hex characters.
    NotAName,
    /// A folder or a link where a file should be.
    NotAFile,
}

#[derive(Default)]
struct Folder {
    /// Sorted by id.
    entries: Vec<Entry>,
    /// One bit for each entry that a row has asked for.
    seen: Vec<Cell<u64>>,
    /// The front of the hash that a seal has of each entry. Empty without a seal.
    sealed: Vec<Option<SealHash>>,
    unreadable: bool,
}

/// Bytes, not numbers, so that 28 do not become 32.
struct Entry {
    id: FileId,
    len: [u8; 8],
}

/// Half of a BLAKE3: more than any accident can hit.
pub(crate) type SealHash = [u8; 16];

/// What is known of one payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PayloadState {
    /// There, with this many bytes.
    Present {
        bytes: u64,
    },
    Missing,
    /// Its folder could not be listed.
    Unknown,
}

impl Payloads {
    /// Lists the folders in their order, which a spinning disk likes best.
    pub(crate) fn walk(tree: &dyn Tree, root: &Root, teller: &mut Teller<'_>) -> Self {
        let mut payloads = Self::default();
        payloads.folders.resize_with(256, Folder::default);
        if root.is_old() {
            payloads.walk_flat(tree, teller);
            return payloads;
        }
        let total = root.folders.len() as u64;
        for (done, number) in (0..).zip(&root.folders) {
            if teller.tell(Stage::Listing, done, Some(total)).is_break() {
                return payloads;
            }
            let name = format!("{number:02x}");
            match tree.list(&name) {
                Ok(items) => payloads.take(*number, &name, items),
                Err(error) => payloads.give_up(*number, &name, &error),
            }
        }
        payloads.walked = !teller.stopped() && root.fault.is_none();
        payloads
    }

    /// Before iOS 10 all payloads lie in the backup's folder itself.
    fn walk_flat(&mut self, tree: &dyn Tree, teller: &mut Teller<'_>) {
        self.flat = true;
        if teller.tell(Stage::Listing, 0, None).is_break() {
            return;
        }
        let items = match tree.list("") {
            Ok(items) => items,
            Err(error) => return self.give_up(0, "the folder", &error),
        };
        for item in items.into_iter().filter(|item| item.kind == ItemKind::Regular) {
            if let Ok(id) = item.name.parse::<FileId>() {
                self.count += 1;
                self.bytes = self.bytes.saturating_add(item.bytes);
                let entries = &mut self.folders[usize::from(id.0[0])].entries;
                entries.push(Entry { id, len: item.bytes.to_ne_bytes() });
            }
        }
        for folder in &mut self.folders {
            folder.entries.sort_unstable_by_key(|entry| entry.id);
            folder.seen = vec![Cell::new(0); folder.entries.len().div_ceil(64)];
        }
        self.walked = true;
    }

    /// Where a payload lies below the backup's folder.
    pub(crate) fn path(&self, id: &FileId) -> String {
        if self.flat { id.to_string() } else { id.payload_path() }
    }

    /// Makes room for what a seal says.
    pub(crate) fn expect_seal(&mut self) {
        for folder in &mut self.folders {
            folder.sealed = vec![None; folder.entries.len()];
        }
    }

    /// Keeps the hash that a seal has of a payload; returns the payload's length.
    pub(crate) fn seal(&mut self, id: &FileId, hash: &[u8; 32]) -> Option<u64> {
        let folder = self.folders.get_mut(usize::from(id.0[0]))?;
        let at = folder.entries.binary_search_by_key(id, |entry| entry.id).ok()?;
        folder.sealed[at] = hash.first_chunk().copied();
        Some(u64::from_ne_bytes(folder.entries[at].len))
    }

    /// The hash that a seal has of a payload.
    pub(crate) fn sealed(&self, id: &FileId) -> Option<SealHash> {
        let (folder, at) = self.find(id)?;
        folder.sealed.get(at).copied().flatten()
    }

    /// Payloads that the seal does not name.
    pub(crate) fn unsealed(&self) -> impl Iterator<Item = FileId> {
        self.folders.iter().flat_map(|folder| {
            let pairs = folder.entries.iter().zip(&folder.sealed);
            pairs.filter(|(_, sealed)| sealed.is_none()).map(|(entry, _)| entry.id)
        })
    }

    /// Every payload with its length.
    pub(crate) fn all(&self) -> impl Iterator<Item = (FileId, u64)> {
        let entries = self.folders.iter().flat_map(|folder| &folder.entries);
        entries.map(|entry| (entry.id, u64::from_ne_bytes(entry.len)))
    }

    fn take(&mut self, number: u8, name: &str, items: Vec<Item>) {
        let mut entries = Vec::with_capacity(items.len());
        for item in items {
            match oddity(number, &item) {
                Ok(id) => {
                    self.bytes = self.bytes.saturating_add(item.bytes);
                    entries.push(Entry { id, len: item.bytes.to_ne_bytes() });
                }
                Err(_) if item.name.starts_with('.') || is_left_by_a_system(&item.name) => {}
                Err(oddity) => {
                    self.odd += 1;
                    if self.odd_kept.len() < ODD_KEPT_MAX {
                        self.odd_kept.push((format!("{name}/{}", item.name), oddity));
                    }
                }
            }
        }
        entries.shrink_to_fit();
        entries.sort_unstable_by_key(|entry| entry.id);
        self.count += entries.len() as u64;
        let seen = vec![Cell::new(0); entries.len().div_ceil(64)];
        self.folders[usize::from(number)] = Folder { entries, seen, ..Folder::default() };
    }

    fn give_up(&mut self, number: u8, name: &str, error: &io::Error) {
        self.unreadable += 1;
        self.first_unreadable.get_or_insert_with(|| format!("{name}: {error}"));
        self.folders[usize::from(number)].unreadable = true;
    }

    /// Looks `id` up for a row, and remembers that a row has asked for it.
    pub(crate) fn claim(&self, id: &FileId) -> PayloadState {
        let Some((folder, at)) = self.find(id) else {
            let folder = self.folders.get(usize::from(id.0[0]));
            let listed = folder.is_some_and(|folder| !folder.unreadable);
            return if listed { PayloadState::Missing } else { PayloadState::Unknown };
        };
        let bits = &folder.seen[at / 64];
        bits.set(bits.get() | 1 << (at % 64));
        PayloadState::Present { bytes: u64::from_ne_bytes(folder.entries[at].len) }
    }

    /// Whether a payload of this name lies in its place.
    pub(crate) fn contains(&self, id: &FileId) -> bool {
        self.find(id).is_some()
    }

    fn find(&self, id: &FileId) -> Option<(&Folder, usize)> {
        let folder = self.folders.get(usize::from(id.0[0]))?;
        let at = folder.entries.binary_search_by_key(id, |entry| entry.id).ok()?;
        Some((folder, at))
    }

    /// Payloads that no row has asked for, with their lengths.
    pub(crate) fn unclaimed(&self) -> impl Iterator<Item = (FileId, u64)> {
        self.folders.iter().flat_map(|folder| {
            let unseen = |at: usize| folder.seen[at / 64].get() >> (at % 64) & 1 == 0;
            let entries = folder.entries.iter().enumerate();
            let left = entries.filter(move |(at, _)| unseen(*at));
            left.map(|(_, entry)| (entry.id, u64::from_ne_bytes(entry.len)))
        })
    }
}

/// The id of a payload in its place, or why it is none.
fn oddity(folder: u8, item: &Item) -> Result<FileId, Oddity> {
    let id = FileId::parse_any_case(&item.name).ok_or(Oddity::NotAName)?;
    if item.kind != ItemKind::Regular {
        Err(Oddity::NotAFile)
    } else if item.name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Err(Oddity::UpperCase(id))
    } else if id.0[0] != folder {
        Err(Oddity::Misplaced(id))
    } else {
        Ok(id)
    }
}

/// Files that Windows leaves in folders people look at; macOS's begin with a dot, as do
/// our own temporary ones.
fn is_left_by_a_system(name: &str) -> bool {
    ["desktop.ini", "thumbs.db"].contains(&name.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::MemoryTree;

    fn walk(tree: &MemoryTree) -> Payloads {
        let tell = &mut |_| ControlFlow::Continue(());
        Payloads::walk(tree, &Root::list(tree), &mut Teller::new(tell))
    }

    #[test]
    fn an_entry_takes_28_bytes() {
        assert_eq!(size_of::<Entry>(), 28);
    }

    #[test]
    fn payloads_are_claimed_by_name_and_the_rest_stays() {
        let mut tree = MemoryTree::new();
        let ids: Vec<FileId> = (0..200).map(|n| crate::file_id("D", &format!("{n}"))).collect();
        for id in &ids {
            tree.write(&id.payload_path(), *b"xyz");
        }
        tree.write("3d/.DS_Store", *b"");
        tree.write("3d/Thumbs.db", *b"");
        tree.write("3d/junk", *b"");
        let payloads = walk(&tree);
        assert_eq!((payloads.count, payloads.bytes, payloads.odd), (200, 600, 1));
        for id in &ids[..150] {
            assert_eq!(payloads.claim(id), PayloadState::Present { bytes: 3 });
        }
        assert_eq!(payloads.claim(&crate::file_id("E", "")), PayloadState::Missing);
        let mut left: Vec<FileId> = payloads.unclaimed().map(|(id, _)| id).collect();
        let mut expected = ids[150..].to_vec();
        left.sort();
        expected.sort();
        assert_eq!(left, expected);
    }

    #[test]
    fn what_lies_in_an_unreadable_folder_is_unknown_not_missing() {
        let mut tree = MemoryTree::new();
        let id = crate::file_id("D", "x");
        let path = id.payload_path();
        tree.write(&path, *b"");
        tree.break_item(&path[..2]);
        let payloads = walk(&tree);
        assert_eq!((payloads.claim(&id), payloads.unreadable), (PayloadState::Unknown, 1));
    }
}
