//! Manifest.mbdb: the list of files of iOS 5 to 9 (docs/backup-format.md 7).
//!
//! ```text
//! "mbdb" 05 00, then records to the end, all numbers high byte first:
//!   text domain, path, link target · bytes digest, key · u16 mode · u64 inode
//!   u32 uid, gid, mtime, two more times · u64 size · u8 class · u8 count × (text, bytes)
//! text, bytes = u16 length (FFFF: absent) and content
//! ```

use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;

use crate::Record;
use crate::db::{DbFault, Reading};
use crate::tree::{ItemKind, ReadSeek, Tree};

/// What a list begins with.
const MAGIC: &[u8; 6] = b"mbdb\x05\x00";
/// Read at once.
const BUFFER_BYTES: usize = 128 << 10;

/// A Manifest.mbdb.
pub(crate) struct Mbdb<'t> {
    tree: &'t dyn Tree,
}

/// One record.
pub(crate) struct OldRow {
    pub(crate) domain: String,
    pub(crate) record: Record<'static>,
}

impl<'t> Mbdb<'t> {
    /// Looks whether it is one.
    pub(crate) fn open(tree: &'t dyn Tree) -> Result<Self, DbFault> {
        let item = tree.look("Manifest.mbdb")?.ok_or(DbFault::Missing)?;
        if item.kind != ItemKind::Regular {
            return Err(DbFault::NotAFile);
        }
        let list = Self { tree };
        list.front().map(|_| list)
    }

    fn front(&self) -> Result<Source<'t>, DbFault> {
        let file = self.tree.open("Manifest.mbdb")?;
        let mut source = Source { file: BufReader::with_capacity(BUFFER_BYTES, file), at: 0 };
        match source.array() {
            Ok(Some(front)) if front == *MAGIC => Ok(source),
            Ok(_) => Err(DbFault::NotAnOldList),
            Err(error) => Err(error.into()),
        }
    }

    /// Visits every record until `visit` breaks. One that breaks off ends the list: nothing
    /// says where the next begins.
    pub(crate) fn read(
        &self,
        visit: &mut dyn FnMut(OldRow) -> ControlFlow<()>,
    ) -> Result<Reading, DbFault> {
        let mut source = self.front()?;
        let mut reading = Reading::default();
        loop {
            let at = source.at;
            match source.record() {
                Ok(Some(row)) => {
                    reading.rows += 1;
                    if visit(row).is_break() {
                        reading.stopped = true;
                        return Ok(reading);
                    }
                }
                Ok(None) => {
                    // An end between two records is the end of the list.
                    reading.fault = (source.at > at).then_some(DbFault::OldCutOff { at });
                    return Ok(reading);
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
}

struct Source<'t> {
    file: BufReader<Box<dyn ReadSeek + Send + 't>>,
    at: u64,
}

impl Source<'_> {
    /// The next record; none at the end, or where the list breaks off.
    fn record(&mut self) -> io::Result<Option<OldRow>> {
        let Some(domain) = self.text()? else { return Ok(None) };
        let Some(path) = self.text()? else { return Ok(None) };
        let Some(target) = self.bytes()? else { return Ok(None) };
        let Some(digest) = self.bytes()? else { return Ok(None) };
        let Some(key) = self.bytes()? else { return Ok(None) };
        let Some(fixed) = self.array::<40>()? else { return Ok(None) };
        for _ in 0..fixed[39] {
            let (name, value) = (self.bytes()?, self.bytes()?);
            if name.is_none() || value.is_none() {
                return Ok(None);
            }
        }
        let number = |from: usize, to: usize| {
            fixed[from..to].iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte))
        };
        let signed = |from: usize| i64::from((number(from, from + 4) as u32).cast_signed());
        let record = Record {
            relative_path: path.into(),
            mode: number(0, 2) as u32,
            inode: number(2, 10),
            user_id: signed(10),
            group_id: signed(14),
            last_modified: signed(18),
            last_status_change: signed(22),
            birth: signed(26),
            size: number(30, 38),
            protection_class: fixed[38].into(),
            target: target.map(|text| String::from_utf8_lossy(&text).into_owned().into()),
            digest: digest.map(Into::into),
            encryption_key: key.map(Into::into),
            ..Record::default()
        };
        Ok(Some(OldRow { domain, record }))
    }

    /// A text that may be absent, which reads as empty; none where the list ends.
    fn text(&mut self) -> io::Result<Option<String>> {
        let bytes = self.bytes()?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()))
    }

    /// Bytes that may be absent; none where the list ends.
    fn bytes(&mut self) -> io::Result<Option<Option<Vec<u8>>>> {
        let Some(length) = self.array::<2>()? else { return Ok(None) };
        let length = u16::from_be_bytes(length);
        if length == u16::MAX {
            return Ok(Some(None));
        }
        let mut bytes = vec![0; length.into()];
        Ok(self.fill(&mut bytes)?.then_some(Some(bytes)))
    }

    fn array<const N: usize>(&mut self) -> io::Result<Option<[u8; N]>> {
        let mut bytes = [0; N];
        Ok(self.fill(&mut bytes)?.then_some(bytes))
    }

    /// Fills `out`; false where the list ends before.
    fn fill(&mut self, out: &mut [u8]) -> io::Result<bool> {
        let mut filled = 0;
        while filled < out.len() {
            match self.file.read(&mut out[filled..]) {
                Ok(0) => return Ok(false),
                Ok(count) => (filled, self.at) = (filled + count, self.at + count as u64),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }
}

/// Writes a list, for making test backups.
pub(crate) fn write<'a>(rows: impl Iterator<Item = (&'a str, Record<'a>)>) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    let put = |out: &mut Vec<u8>, bytes: Option<&[u8]>| match bytes {
        None => out.extend([0xFF; 2]),
        Some(bytes) => {
            out.extend(u16::try_from(bytes.len()).unwrap_or(u16::MAX - 1).to_be_bytes());
            out.extend(bytes);
        }
    };
    for (domain, record) in rows {
        put(&mut out, Some(domain.as_bytes()));
        put(&mut out, Some(record.relative_path.as_bytes()));
        put(&mut out, record.target.as_deref().map(str::as_bytes));
        put(&mut out, record.digest.as_deref());
        put(&mut out, record.encryption_key.as_deref());
        out.extend((record.mode as u16).to_be_bytes());
        out.extend(record.inode.to_be_bytes());
        let ids = [record.user_id, record.group_id];
        let times = [record.last_modified, record.last_status_change, record.birth];
        ids.iter().chain(&times).for_each(|number| out.extend((*number as u32).to_be_bytes()));
        out.extend(record.size.to_be_bytes());
        out.extend([record.protection_class as u8, 1]);
        put(&mut out, Some(b"com.example"));
        put(&mut out, Some(b"value"));
    }
    out
}
