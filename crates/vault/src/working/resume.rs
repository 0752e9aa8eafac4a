//! Going on after an interruption: what was left must be what came in.
//!
//! The phone looks only at names and lengths when it resumes. A file torn by a power cut
//! would be taken as complete, so everything in `Snapshot/` is held against the journal
//! first and what does not match is dropped: the phone sends it again.

use std::io::{self, BufReader, Read};
use std::path::Path;

use blake3::Hasher;

use super::{Progress, fault, go_on};
use crate::disk::{Disk, Kind, create_dir_all, remove_all};
use crate::error::StoreError;
use crate::journal::{Changes, Provenance, Slice, payload_byte, replay};
use crate::layout::Layout;

/// What was found in an interrupted working tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResumeReport {
    /// Files already here that the phone need not send again.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files dropped because they were not what came in.
    pub dropped: u64,
    /// The last run did not end in order (crash, power cut), so contents were read.
    pub was_unclean: bool,
}

/// Checks `Snapshot/` of the working tree against the journal.
pub(super) fn check(
    disk: &dyn Disk,
    layout: &Layout,
    progress: Progress<'_>,
) -> Result<ResumeReport, StoreError> {
    let incoming = layout.incoming();
    remove_all(disk, &incoming).map_err(fault("clear", &incoming))?;
    create_dir_all(disk, &incoming).map_err(fault("make the folder", &incoming))?;
    let unclean = layout.unclean();
    let was_unclean = disk.meta(&unclean).map_err(fault("look at", &unclean))?.is_some();
    let mut report = ResumeReport { was_unclean, ..ResumeReport::default() };

    let journal = layout.journal();
    let journal_bytes = disk.meta(&journal).map_err(fault("look at", &journal))?;
    for slice in Slice::for_journal(journal_bytes.map_or(0, |meta| meta.bytes)) {
        let changes = load(disk, layout, slice)?;
        let mut walk = Walk { disk, layout, slice, changes, report: &mut report };
        walk.folder(&format!("{}/Snapshot", layout.udid()), progress)?;
    }
    Ok(report)
}

/// The journal's word on the files of a slice.
pub(crate) fn load(disk: &dyn Disk, layout: &Layout, slice: Slice) -> Result<Changes, StoreError> {
    let journal = layout.journal();
    let exists = disk.meta(&journal).map_err(fault("look at", &journal))?.is_some();
    if !exists {
        return Ok(Changes::default());
    }
    let file = disk.open(&journal).map_err(fault("open", &journal))?;
    replay(BufReader::with_capacity(256 * 1024, file), slice).map_err(fault("read", &journal))
}

struct Walk<'a> {
    disk: &'a dyn Disk,
    layout: &'a Layout,
    slice: Slice,
    changes: Changes,
    report: &'a mut ResumeReport,
}

impl Walk<'_> {
    fn folder(&mut self, path: &str, progress: Progress<'_>) -> Result<(), StoreError> {
        let place = self.layout.working().join(path);
        let kind = self.disk.meta(&place).map_err(fault("look at", &place))?;
        if kind.is_none_or(|meta| meta.kind != Kind::Folder) {
            return Ok(());
        }
        for item in self.disk.list(&place).map_err(fault("list", &place))? {
            let path = format!("{path}/{}", item.name);
            match item.meta.kind {
                Kind::Folder => self.folder(&path, progress)?,
                Kind::File if self.is_mine(&path) => self.file(&path, item.meta.bytes)?,
                _ => {}
            }
        }
        go_on(progress, self.report.files, &place)
    }

    /// Files that are no payloads belong to every slice and are counted with the first.
    fn is_mine(&self, path: &str) -> bool {
        self.slice.holds(path) && (self.slice.first == 0 || payload_byte(path).is_some())
    }

    fn file(&mut self, path: &str, bytes: u64) -> Result<(), StoreError> {
        let place = self.layout.working().join(path);
        let as_received = match self.changes.provenance(path) {
            Some(Provenance::Received { bytes: expected, hash }) => {
                expected == bytes
                    && (!self.report.was_unclean
                        || hash_file(self.disk, &place).is_ok_and(|(found, _)| found == hash))
            }
            _ => false,
        };
        if as_received {
            self.report.files += 1;
            self.report.bytes += bytes;
        } else {
            self.disk.remove_file(&place).map_err(fault("drop", &place))?;
            self.report.dropped += 1;
        }
        Ok(())
    }
}

/// BLAKE3 and length of a file.
pub(crate) fn hash_file(disk: &dyn Disk, path: &Path) -> io::Result<(blake3::Hash, u64)> {
    let mut file = disk.open(path)?;
    let mut hasher = Hasher::new();
    let mut buffer = vec![0; 128 * 1024];
    let mut bytes = 0;
    loop {
        let len = file.read(&mut buffer)?;
        if len == 0 {
            return Ok((hasher.finalize(), bytes));
        }
        hasher.update(&buffer[..len]);
        bytes += len as u64;
    }
}
