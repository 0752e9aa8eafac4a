//! What happened to a working tree since it was cloned: the receipts of a run.
//!
//! ```text
//! R <BLAKE3> <length> <path>     came in whole
//! M <from> TAB <to>              was moved
//! C <from> TAB <to>              was copied
//! D <path>                       was removed, with everything below it
//! X                              a crash: lines may be missing before this one
//! ```
//!
//! One line each, appended as it happens, so that hashes taken while receiving survive an
//! interruption and the next run need not read everything again. A line cut off by a
//! crash is ignored. The journal can hold a million lines: it is replayed in slices of the
//! payload names, so that memory stays small whatever the backup is.
//!
//! Lines are written after the fact and made durable with the batch. What a crash takes
//! can therefore only be lines, never files, and an `X` says so: from then on a file
//! without a receipt is read again instead of being taken for the base version's.

use std::collections::HashMap;
use std::io::{self, BufRead, Write};

use blake3::Hash;

use crate::disk::DiskFile;
use crate::tree_path::TreePath;

/// Where the content of a changed file comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// It came in during this run with this length and hash.
    Received {
        /// Length in bytes.
        bytes: u64,
        /// BLAKE3 taken while receiving.
        hash: Hash,
    },
    /// It was put in this place without a receipt.
    Unknown,
}

/// Appends to a journal; lines are kept back until [`flush`](JournalWriter::flush).
#[derive(Debug)]
pub struct JournalWriter {
    file: Box<dyn DiskFile>,
    lines: Vec<u8>,
}

impl JournalWriter {
    /// Goes on with the journal in `file`. A half line a crash may have left is closed.
    pub fn new(file: Box<dyn DiskFile>) -> Self {
        Self { file, lines: b"\n".to_vec() }
    }

    /// A file came in whole.
    pub fn received(&mut self, path: &TreePath, bytes: u64, hash: &Hash) {
        self.put(format_args!("R {} {bytes} {path}", hash.to_hex()));
    }

    /// An item was moved.
    pub fn moved(&mut self, from: &TreePath, to: &TreePath) {
        self.put(format_args!("M {from}\t{to}"));
    }

    /// An item was copied.
    pub fn copied(&mut self, from: &TreePath, to: &TreePath) {
        self.put(format_args!("C {from}\t{to}"));
    }

    /// An item was removed.
    pub fn removed(&mut self, path: &TreePath) {
        self.put(format_args!("D {path}"));
    }

    /// The run before ended in a crash.
    pub fn crashed(&mut self) {
        self.put(format_args!("X"));
    }

    /// Bytes of lines that wait for [`flush`](JournalWriter::flush).
    pub fn waiting_bytes(&self) -> usize {
        self.lines.len()
    }

    fn put(&mut self, line: std::fmt::Arguments<'_>) {
        writeln!(self.lines, "{line}").expect("writing to memory cannot fail");
    }

    /// Writes the lines out.
    ///
    /// # Errors
    /// As the disk says; the lines are kept for another attempt.
    pub fn flush(&mut self) -> io::Result<()> {
        self.file.write_all(&self.lines)?;
        self.lines.clear();
        Ok(())
    }
}

/// A range of payload names by their first byte. Files with other names belong to every
/// slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// First byte of the first name.
    pub first: u8,
    /// First byte of the last name.
    pub last: u8,
}

impl Slice {
    /// Everything at once.
    pub const ALL: Self = Self { first: 0, last: 255 };

    /// As many slices as keep a journal of `journal_bytes` small in memory each.
    pub fn for_journal(journal_bytes: u64) -> Vec<Slice> {
        const SLICE_BYTES: u64 = 8 << 20;
        let wanted = journal_bytes.div_ceil(SLICE_BYTES).clamp(1, 256);
        let count = u16::try_from(wanted.next_power_of_two()).unwrap_or(256);
        let step = 256 / count;
        let byte = |number: u16| u8::try_from(number).unwrap_or(u8::MAX);
        (0..count)
            .map(|n| Slice { first: byte(n * step), last: byte(n * step + step - 1) })
            .collect()
    }

    /// Whether a path belongs to the slice.
    pub fn holds(&self, path: &str) -> bool {
        payload_byte(path).is_none_or(|byte| (self.first..=self.last).contains(&byte))
    }
}

/// First byte of a payload's name; `None` for a path that is no payload.
pub fn payload_byte(path: &str) -> Option<u8> {
    let name = path.rsplit('/').next()?;
    let hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    (name.len() == 40 && name.as_bytes().iter().all(hex))
        .then(|| u8::from_str_radix(&name[..2], 16).ok())
        .flatten()
}

/// The changed files of one slice.
#[derive(Debug, Default)]
pub struct Changes {
    files: HashMap<Box<str>, Provenance>,
    crashed: bool,
}

impl Changes {
    /// Where the content of `path` comes from; `None` when it is the base version's.
    pub fn provenance(&self, path: &str) -> Option<Provenance> {
        let known = self.files.get(path).copied();
        known.or(self.crashed.then_some(Provenance::Unknown))
    }
}

/// Replays a journal and returns what the files of `slice` are made of now.
///
/// # Errors
/// As the reader says. Lines that make no sense are passed over: the worst that follows
/// is that a file is read and hashed once more.
pub fn replay(mut journal: impl BufRead, slice: Slice) -> io::Result<Changes> {
    let mut changes = Changes::default();
    let mut line = String::new();
    loop {
        line.clear();
        // A damaged journal may hold a line without end.
        let mut limited = io::Read::take(&mut journal, 16 * 1024);
        match limited.read_line(&mut line) {
            Ok(0) => return Ok(changes),
            Ok(_) if line.ends_with('\n') => {
                apply(&mut changes, line.trim_end_matches('\n'), slice)
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {}
            Err(error) => return Err(error),
        }
    }
}

fn apply(changes: &mut Changes, line: &str, slice: Slice) {
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    let files = &mut changes.files;
    match verb {
        "X" => changes.crashed = true,
        "R" => {
            if let Some((path, received)) = parse_received(rest, slice) {
                files.insert(path.into(), received);
            }
        }
        "M" | "C" => {
            if let Some((from, to)) = rest.split_once('\t')
                && slice.holds(from)
            {
                relocate(files, from, to, verb == "M");
            }
        }
        "D" if slice.holds(rest) => {
            files.remove(rest);
            if payload_byte(rest).is_none() {
                files.retain(|path, _| !is_below(path, rest));
            }
        }
        _ => {}
    }
}

/// A receipt of `slice`; most lines of a long journal are of others, and are told by the
/// path alone.
fn parse_received(rest: &str, slice: Slice) -> Option<(&str, Provenance)> {
    let (hash, rest) = rest.split_once(' ')?;
    let (bytes, path) = rest.split_once(' ')?;
    if !slice.holds(path) {
        return None;
    }
    let hash = Hash::from_hex(hash).ok()?;
    Some((path, Provenance::Received { bytes: bytes.parse().ok()?, hash }))
}

fn relocate(files: &mut HashMap<Box<str>, Provenance>, from: &str, to: &str, moves: bool) {
    let known = if moves { files.remove(from) } else { files.get(from).copied() };
    files.insert(to.into(), known.unwrap_or(Provenance::Unknown));
    if payload_byte(from).is_some() {
        return;
    }
    let below: Vec<Box<str>> = files.keys().filter(|p| is_below(p, from)).cloned().collect();
    for path in below {
        let known = if moves { files.remove(&path) } else { files.get(&path).copied() };
        let target = format!("{to}{}", &path[from.len()..]);
        files.insert(target.into(), known.unwrap_or(Provenance::Unknown));
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "3d0d7e5fb2ce288813306e4d4636395e047a3d28";

    fn replayed(lines: &[String], slice: Slice) -> Changes {
        replay(lines.join("\n").as_bytes(), slice).unwrap()
    }

    fn received(path: &str) -> String {
        format!("R {} 5 {path}", blake3::hash(b"hello").to_hex())
    }

    #[test]
    fn a_receipt_follows_its_file_through_moves() {
        let lines = [
            received(&format!("U/Snapshot/3d/{ID}")),
            received("U/Snapshot/Manifest.db"),
            format!("M U/Snapshot/3d/{ID}\tU/3d/{ID}"),
            "M U/Snapshot/Manifest.db\tU/Manifest.db".into(),
            "M U/old\tU/new".into(),
            "D U/Snapshot".into(),
            "R cut off".into(),
        ];
        let changes = replayed(&lines, Slice::ALL);
        let hash = blake3::hash(b"hello");
        let known = Provenance::Received { bytes: 5, hash };
        assert_eq!(changes.provenance(&format!("U/3d/{ID}")), Some(known));
        assert_eq!(changes.provenance("U/Manifest.db"), Some(known));
        assert_eq!(changes.provenance("U/new"), Some(Provenance::Unknown));
        assert_eq!(changes.provenance("U/other"), None);
        assert_eq!(changes.files.len(), 3);
    }

    #[test]
    fn folders_move_and_go_with_what_is_in_them() {
        let lines = [
            received("U/a/x"),
            received("U/b/y"),
            "M U\tU-old".into(),
            "D U-old/b".into(),
            "".into(),
        ];
        let changes = replayed(&lines, Slice::ALL);
        let keys: Vec<&str> = changes.files.keys().map(|key| &**key).collect();
        assert!(keys.contains(&"U-old/a/x") && !keys.contains(&"U-old/b/y"));
    }

    #[test]
    fn after_a_crash_nothing_without_a_receipt_is_taken_on_trust() {
        let changes = replayed(&[received("U/a"), "X".into(), String::new()], Slice::ALL);
        assert!(matches!(changes.provenance("U/a"), Some(Provenance::Received { .. })));
        assert_eq!(changes.provenance("U/b"), Some(Provenance::Unknown));
    }

    #[test]
    fn slices_together_hold_every_payload_once() {
        assert_eq!(Slice::for_journal(0), [Slice::ALL]);
        let slices = Slice::for_journal(100 << 20);
        assert_eq!(slices.len(), 16);
        for byte in 0..=255u8 {
            let path = format!("U/xx/{byte:02x}{}", &ID[2..]);
            assert_eq!(slices.iter().filter(|slice| slice.holds(&path)).count(), 1);
        }
        let outside = Slice { first: 0x40, last: 0xFF };
        assert!(replayed(&[received(&format!("U/3d/{ID}")), "".into()], outside).files.is_empty());
    }

    #[test]
    fn garbage_lines_are_passed_over() {
        let mut bytes = b"\xff\xfe\nR x y\nnonsense\nM onlyone\n".to_vec();
        bytes.extend(received("U/a").as_bytes());
        bytes.push(b'\n');
        assert_eq!(replay(bytes.as_slice(), Slice::ALL).unwrap().files.len(), 1);
    }
}
