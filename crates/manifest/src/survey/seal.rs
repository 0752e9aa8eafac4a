//! The backup held against its seal: names and lengths at once, content when it is read.

use super::Payloads;
use crate::FileId;
use crate::seal_book::{SealBook, SealLine};
use crate::tree::{ItemKind, Tree};

/// Differences that are kept; the rest is only counted.
const KEPT_MAX: usize = 100;
/// Read at once while a file is hashed.
const BUFFER_BYTES: usize = 256 << 10;

/// What the seal says.
#[derive(Debug, Default)]
pub(crate) struct SealFacts {
    /// Why the seal cannot be trusted.
    pub(crate) fault: Option<String>,
    /// Differences: path and what differs.
    pub(crate) kept: Vec<(String, &'static str)>,
    pub(crate) count: u64,
    /// Payloads that the seal does not know.
    pub(crate) unknown: u64,
    pub(crate) first_unknown: Option<String>,
}

impl SealFacts {
    pub(super) fn compare(
        tree: &dyn Tree,
        payloads: &mut Payloads,
        book: &dyn SealBook,
        read_content: bool,
    ) -> Self {
        let mut facts = Self::default();
        payloads.expect_seal();
        let fault = book.read(&mut |line| {
            let id = line.path.split_once('/').and_then(|(_, name)| name.parse::<FileId>().ok());
            let known = id.filter(|id| id.payload_path() == line.path);
            match known {
                Some(id) => match payloads.seal(&id, &line.hash) {
                    Some(bytes) if bytes == line.bytes => {}
                    Some(_) => {
                        facts.add(line.path, "It has another length than when it was proven.")
                    }
                    None => facts
                        .add(line.path, "It was there when the backup was proven, and is gone."),
                },
                None => facts.look_at(tree, line, read_content),
            }
        });
        facts.fault = fault.err();
        // A seal that breaks off knows nothing of the rest.
        if facts.fault.is_none() {
            for id in payloads.unsealed() {
                facts.unknown += 1;
                facts.first_unknown.get_or_insert_with(|| id.payload_path());
            }
        }
        facts
    }

    fn add(&mut self, path: &str, text: &'static str) {
        self.count += 1;
        if self.kept.len() < KEPT_MAX {
            self.kept.push((path.to_owned(), text));
        }
    }

    /// Status.plist and the like: few, and small but for the list.
    fn look_at(&mut self, tree: &dyn Tree, line: SealLine<'_>, read_content: bool) {
        let item = tree.look(line.path).ok().flatten();
        match item.filter(|item| item.kind == ItemKind::Regular) {
            None => self.add(line.path, "It was there when the backup was proven, and is gone."),
            Some(item) if item.bytes != line.bytes => {
                self.add(line.path, "It has another length than when it was proven.");
            }
            Some(_) if read_content => match hash(tree, line.path) {
                Ok(found) if found == line.hash => {}
                Ok(_) => self.add(line.path, "Its content is not what was proven."),
                Err(_) => self.add(line.path, "It cannot be read any more."),
            },
            Some(_) => {}
        }
    }
}

fn hash(tree: &dyn Tree, path: &str) -> std::io::Result<[u8; 32]> {
    use std::io::Read;
    let mut file = tree.open(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(*hasher.finalize().as_bytes()),
            count => drop(hasher.update(&buffer[..count])),
        }
    }
}
