//! Where each file of a backup goes, and the folders above it.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use unstuck_manifest::Listed;

use super::naming::System;
use super::{Arrangement, PARTIAL, Problem};
use crate::disk::{Disk, Kind, remove_all};
use crate::error::StoreError;

/// Deepest path that is made; a phone's are far from it.
const DEPTH_MAX: usize = 64;
/// Where photos lie on the phone (docs/backup-format.md 13).
const PHOTOS: (&str, &str) = ("CameraRollDomain", "Media/");

/// A place for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Below the target folder, `/` between components.
    pub(super) relative: String,
    /// The whole path.
    pub(super) path: PathBuf,
    /// Not the name it has on the phone.
    pub(super) renamed: bool,
    /// Its folder was made by us just now, so nothing of that name is in it.
    pub(super) fresh: bool,
}

pub(super) struct Places<'a> {
    disk: &'a dyn Disk,
    out: &'a Path,
    system: System,
    folds_case: bool,
    arrangement: Arrangement,
    /// Hashes of folded names, where case does not count.
    taken: HashSet<u64>,
    /// Folders known to be real ones all the way down, and whether we made them.
    folders: HashMap<String, bool>,
}

impl<'a> Places<'a> {
    /// Tries out what names the target takes.
    pub(super) fn new(
        disk: &'a dyn Disk,
        out: &'a Path,
        system: System,
        arrangement: Arrangement,
    ) -> Result<Self, StoreError> {
        let probe = out.join(PARTIAL).join("name");
        let fail = || StoreError::at("make a file at", &probe);
        remove_all(disk, &probe).map_err(fail())?;
        drop(disk.create(&probe).map_err(fail())?);
        let shouted = disk.meta(&out.join(PARTIAL).join("NAME"));
        let folds_case = system.folds_case() || matches!(shouted, Ok(Some(_)));
        disk.remove_file(&probe).map_err(fail())?;
        // Disks that were formatted for Windows have its rules everywhere.
        let odd = out.join(PARTIAL).join("a:?*");
        let system = match disk.create(&odd) {
            _ if system == System::Windows => system,
            Ok(file) => {
                drop(file);
                disk.remove_file(&odd).map_err(StoreError::at("remove", &odd))?;
                system
            }
            Err(_) => System::Windows,
        };
        let folders = HashMap::from([(String::new(), false)]);
        let taken = HashSet::new();
        Ok(Self { disk, out, system, folds_case, arrangement, taken, folders })
    }

    /// The path of a file or folder below the target, by its names alone.
    pub(super) fn relative(&self, listed: &Listed<'_>) -> Result<(String, bool), Problem> {
        let (domain, path) = (listed.domain, listed.relative_path);
        let photo = self.arrangement == Arrangement::Photos && domain == PHOTOS.0;
        let photo = photo.then(|| path.strip_prefix(PHOTOS.1)).flatten();
        let (first, rest) = match photo {
            Some(rest) => (None, rest),
            None => (Some(domain), path),
        };
        let mut relative = String::with_capacity(domain.len() + path.len() + 1);
        let mut renamed = false;
        let below = (!rest.is_empty()).then(|| rest.split('/')).into_iter().flatten();
        for (depth, name) in first.into_iter().chain(below).enumerate() {
            let usable = self.system.usable(name).filter(|_| depth < DEPTH_MAX);
            let usable = usable.ok_or(Problem::NoUsableName)?;
            renamed |= usable != name;
            if depth > 0 {
                relative.push('/');
            }
            relative.push_str(&usable);
        }
        Ok((relative, renamed))
    }

    /// A place for a file, its folder made.
    pub(super) fn file(&mut self, listed: &Listed<'_>) -> Result<Spot, Failed> {
        let (mut relative, mut renamed) = self.relative(listed)?;
        if self.folds_case && !self.take(&relative) {
            let hex = listed.id.to_string();
            relative = beside(&relative, &format!("~{}", &hex[..8]));
            renamed = true;
            self.take(&relative);
        }
        let above = relative.rsplit_once('/').map_or("", |(above, _)| above);
        let fresh = self.folder(above)?;
        let path = self.path(&relative);
        Ok(Spot { relative, path, renamed, fresh })
    }

    fn take(&mut self, relative: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        relative.to_lowercase().hash(&mut hasher);
        self.taken.insert(hasher.finish())
    }

    pub(super) fn path(&self, relative: &str) -> PathBuf {
        let mut path = self.out.to_path_buf();
        path.extend(relative.split('/').filter(|part| !part.is_empty()));
        path
    }

    /// Makes a folder and those above it; says whether it was not there before. One that is
    /// a link is not followed: it may lead anywhere.
    pub(super) fn folder(&mut self, relative: &str) -> Result<bool, Failed> {
        if let Some(fresh) = self.folders.get(relative) {
            return Ok(*fresh);
        }
        let above = relative.rsplit_once('/').map_or("", |(above, _)| above);
        let above_fresh = self.folder(above)?;
        let path = self.path(relative);
        let found = match above_fresh {
            true => None,
            false => self.disk.meta(&path).map_err(StoreError::at("look at", &path))?,
        };
        let fresh = match found.map(|meta| meta.kind) {
            Some(Kind::Folder) => false,
            Some(_) => return Err(Problem::InTheWay.into()),
            None => match self.disk.create_dir(&path) {
                Ok(()) => true,
                // One that differs by case only, or a file of the same name.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                    match self.disk.meta(&path).map_err(StoreError::at("look at", &path))? {
                        Some(meta) if meta.kind == Kind::Folder => false,
                        _ => return Err(Problem::InTheWay.into()),
                    }
                }
                Err(error) => return Err(StoreError::at("make the folder", &path)(error).into()),
            },
        };
        self.folders.insert(relative.to_owned(), fresh);
        Ok(fresh)
    }

    /// Where the link at `relative` may point to; `None` when it leads out of the target.
    /// After a name no `..` is taken: the name may be a link itself.
    pub(super) fn link_target<'t>(&self, relative: &str, target: &'t str) -> Option<&'t str> {
        let mut room = relative.split('/').count() - 1;
        let mut named = false;
        if target.is_empty() || target.starts_with('/') || target.contains(['\\', '\0', ':']) {
            return None;
        }
        for part in target.split('/') {
            match part {
                "" | "." => {}
                ".." if named => return None,
                ".." => room = room.checked_sub(1)?,
                part => named = self.system.usable(part).is_some_and(|name| name == part),
            }
        }
        named.then_some(target)
    }
}

/// Why a file has no place.
#[derive(Debug)]
pub(super) enum Failed {
    /// Only this one.
    One(Problem),
    /// Nothing more can be put there.
    All(StoreError),
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self::One(problem)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::All(error)
    }
}

/// A name beside another: `a/b.txt` and ` (2)` make `a/b (2).txt`.
pub(super) fn beside(path: &str, mark: &str) -> String {
    let start = path.rfind('/').map_or(0, |at| at + 1);
    let dot = path[start..].rfind('.').filter(|at| *at > 0).map(|at| at + start);
    let (stem, extension) = path.split_at(dot.unwrap_or(path.len()));
    format!("{stem}{mark}{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_beside_others_keep_their_extension() {
        assert_eq!(beside("a.b/c.txt", " (2)"), "a.b/c (2).txt");
        assert_eq!(beside("a.b/c", " (2)"), "a.b/c (2)");
        assert_eq!(beside("a/.hidden", " (2)"), "a/.hidden (2)");
    }
}
