//! What differs between two backups of one phone.
//!
//! Of the older one a number is kept for each row, not its names: 200,000 rows take about
//! 8 MB. Names of what is gone are found by reading its list a second time.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;

use crate::db::{DbFault, Reading};
use crate::{FileId, Listed, OpenBackup, RecordKind};

/// How a file differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Only the newer backup has it.
    Added,
    /// Only the older one has it.
    Removed,
    /// Both have it, with another size, date, kind or target.
    Changed,
}

/// Sums of the changes in one domain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Only in the newer.
    pub added: u64,
    /// Only in the older.
    pub removed: u64,
    /// Different in both.
    pub changed: u64,
    /// Bytes of content added or changed, by the newer records.
    pub bytes: u64,
}

/// What a comparison came to.
#[derive(Debug, Default)]
pub struct Comparison {
    /// By domain.
    pub domains: BTreeMap<String, Changes>,
    /// Entries that are the same in both.
    pub same: u64,
    /// Damage in either list: what it holds is not in here.
    pub faults: Vec<DbFault>,
    /// It was stopped.
    pub stopped: bool,
}

/// A file, folder or link of either backup, or one that differs.
type Visit<'a> = &'a mut dyn FnMut(Change, &Listed<'_>) -> ControlFlow<()>;

/// One row of the older backup: what it is like, and whether the newer one has it.
struct Known {
    like: u64,
    met: bool,
}

/// Compares two backups; `visit` sees each file that differs, as its newest list has it.
/// Content is not read: a file that changed has another size or date.
///
/// # Errors
/// When a list cannot be read at all.
pub fn compare(
    older: &OpenBackup<'_>,
    newer: &OpenBackup<'_>,
    visit: Visit<'_>,
) -> Result<Comparison, DbFault> {
    let mut comparison = Comparison::default();
    let mut known: HashMap<FileId, Known> = HashMap::new();
    let take = |reading: Reading, comparison: &mut Comparison| {
        comparison.stopped |= reading.stopped;
        comparison.faults.extend(reading.fault);
    };
    let reading = older.read(&mut |row| {
        if let Ok(listed) = row {
            known.insert(listed.id, Known { like: like(&listed), met: false });
        }
        ControlFlow::Continue(())
    })?;
    take(reading, &mut comparison);
    let reading = newer.read(&mut |row| {
        let Ok(listed) = row else { return ControlFlow::Continue(()) };
        let change = match known.get_mut(&listed.id) {
            None => Change::Added,
            Some(known) => {
                known.met = true;
                if known.like == like(&listed) {
                    comparison.same += 1;
                    return ControlFlow::Continue(());
                }
                Change::Changed
            }
        };
        comparison.count(change, &listed);
        visit(change, &listed)
    })?;
    take(reading, &mut comparison);
    if comparison.stopped || known.values().all(|known| known.met) {
        return Ok(comparison);
    }
    let reading = older.read(&mut |row| {
        let Ok(listed) = row else { return ControlFlow::Continue(()) };
        if known.get(&listed.id).is_none_or(|known| known.met) {
            return ControlFlow::Continue(());
        }
        comparison.count(Change::Removed, &listed);
        visit(Change::Removed, &listed)
    })?;
    comparison.stopped |= reading.stopped;
    Ok(comparison)
}

impl Comparison {
    fn count(&mut self, change: Change, listed: &Listed<'_>) {
        if !self.domains.contains_key(listed.domain) {
            self.domains.insert(listed.domain.to_owned(), Changes::default());
        }
        let Some(sums) = self.domains.get_mut(listed.domain) else { return };
        let bytes = listed.sound().map_or(0, |record| record.content_bytes());
        match change {
            Change::Added => sums.added += 1,
            Change::Removed => sums.removed += 1,
            Change::Changed => sums.changed += 1,
        }
        if change != Change::Removed {
            sums.bytes = sums.bytes.saturating_add(bytes);
        }
    }

    /// Sums of all domains.
    pub fn total(&self) -> Changes {
        self.domains.values().fold(Changes::default(), |sum, one| Changes {
            added: sum.added + one.added,
            removed: sum.removed + one.removed,
            changed: sum.changed + one.changed,
            bytes: sum.bytes.saturating_add(one.bytes),
        })
    }
}

/// A number for what a file is like; folders change their dates with every file in them, so
/// only files and links have one.
fn like(listed: &Listed<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let kind = listed.kind.map(RecordKind::flag);
    kind.hash(&mut hasher);
    if let Some(record) = listed.sound() {
        (record.mode, record.target.as_deref()).hash(&mut hasher);
        if listed.kind != Some(RecordKind::Directory) {
            (record.size, record.last_modified).hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{Entry, Recipe};
    use crate::{MemoryTree, Unlock};

    fn tree(entries: Vec<Entry>) -> MemoryTree {
        let mut recipe = Recipe::new(crate::rules::testing::UDID);
        recipe.entries = entries;
        recipe.build().unwrap().tree
    }

    #[test]
    fn added_removed_and_changed_files_are_told_apart() {
        let file = |path: &str, content: &[u8]| Entry::file("D", path, content);
        let mut dated = file("dated", b"same");
        dated.modified += 1;
        let old = tree(vec![file("gone", b"x"), file("same", b"x"), file("dated", b"same")]);
        let new = tree(vec![file("same", b"x"), dated, file("new", b"xyz")]);
        let open = |tree| OpenBackup::open(tree, Unlock::Nothing).unwrap();
        let mut seen = Vec::new();
        let comparison = compare(&open(&old), &open(&new), &mut |change, listed| {
            seen.push((change, listed.relative_path.to_owned()));
            ControlFlow::Continue(())
        });
        seen.sort();
        let expected =
            [(Change::Added, "new"), (Change::Removed, "gone"), (Change::Changed, "dated")];
        assert_eq!(seen, expected.map(|(change, path)| (change, path.to_owned())));
        let comparison = comparison.unwrap();
        let changes = Changes { added: 1, removed: 1, changed: 1, bytes: 7 };
        assert_eq!((comparison.domains["D"], comparison.total()), (changes, changes));
        // The root folder and the file that is the same.
        assert_eq!(comparison.same, 2);
    }
}
