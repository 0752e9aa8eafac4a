//! Where things lie (docs/vault.md 1).
//!
//! ```text
//! DIR/<UDID>/
//!     versions/<UTC time>/<UDID>/     whole backups in Apple's layout, never changed
//!     versions/<UTC time>/seal        every name, length and hash of it
//!     latest                          points at the newest version
//!     working/<UDID>/                 what the phone sees while a run goes on
//!     run/journal                     what came in, what moved, what went
//!     run/incoming/                   files not yet whole
//!     run/base                        the version `working` was cloned from
//!     run/unclean                     there while a run is under way
//!     aside/<UTC time>/               working trees set aside, never deleted by us
//!     proofs                          when versions were last read again
//!     leaving/, adopting/             versions on their way out and in
//!     lock                            held by the run that is under way
//! ```

use std::path::{Path, PathBuf};

use time::OffsetDateTime;
use time::macros::format_description;

/// Paths of everything kept of one phone.
#[derive(Clone, Debug)]
pub struct Layout {
    root: PathBuf,
    udid: String,
}

impl Layout {
    /// Below `dir`, the folder the person chose.
    pub fn new(dir: &Path, udid: &str) -> Self {
        Self { root: dir.join(udid), udid: udid.into() }
    }

    /// UDID of the phone.
    pub fn udid(&self) -> &str {
        &self.udid
    }

    /// Folder of the phone.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All versions.
    pub fn versions(&self) -> PathBuf {
        self.root.join("versions")
    }

    /// One version.
    pub fn version(&self, name: &str) -> PathBuf {
        self.versions().join(name)
    }

    /// Seal of a version.
    pub fn seal(&self, name: &str) -> PathBuf {
        self.version(name).join(SEAL)
    }

    /// The pointer to the newest version.
    pub fn latest(&self) -> PathBuf {
        self.root.join("latest")
    }

    /// The working tree: the backup root as the phone sees it.
    pub fn working(&self) -> PathBuf {
        self.root.join("working")
    }

    /// The working tree while it is being cloned.
    pub fn working_new(&self) -> PathBuf {
        self.root.join("working.new")
    }

    /// The phone's own folder in the working tree.
    pub fn working_backup(&self) -> PathBuf {
        self.working().join(&self.udid)
    }

    /// Notes about the run under way.
    pub fn run(&self) -> PathBuf {
        self.root.join("run")
    }

    /// Files not yet whole.
    pub fn incoming(&self) -> PathBuf {
        self.run().join("incoming")
    }

    /// What came in, what moved, what went.
    pub fn journal(&self) -> PathBuf {
        self.run().join("journal")
    }

    /// The version the working tree was cloned from.
    pub fn base(&self) -> PathBuf {
        self.run().join("base")
    }

    /// There while a run is under way; still there at the next start after a crash.
    pub fn unclean(&self) -> PathBuf {
        self.run().join("unclean")
    }

    /// What the phone said against the working tree.
    pub fn refused(&self) -> PathBuf {
        self.run().join("refused")
    }

    /// Working trees set aside.
    pub fn aside(&self) -> PathBuf {
        self.root.join("aside")
    }

    /// When versions were last read again, and what came of it.
    pub fn proofs(&self) -> PathBuf {
        self.root.join("proofs")
    }

    /// Versions being removed.
    pub fn leaving(&self) -> PathBuf {
        self.root.join("leaving")
    }

    /// A version being made of a backup of another program.
    pub fn adopting(&self) -> PathBuf {
        self.root.join("adopting")
    }

    /// The lock file.
    pub fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }
}

/// Name of the seal inside a version.
pub(crate) const SEAL: &str = "seal";

/// The name of a version made at `seconds` since 1970: sortable, and without characters
/// any system minds.
pub fn version_name(seconds: i64) -> String {
    let format = format_description!("[year]-[month]-[day]T[hour]-[minute]-[second]Z");
    let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    at.format(&format).unwrap_or_default()
}

/// `20260921-141320`: what Apple's programs put behind the UDID of a backup set aside.
pub(crate) fn archive_stamp(seconds: i64) -> String {
    let format = format_description!("[year][month][day]-[hour][minute][second]");
    let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    at.format(&format).unwrap_or_default()
}

/// Seconds since 1970 of a version's name; `None` when it is no such name.
pub fn version_time(name: &str) -> Option<i64> {
    let format = format_description!("[year]-[month]-[day]T[hour]-[minute]-[second]Z");
    // A second version within one second gets a suffix.
    let stamp = name.split_once('.').map_or(name, |(stamp, _)| stamp);
    time::PrimitiveDateTime::parse(stamp, &format).ok().map(|at| at.assume_utc().unix_timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_names_are_utc_and_sort_by_time() {
        assert_eq!(version_name(1_790_000_000), "2026-09-21T14-13-20Z");
        assert_eq!(version_time("2026-09-21T14-13-20Z"), Some(1_790_000_000));
        assert_eq!(version_time("2026-09-21T14-13-20Z.1"), Some(1_790_000_000));
        assert_eq!(version_time("lost+found"), None);
        assert!(version_name(999_999_999) < version_name(1_000_000_000));
    }
}
