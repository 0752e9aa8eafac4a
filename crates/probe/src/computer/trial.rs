//! A trial of what a backup does all the time: make files, write them for good, rename one over
//! another, remove them. The only thing a probe changes, and it takes it away again.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, Instant};

use crate::probe::Failure;
use crate::recorder::Recorder;

/// Bytes of the large trial file: enough that a disk of 10 MB/s needs a tenth of a second.
const LARGE_BYTES: usize = 1 << 20;
/// Small files; a backup has fifty thousand and more.
const SMALL_FILES: u32 = 24;
/// Enough is known after this.
const SMALL_TIME_MAX: Duration = Duration::from_millis(1500);

static TRIED: AtomicU32 = AtomicU32::new(0);

/// Tries the place out where it exists; a place that is to be made is tried when it is made.
pub(super) fn run(target: &Path, out: &Recorder) -> Result<(), Failure> {
    if !target.is_dir() {
        return Ok(());
    }
    let number = TRIED.fetch_add(1, Relaxed);
    let name = format!(".unstuck-look-{}-{number}", process::id());
    let trial = Trial { folder: target.join(name) };
    match trial.perform(out) {
        Ok(()) => Ok(()),
        Err(error) => {
            out.fact("here.trial_fault", word(error.kind()));
            out.fact("here.trial_says", error.to_string());
            Ok(())
        }
    }
}

/// What went wrong, in a word rules read.
fn word(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::PermissionDenied => "refused",
        ErrorKind::ReadOnlyFilesystem => "unwritable",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "full",
        ErrorKind::InvalidFilename | ErrorKind::InvalidInput | ErrorKind::Unsupported => "limits",
        _ => "broken",
    }
}

/// A folder that goes away with its trial, whatever happens.
struct Trial {
    folder: PathBuf,
}

impl Drop for Trial {
    fn drop(&mut self) {
        // What cannot be removed was mostly never made.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Trial {
    fn perform(&self, out: &Recorder) -> std::io::Result<()> {
        fs::create_dir(&self.folder)?;
        let old = self.folder.join("old");
        let new = self.folder.join("new");
        File::create(&old)?.write_all(b"old")?;
        let begun = Instant::now();
        let mut file = File::create(&new)?;
        file.write_all(&vec![0x5a; LARGE_BYTES])?;
        let before = Instant::now();
        file.sync_all()?;
        drop(file);
        out.fact("here.trial_sync_ms", milliseconds(before.elapsed()));
        fs::rename(&new, &old)?;
        if fs::metadata(&old)?.len() != LARGE_BYTES as u64 {
            out.fact("here.trial_fault", "broken");
        }
        out.fact("here.trial_ms", milliseconds(begun.elapsed()));
        self.small_files(out)
    }

    fn small_files(&self, out: &Recorder) -> std::io::Result<()> {
        let begun = Instant::now();
        let mut made = 0;
        while made < SMALL_FILES && begun.elapsed() < SMALL_TIME_MAX {
            let path = self.folder.join(format!("{made:08x}"));
            File::create(&path)?.write_all(b"small")?;
            fs::rename(&path, self.folder.join(format!("{made:08x}.kept")))?;
            made += 1;
        }
        let seconds = begun.elapsed().as_secs_f64().max(1e-6);
        out.fact("here.trial_files_a_second", (f64::from(made) / seconds).round());
        Ok(())
    }
}

fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recorder::Noted;

    #[test]
    fn a_trial_measures_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let noted = Noted::of(|out| run(folder.path(), out).unwrap());
        assert!(noted.number("here.trial_files_a_second").unwrap() > 0.0);
        assert!(noted.number("here.trial_sync_ms").is_some());
        assert_eq!(noted.text("here.trial_fault"), None);
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_is_not_there_is_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let noted = Noted::of(|out| run(&folder.path().join("later"), out).unwrap());
        assert!(noted.is_empty());
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn words_are_those_the_rules_read() {
        assert_eq!(word(ErrorKind::PermissionDenied), "refused");
        assert_eq!(word(ErrorKind::StorageFull), "full");
        assert_eq!(word(ErrorKind::NotConnected), "broken");
    }
}
