//! A seal: every name, length and hash of a version (docs/vault.md 3).
//!
//! ```text
//! unstuck seal 1
//! key: value                                  what is known of the version
//!
//! <BLAKE3, 64 hex> <length> <path>            one line a file, in walk order
//! …
//! end <files> <bytes> <BLAKE3 of all above>
//! ```
//!
//! Plain text, so that it can be checked without Unstuck. Lines are in *walk order*:
//! names of each folder sorted by their bytes, a folder's files where its name stands.
//! Two seals can therefore be compared, and a new one made from an old one, in one pass
//! and with two lines in memory.

use std::cmp::Ordering;
use std::io::{self, BufRead, Write};

use blake3::{Hash, Hasher};
use thiserror::Error;

const MAGIC: &str = "unstuck seal 1";

/// One sealed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealEntry {
    /// Path below the version's folder, `/` between components.
    pub path: String,
    /// Length in bytes.
    pub bytes: u64,
    /// BLAKE3 of the content.
    pub hash: Hash,
}

/// Sums of a seal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SealTotals {
    /// Files.
    pub files: u64,
    /// Bytes of all files.
    pub bytes: u64,
}

/// Why a seal cannot be trusted.
#[derive(Debug, Error)]
pub enum SealFault {
    /// Reading failed.
    #[error("the seal cannot be read: {0}")]
    Io(#[from] io::Error),
    /// Another file.
    #[error("not a seal of Unstuck")]
    NotASeal,
    /// A line that is none, or lines out of order.
    #[error("line {line} of the seal is damaged")]
    Line {
        /// Counted from 1.
        line: u64,
    },
    /// The last line is missing or does not match what stands above it.
    #[error("the seal was changed or cut off")]
    Broken,
}

/// Order of paths in a walk: like strings, but `/` sorts before everything else.
pub fn walk_order(a: &str, b: &str) -> Ordering {
    let key = |byte: u8| if byte == b'/' { 0 } else { byte };
    a.bytes().map(key).cmp(b.bytes().map(key))
}

/// Writes a seal.
pub struct SealWriter<W: Write> {
    out: W,
    hasher: Hasher,
    line: Vec<u8>,
    totals: SealTotals,
    last: String,
}

impl<W: Write> SealWriter<W> {
    /// Begins with what is known of the version. Keys hold no `:`; line breaks in values
    /// become spaces.
    ///
    /// # Errors
    /// As the sink says; so for the other methods.
    pub fn new(out: W, about: &[(String, String)]) -> io::Result<Self> {
        let (line, totals, last) = (Vec::new(), SealTotals::default(), String::new());
        let mut writer = Self { out, hasher: Hasher::new(), line, totals, last };
        writer.line.extend_from_slice(MAGIC.as_bytes());
        writer.put_line()?;
        for (key, value) in about {
            let text = format!("{key}: {value}").replace(['\n', '\r'], " ");
            writer.line.extend_from_slice(text.as_bytes());
            writer.put_line()?;
        }
        writer.put_line()?;
        Ok(writer)
    }

    /// Adds a file. Files come in walk order.
    ///
    /// # Errors
    /// `InvalidInput` when out of order: a seal that cannot be compared is none.
    pub fn add(&mut self, entry: &SealEntry) -> io::Result<()> {
        if self.totals.files > 0 && walk_order(&self.last, &entry.path) != Ordering::Less {
            let text = format!("{} does not follow {}", entry.path, self.last);
            return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
        }
        self.last.clone_from(&entry.path);
        self.totals.files += 1;
        self.totals.bytes += entry.bytes;
        write!(self.line, "{} {} {}", entry.hash.to_hex(), entry.bytes, entry.path)?;
        self.put_line()
    }

    /// Ends the seal and gives the sink back.
    ///
    /// # Errors
    /// As the sink says.
    pub fn finish(mut self) -> io::Result<(W, SealTotals)> {
        let (totals, hash) = (self.totals, self.hasher.finalize());
        writeln!(self.out, "end {} {} {}", totals.files, totals.bytes, hash.to_hex())?;
        Ok((self.out, totals))
    }

    fn put_line(&mut self) -> io::Result<()> {
        self.line.push(b'\n');
        self.hasher.update(&self.line);
        self.out.write_all(&self.line)?;
        self.line.clear();
        Ok(())
    }
}

/// Reads a seal line by line. The end must be reached for it to count as whole.
pub struct SealReader<R: BufRead> {
    input: R,
    hasher: Hasher,
    about: Vec<(String, String)>,
    line: String,
    number: u64,
    totals: SealTotals,
    last: String,
    ended: bool,
}

/// No line of a seal is longer: a path has at most eight components of 255 bytes.
const LINE_BYTES_MAX: u64 = 4096;

impl<R: BufRead> SealReader<R> {
    /// Reads what is known of the version.
    ///
    /// # Errors
    /// [`SealFault`]
    pub fn new(input: R) -> Result<Self, SealFault> {
        let mut reader = Self {
            input,
            hasher: Hasher::new(),
            about: Vec::new(),
            line: String::new(),
            number: 0,
            totals: SealTotals::default(),
            last: String::new(),
            ended: false,
        };
        if !matches!(reader.read_line(), Ok(true)) || reader.line != MAGIC {
            return Err(SealFault::NotASeal);
        }
        loop {
            reader.hash_line();
            if !reader.read_line()? {
                return Err(SealFault::Broken);
            }
            let Some((key, value)) = reader.line.split_once(": ") else { break };
            reader.about.push((key.into(), value.into()));
        }
        if !reader.line.is_empty() {
            return Err(SealFault::Line { line: reader.number });
        }
        reader.hash_line();
        Ok(reader)
    }

    /// What is known of the version.
    pub fn about(&self) -> &[(String, String)] {
        &self.about
    }

    /// Value of one key of it.
    pub fn about_value(&self, key: &str) -> Option<&str> {
        self.about.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// Sums so far; of the whole seal after the last entry.
    pub fn totals(&self) -> SealTotals {
        self.totals
    }

    /// The next file; `None` after the last, once the end was checked.
    ///
    /// # Errors
    /// [`SealFault`]
    pub fn next_entry(&mut self) -> Result<Option<SealEntry>, SealFault> {
        if self.ended {
            return Ok(None);
        }
        if !self.read_line()? {
            return Err(SealFault::Broken);
        }
        if let Some(end) = self.line.strip_prefix("end ") {
            let totals = self.totals;
            let hash = self.hasher.finalize().to_hex();
            let expected = format!("{} {} {hash}", totals.files, totals.bytes);
            self.ended = end == expected;
            return if self.ended { Ok(None) } else { Err(SealFault::Broken) };
        }
        let entry = parse_entry(&self.line).ok_or(SealFault::Line { line: self.number })?;
        if self.totals.files > 0 && walk_order(&self.last, &entry.path) != Ordering::Less {
            return Err(SealFault::Line { line: self.number });
        }
        self.hash_line();
        self.last.clone_from(&entry.path);
        self.totals.files += 1;
        self.totals.bytes += entry.bytes;
        Ok(Some(entry))
    }

    /// Reads a line without its break; false at the end of the file.
    fn read_line(&mut self) -> Result<bool, SealFault> {
        self.line.clear();
        self.number += 1;
        let mut limited = io::Read::take(&mut self.input, LINE_BYTES_MAX);
        limited.read_line(&mut self.line)?;
        if self.line.is_empty() {
            return Ok(false);
        }
        if self.line.pop() != Some('\n') {
            return Err(SealFault::Broken);
        }
        Ok(true)
    }

    fn hash_line(&mut self) {
        self.hasher.update(self.line.as_bytes());
        self.hasher.update(b"\n");
    }
}

fn parse_entry(line: &str) -> Option<SealEntry> {
    let (hash, rest) = line.split_once(' ')?;
    let (bytes, path) = rest.split_once(' ')?;
    let hash = Hash::from_hex(hash).ok()?;
    Some(SealEntry { path: path.into(), bytes: bytes.parse().ok()?, hash })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(path: &str) -> SealEntry {
        let hash = blake3::hash(path.as_bytes());
        SealEntry { path: path.into(), bytes: path.len() as u64, hash }
    }

    fn sealed(paths: &[&str]) -> Vec<u8> {
        let about = vec![("udid".to_string(), "U".to_string())];
        let mut writer = SealWriter::new(Vec::new(), &about).unwrap();
        paths.iter().for_each(|path| writer.add(&entry(path)).unwrap());
        writer.finish().unwrap().0
    }

    fn read(bytes: &[u8]) -> Result<Vec<String>, SealFault> {
        let mut reader = SealReader::new(bytes)?;
        let mut paths = Vec::new();
        while let Some(entry) = reader.next_entry()? {
            paths.push(entry.path);
        }
        Ok(paths)
    }

    #[test]
    fn a_seal_reads_back_in_walk_order() {
        let paths = ["00/a", "00/b", "00-x", "Info.plist", "ff/a"];
        assert_eq!(read(&sealed(&paths)).unwrap(), paths);
        let reader = SealReader::new(sealed(&paths).as_slice().to_vec().leak() as &[u8]).unwrap();
        assert_eq!(reader.about_value("udid"), Some("U"));
    }

    #[test]
    fn lines_out_of_order_are_refused_on_both_sides() {
        let mut writer = SealWriter::new(Vec::new(), &[]).unwrap();
        writer.add(&entry("b")).unwrap();
        assert!(writer.add(&entry("a")).is_err());
        assert!(writer.add(&entry("b")).is_err());
    }

    proptest! {
        #[test]
        fn any_changed_or_missing_byte_is_noticed(
            at in 0usize..1000,
            flip in 1u8..=255,
            cut: bool,
        ) {
            let mut bytes = sealed(&["00/a", "00/b", "Info.plist"]);
            let at = at % bytes.len();
            if cut { bytes.truncate(at); } else { bytes[at] ^= flip; }
            prop_assert!(read(&bytes).is_err());
        }
    }
}
