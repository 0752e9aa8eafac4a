//! An open file and a held lock.

use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use unstuck_vault::disk::{DiskFile, LockGuard};

use super::SimDisk;
use super::state::{Inode, lock};

#[derive(Debug)]
pub(super) struct SimFile {
    pub(super) disk: SimDisk,
    pub(super) inode: Inode,
    pub(super) at: usize,
}

impl Read for SimFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.disk.state().look()?;
        let content = lock(&self.inode);
        let rest = content.bytes.get(self.at..).unwrap_or(&[]);
        let len = rest.len().min(buffer.len());
        buffer[..len].copy_from_slice(&rest[..len]);
        self.at += len;
        Ok(len)
    }
}

impl Write for SimFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.disk.state();
        state.act("write")?;
        let cut = state.cuts_write();
        let bytes = if cut.is_some() { &bytes[..bytes.len().div_ceil(2)] } else { bytes };
        if state.used_bytes + bytes.len() as u64 > state.capacity_bytes {
            return Err(ErrorKind::StorageFull.into());
        }
        state.used_bytes += bytes.len() as u64;
        let mut content = lock(&self.inode);
        if content.durable.is_none() {
            content.durable = Some(content.bytes.clone());
        }
        let end = self.at + bytes.len();
        if content.bytes.len() < end {
            content.bytes.resize(end, 0);
        }
        content.bytes[self.at..end].copy_from_slice(bytes);
        content.modified += 1;
        self.at = end;
        match cut {
            Some(true) => Err(io::Error::other("Input/output error")),
            _ => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for SimFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let length = lock(&self.inode).bytes.len() as i64;
        let at = match to {
            SeekFrom::Start(at) => i64::try_from(at).unwrap_or(i64::MAX),
            SeekFrom::End(by) => length.saturating_add(by),
            SeekFrom::Current(by) => (self.at as i64).saturating_add(by),
        };
        self.at = usize::try_from(at).map_err(|_| ErrorKind::InvalidInput)?;
        Ok(self.at as u64)
    }
}

impl DiskFile for SimFile {
    fn sync(&mut self) -> io::Result<()> {
        self.disk.state().act("sync")?;
        lock(&self.inode).durable = None;
        Ok(())
    }

    fn len_bytes(&self) -> io::Result<u64> {
        Ok(lock(&self.inode).bytes.len() as u64)
    }
}

#[derive(Debug)]
pub(super) struct SimLock {
    pub(super) disk: SimDisk,
    pub(super) path: PathBuf,
}

impl LockGuard for SimLock {}

impl Drop for SimLock {
    fn drop(&mut self) {
        self.disk.state().locks.remove(&self.path);
    }
}
