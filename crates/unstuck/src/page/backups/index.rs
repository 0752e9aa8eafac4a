//! The list of a backup in memory, sorted, for as long as somebody looks at it.
//!
//! Names lie in one text, one after the other: 200,000 of them take about 30 MB with everything
//! that is known of them. A place in the tree is written as `ROW.DEPTH`: the first DEPTH parts of
//! the path of that row. So no name of the backup stands in an address.

use std::collections::HashMap;
use std::ops::{ControlFlow, Range};

use unstuck_manifest::kinds::{KINDS, Kind};
use unstuck_manifest::{FileId, Listed, OpenBackup, OpenFault, RecordKind};

/// Bytes of names that are kept; a backup of millions of files has fewer.
const TEXT_BYTES_MAX: usize = 256 << 20;

/// One file, folder or link.
struct Row {
    id: FileId,
    /// Where its path begins in the text.
    at: u32,
    length: u32,
    domain: u32,
    kind: Option<RecordKind>,
    bytes: u64,
    modified: i64,
    /// Where its wrapped key lies.
    key: Range<u32>,
    sound: bool,
}

/// A row as it is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    /// Its number.
    pub(super) row: usize,
    pub(super) domain: &'a str,
    pub(super) path: &'a str,
    pub(super) id: FileId,
    pub(super) kind: Option<RecordKind>,
    pub(super) bytes: u64,
    /// Seconds since 1970.
    pub(super) modified: i64,
    pub(super) key: Option<&'a [u8]>,
    /// Its record could be read.
    pub(super) sound: bool,
}

impl<'a> Entry<'a> {
    /// The last part of its path.
    pub(super) fn name(&self) -> &'a str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// As a command sees it that asks for names alone.
    pub(super) fn listed(&self) -> Listed<'a> {
        let (domain, relative_path) = (self.domain, self.path);
        Listed { domain, relative_path, kind: self.kind, id: self.id, record: None }
    }
}

/// Files and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) files: u64,
    pub(super) bytes: u64,
}

impl Sums {
    fn count(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes = self.bytes.saturating_add(bytes);
    }
}

/// All rows of a domain.
pub(super) struct Domain {
    pub(super) name: String,
    pub(super) rows: Range<usize>,
    pub(super) sums: Sums,
}

/// What lies in a folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Child<'a> {
    Folder { name: &'a str, rows: Range<usize> },
    File(usize),
}

/// A folder of the tree.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Folder<'a> {
    pub(super) domain: &'a str,
    /// With `/` at its end, or empty for the domain itself.
    pub(super) path: &'a str,
    pub(super) rows: Range<usize>,
}

/// The list.
pub(super) struct Index {
    text: String,
    keys: Vec<u8>,
    rows: Vec<Row>,
    pub(super) domains: Vec<Domain>,
    pub(super) kinds: Vec<(&'static Kind, Sums)>,
    pub(super) sums: Sums,
    /// Pictures and films of the camera roll, newest first.
    pub(super) photos: Vec<u32>,
    /// Entries that could not be listed.
    pub(super) lost: u64,
    /// What is wrong with the list.
    pub(super) fault: Option<String>,
}

/// Rows on their way into an index.
#[derive(Default)]
struct Taking {
    text: String,
    keys: Vec<u8>,
    rows: Vec<Row>,
    names: Vec<String>,
    numbers: HashMap<String, u32>,
    lost: u64,
}

impl Taking {
    fn take(&mut self, listed: &Listed<'_>) -> ControlFlow<()> {
        let end = self.text.len() + listed.relative_path.len();
        if end > TEXT_BYTES_MAX {
            self.lost += 1;
            return ControlFlow::Break(());
        }
        let domain = match self.numbers.get(listed.domain) {
            Some(number) => *number,
            None => {
                let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
                self.numbers.insert(listed.domain.to_owned(), number);
                self.names.push(listed.domain.to_owned());
                number
            }
        };
        let record = listed.sound();
        // Both are bounded by what a row and the text may hold.
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let key_at = self.keys.len();
        if let Some(key) = record.and_then(|record| record.encryption_key.as_deref()) {
            self.keys.extend_from_slice(key.get(..64).unwrap_or(key));
        }
        self.rows.push(Row {
            id: listed.id,
            at: place(self.text.len()),
            length: place(listed.relative_path.len()),
            domain,
            kind: listed.kind,
            bytes: record.map_or(0, |record| record.content_bytes()),
            modified: record.map_or(0, |record| record.last_modified),
            key: place(key_at)..place(self.keys.len()),
            sound: record.is_some(),
        });
        self.text.push_str(listed.relative_path);
        ControlFlow::Continue(())
    }
}

impl Index {
    /// Reads the list of a backup.
    ///
    /// # Errors
    /// [`OpenFault::List`] when it cannot be read at all; damage within is told in `fault`.
    pub(super) fn read(backup: &OpenBackup<'_>) -> Result<Self, OpenFault> {
        let mut taking = Taking::default();
        let reading = backup.read(&mut |row| match row {
            Ok(listed) => taking.take(&listed),
            Err(_) => {
                taking.lost += 1;
                ControlFlow::Continue(())
            }
        })?;
        let fault = reading.fault.as_ref().map(ToString::to_string);
        taking.lost += reading.lost;
        Ok(Self::build(taking, fault))
    }

    fn build(taking: Taking, fault: Option<String>) -> Self {
        let Taking { text, keys, mut rows, names, lost, .. } = taking;
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by(|one, other| names[*one].cmp(&names[*other]));
        let mut ranks = vec![0u32; names.len()];
        for (rank, number) in (0..).zip(&order) {
            ranks[*number] = rank;
        }
        for row in &mut rows {
            row.domain = ranks[row.domain as usize];
        }
        rows.sort_unstable_by(|one, other| {
            let path = |row: &Row| path_of(&text, row);
            one.domain.cmp(&other.domain).then_with(|| path(one).cmp(path(other)))
        });
        let sorted = order.into_iter().map(|number| names[number].clone());
        let domains = sorted.map(|name| Domain { name, rows: 0..0, sums: Sums::default() });
        let mut index = Self {
            text,
            keys,
            rows,
            domains: domains.collect(),
            kinds: KINDS.iter().map(|kind| (kind, Sums::default())).collect(),
            sums: Sums::default(),
            photos: Vec::new(),
            lost,
            fault,
        };
        index.count();
        index
    }

    /// Sums of domains and kinds, and which rows are photos.
    fn count(&mut self) {
        let (text, rows) = (&self.text, &self.rows);
        for (at, row) in rows.iter().enumerate() {
            let domain = &mut self.domains[row.domain as usize];
            if domain.rows.is_empty() {
                domain.rows = at..at;
            }
            domain.rows.end = at + 1;
            if row.kind != Some(RecordKind::File) {
                continue;
            }
            domain.sums.count(row.bytes);
            self.sums.count(row.bytes);
            let path = path_of(text, row);
            for (kind, sums) in &mut self.kinds {
                if kind.holds(&domain.name, path) {
                    sums.count(row.bytes);
                    if kind.name == "photos" && is_picture(path) {
                        self.photos.push(u32::try_from(at).unwrap_or(u32::MAX));
                    }
                }
            }
        }
        self.photos.sort_by_key(|at| {
            let row = &rows[*at as usize];
            (std::cmp::Reverse(row.modified), *at)
        });
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// A row.
    pub(super) fn entry(&self, at: usize) -> Option<Entry<'_>> {
        let row = self.rows.get(at)?;
        let key = self.keys.get(row.key.start as usize..row.key.end as usize)?;
        Some(Entry {
            row: at,
            domain: &self.domains[row.domain as usize].name,
            path: path_of(&self.text, row),
            id: row.id,
            kind: row.kind,
            bytes: row.bytes,
            modified: row.modified,
            key: Some(key).filter(|key| !key.is_empty()),
            sound: row.sound,
        })
    }

    /// The row of this id.
    pub(super) fn find(&self, id: &FileId) -> Option<Entry<'_>> {
        self.entry(self.rows.iter().position(|row| row.id == *id)?)
    }

    /// The domain of this name.
    pub(super) fn domain(&self, name: &str) -> Option<&Domain> {
        let at = self.domains.binary_search_by(|domain| domain.name.as_str().cmp(name)).ok()?;
        self.domains.get(at)
    }

    /// Rows of a domain whose path begins so: they stand together.
    pub(super) fn below(&self, rows: Range<usize>, front: &str) -> Range<usize> {
        let part = self.rows.get(rows.clone()).unwrap_or_default();
        let path = |row: &Row| path_of(&self.text, row);
        let begin = part.partition_point(|row| path(row) < front);
        let count = part[begin..].partition_point(|row| path(row).starts_with(front));
        rows.start + begin..rows.start + begin + count
    }

    /// The folder of the first `depth` parts of the path of row `at`.
    pub(super) fn folder(&self, at: usize, depth: usize) -> Option<Folder<'_>> {
        let row = self.rows.get(at)?;
        let domain = &self.domains[row.domain as usize];
        let path = path_of(&self.text, row);
        let end = match depth {
            0 => 0,
            depth => path.match_indices('/').nth(depth - 1)?.0 + 1,
        };
        let front = &path[..end];
        let rows = self.below(domain.rows.clone(), front);
        Some(Folder { domain: &domain.name, path: front, rows })
    }

    /// What lies in a folder: folders first, each in the order of names.
    pub(super) fn children(&self, folder: &Folder<'_>) -> Vec<Child<'_>> {
        let (mut folders, mut files) = (Vec::new(), Vec::new());
        let mut at = folder.rows.start;
        while at < folder.rows.end {
            let row = &self.rows[at];
            let path = path_of(&self.text, row);
            let rest = &path[folder.path.len().min(path.len())..];
            match rest.find('/') {
                Some(end) => {
                    let front = &path[..folder.path.len() + end + 1];
                    let rows = self.below(at..folder.rows.end, front);
                    at = rows.end.max(at + 1);
                    folders.push(Child::Folder { name: &rest[..end], rows });
                }
                // A folder with something in it is told by what is in it.
                None => {
                    let is_folder = row.kind == Some(RecordKind::Directory);
                    let is_told = is_folder && self.has_more(at, folder, rest);
                    if !rest.is_empty() && !is_told {
                        files.push(Child::File(at));
                    }
                    at += 1;
                }
            }
        }
        folders.extend(files);
        folders
    }

    fn has_more(&self, at: usize, folder: &Folder<'_>, name: &str) -> bool {
        let front = format!("{}{name}/", folder.path);
        !self.below(at..folder.rows.end, &front).is_empty()
    }

    /// Files and bytes of some rows.
    pub(super) fn sums(&self, rows: Range<usize>) -> Sums {
        let mut sums = Sums::default();
        let part = self.rows.get(rows).unwrap_or_default().iter();
        for row in part.filter(|row| row.kind == Some(RecordKind::File)) {
            sums.count(row.bytes);
        }
        sums
    }
}

fn path_of<'a>(text: &'a str, row: &Row) -> &'a str {
    let begin = row.at as usize;
    text.get(begin..begin + row.length as usize).unwrap_or_default()
}

/// By its name: a picture or a film.
fn is_picture(path: &str) -> bool {
    let end = path.rsplit('.').next().unwrap_or_default();
    PICTURES.iter().any(|known| end.eq_ignore_ascii_case(known))
}

/// How pictures and films of an iPhone end.
const PICTURES: [&str; 11] =
    ["jpg", "jpeg", "heic", "heif", "png", "gif", "dng", "tif", "mov", "mp4", "m4v"];

#[cfg(test)]
mod tests {
    use unstuck_manifest::build::Entry as Made;
    use unstuck_manifest::{Recipe, Unlock};

    use super::*;

    fn index(paths: &[&str]) -> Index {
        let mut recipe = Recipe::new("00008110-0000000000000001");
        recipe.entries =
            paths.iter().map(|path| Made::file("CameraRollDomain", path, vec![1; 10])).collect();
        recipe.entries.push(Made::directory("CameraRollDomain", "Media"));
        recipe.entries.push(Made::directory("CameraRollDomain", "Empty"));
        recipe.entries.push(Made::file("HomeDomain", "a", vec![1; 5]));
        let built = recipe.build().unwrap();
        Index::read(&OpenBackup::open(&built.tree, Unlock::Nothing).unwrap()).unwrap()
    }

    #[test]
    fn a_tree_is_walked_by_numbers() {
        let index = index(&["Media/DCIM/1/a.JPG", "Media/DCIM/1/b.txt", "Media/x", "Media 2/y"]);
        let domain = index.domain("CameraRollDomain").unwrap();
        assert_eq!((domain.sums.files, domain.sums.bytes), (4, 40));
        assert_eq!(index.sums, Sums { files: 5, bytes: 45 });
        let top = index.folder(domain.rows.start, 0).unwrap();
        let names: Vec<String> =
            index.children(&top).iter().map(|child| shown(&index, child)).collect();
        assert_eq!(names, ["Media 2/", "Media/", "Empty"]);
        let Some(Child::Folder { rows, .. }) = index.children(&top).into_iter().nth(1) else {
            panic!("a folder")
        };
        let media = index.folder(rows.start, 1).unwrap();
        assert_eq!((media.path, media.rows.len()), ("Media/", 5));
        let names: Vec<String> =
            index.children(&media).iter().map(|child| shown(&index, child)).collect();
        assert_eq!(names, ["DCIM/", "x"]);
        assert!(index.folder(rows.start, 9).is_none() && index.folder(1 << 40, 0).is_none());
    }

    fn shown(index: &Index, child: &Child<'_>) -> String {
        match child {
            Child::Folder { name, .. } => format!("{name}/"),
            Child::File(at) => index.entry(*at).unwrap().name().to_owned(),
        }
    }

    #[test]
    fn photos_are_found_and_ids_lead_to_rows() {
        let index = index(&["Media/DCIM/1/a.JPG", "Media/DCIM/1/b.txt", "Media/c.jpg"]);
        assert_eq!(index.photos.len(), 1);
        let photo = index.entry(index.photos[0] as usize).unwrap();
        assert_eq!(photo.name(), "a.JPG");
        assert_eq!(index.find(&photo.id).map(|entry| entry.row), Some(photo.row));
        let kinds = index.kinds.iter().find(|(kind, _)| kind.name == "photos").unwrap();
        assert_eq!(kinds.1, Sums { files: 2, bytes: 20 });
    }
}
