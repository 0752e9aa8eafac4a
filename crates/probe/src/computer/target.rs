//! The place for the backup: where it really is, what lies under it, how much fits.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::here::Here;
use crate::probe::Failure;
use crate::recorder::Recorder;
use crate::system;

/// Folders that a program keeps in step with a service: such a program locks, moves and even
/// empties files behind the back of a backup (docs/backup-format.md 12).
const SYNCED: [(&str, &str); 9] = [
    ("OneDrive", "OneDrive"),
    ("Dropbox", "Dropbox"),
    ("iCloudDrive", "iCloud Drive"),
    ("iCloud Drive", "iCloud Drive"),
    ("Mobile Documents", "iCloud Drive"),
    ("Google Drive", "Google Drive"),
    ("GoogleDrive", "Google Drive"),
    ("Nextcloud", "Nextcloud"),
    ("CloudStorage", "a cloud service"),
];

/// More links in a row are a circle.
const LINKS_MAX: usize = 40;

/// Looks at the place, changes nothing.
pub(super) fn look(here: &Here, target: &Path, out: &Recorder) -> Result<(), Failure> {
    let Some(real) = real_place(target, out) else { return Ok(()) };
    if let Some(service) = synced_by(&real) {
        out.fact("here.target_synced_by", service);
    }
    let free = fs4::statvfs(&real).map_err(|error| format!("the room is not told: {error}"))?;
    out.fact("here.target_free_bytes", free.available_space());
    out.fact("here.target_volume_bytes", free.total_space());
    if let Some(left) = files_left(&real) {
        out.fact("here.target_files_left", left);
    }
    let system = system::of(here);
    if let Some(volume) = system.volume(here, &real) {
        out.fact("here.target_format", volume.format);
        out.fact("here.target_mounted_ro", volume.read_only);
    }
    if let Some(bytes) = system.purgeable_bytes(here, &real) {
        out.fact("here.target_lent_bytes", bytes);
    }
    if let Some(bytes) = system.quota_bytes(here, &real) {
        out.fact("here.quota_free_bytes", bytes);
    }
    Ok(())
}

/// The nearest folder that exists, behind all links; `None` when a link leads nowhere, which
/// is recorded.
fn real_place(target: &Path, out: &Recorder) -> Option<PathBuf> {
    let mut place = target.to_path_buf();
    for _ in 0..LINKS_MAX {
        match place.symlink_metadata() {
            Ok(found) => match place.canonicalize() {
                Ok(real) => {
                    if found.is_symlink() {
                        out.fact("here.target_is_link", true);
                    }
                    if !real.is_dir() {
                        out.fact("here.target_no_folder", true);
                        return None;
                    }
                    return Some(real);
                }
                Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                    out.fact("here.target_entered", false);
                    return None;
                }
                // A link whose end is gone: mostly a disk that is not connected.
                Err(_) => {
                    out.fact("here.target_link_broken", true);
                    return None;
                }
            },
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                out.fact("here.target_entered", false);
                return None;
            }
            Err(_) => place = place.parent()?.to_path_buf(),
        }
    }
    None
}

fn synced_by(real: &Path) -> Option<&'static str> {
    real.components().find_map(|component| {
        let name = component.as_os_str().to_string_lossy();
        let known = SYNCED.iter().find(|(folder, _)| {
            // "OneDrive - Contoso" is one too.
            name.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        known.map(|(_, service)| *service)
    })
}

/// How many more files the file system takes, where it counts them. A backup has up to a
/// million and more.
#[cfg(unix)]
fn files_left(real: &Path) -> Option<u64> {
    let told = rustix::fs::statvfs(real).ok()?;
    // File systems without a fixed number of files say 0 of 0.
    (told.f_files > 0).then_some(told.f_favail)
}

#[cfg(not(unix))]
fn files_left(_real: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recorder::Noted;

    fn looked(target: &Path) -> Noted {
        Noted::of(|out| {
            let _ = look(&Here::real(), target, out);
        })
    }

    #[test]
    fn a_folder_that_is_to_be_made_is_measured_where_it_will_be() {
        let folder = tempfile::tempdir().unwrap();
        let noted = looked(&folder.path().join("not/yet"));
        assert!(noted.number("here.target_free_bytes").unwrap() > 0.0);
        assert_eq!(noted.text("here.target_link_broken"), None);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_broken_ones_told() {
        let folder = tempfile::tempdir().unwrap();
        let onedrive = folder.path().join("OneDrive - Contoso");
        std::fs::create_dir(&onedrive).unwrap();
        let link = folder.path().join("Backup");
        std::os::unix::fs::symlink(&onedrive, &link).unwrap();
        let noted = looked(&link);
        assert_eq!(noted.text("here.target_is_link").as_deref(), Some("true"));
        assert_eq!(noted.text("here.target_synced_by").as_deref(), Some("OneDrive"));
        std::fs::remove_dir(&onedrive).unwrap();
        assert!(looked(&link).text("here.target_link_broken").is_some());
        assert!(looked(&link.join("deeper")).text("here.target_link_broken").is_some());
    }

    #[test]
    fn a_file_is_no_place() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(looked(file.path()).text("here.target_no_folder").is_some());
    }

    #[test]
    fn only_whole_names_are_services() {
        assert_eq!(synced_by(Path::new("/x/Dropboxes/y")), None);
        assert_eq!(synced_by(Path::new("/x/Dropbox/y")), Some("Dropbox"));
    }
}
