//! What a simulated phone holds: files named by rule and filled from a seed.
//!
//! Nothing is stored. File number `n` of a group has its name, size, class and bytes by
//! computation, so a phone of 50 GB or a million files needs no memory. Time passes in
//! *generations*: with each, some files change, some appear, some go.

pub mod bytes;
mod extras;
mod spec;

pub use spec::{ContentSpec, Group};

use bytes::derive;

/// What kind of entry of the manifest it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link to this target.
    Link(String),
}

/// One entry of the phone's file system, as the manifest will list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneFile {
    /// Domain, for example `CameraRollDomain`.
    pub domain: String,
    /// Path inside the domain, empty for its root folder.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// Bytes of a file.
    pub bytes: u64,
    /// Permissions and type as `st_mode` has them.
    pub mode: u32,
    /// Last change, in seconds since 1970.
    pub modified: i64,
    /// Protection class.
    pub class: u32,
    /// Seed of its bytes.
    pub seed: u64,
    /// Inode number.
    pub inode: u64,
}

impl PhoneFile {
    /// Fills `out` with the file's bytes from `offset` on.
    pub fn fill(&self, offset: u64, out: &mut [u8]) {
        bytes::fill(self.seed, offset, out);
    }

    /// The path as a phone would show it in an error.
    pub fn phone_path(&self) -> String {
        let root = match self.domain.as_str() {
            "CameraRollDomain" | "MediaDomain" => "/var/mobile",
            "HomeDomain" => "/var/mobile",
            domain if domain.starts_with("AppDomain") => "/var/mobile/Containers/Data/Application",
            _ => "/var",
        };
        format!("{root}/{}", self.path)
    }
}

/// All files of a phone at one generation.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    spec: ContentSpec,
    seed: u64,
    /// How often time has passed.
    pub generation: u32,
}

/// 2026-01-01, when the simulated phones were set up.
const BORN: i64 = 1_767_225_600;

impl Content {
    /// The files of a phone made of `seed`.
    pub fn new(seed: u64, spec: ContentSpec) -> Self {
        Self { spec, seed, generation: 0 }
    }

    /// What it was made of.
    pub fn spec(&self) -> &ContentSpec {
        &self.spec
    }

    /// Time passes: the owner uses the phone.
    pub fn pass_time(&mut self) {
        self.generation += 1;
    }

    /// All entries, folders and links included, in a fixed order.
    pub fn files(&self) -> impl Iterator<Item = PhoneFile> + '_ {
        let extras = self.spec.extras.then(|| extras::entries(self.seed)).into_iter().flatten();
        let groups = self.spec.groups.iter().enumerate();
        extras.chain(groups.flat_map(|(number, group)| self.group(number, group)))
    }

    /// Regular files only.
    pub fn regular_files(&self) -> impl Iterator<Item = PhoneFile> + '_ {
        self.files().filter(|file| file.kind == Kind::File)
    }

    fn group<'a>(
        &'a self,
        number: usize,
        group: &'a Group,
    ) -> impl Iterator<Item = PhoneFile> + 'a {
        let added = u64::from(self.generation) * self.spec.added;
        let folders = group.folders(group.files + added).map(move |path| PhoneFile {
            domain: group.domain.clone(),
            inode: derive(self.seed, &path, 1) >> 16,
            path,
            kind: Kind::Folder,
            bytes: 0,
            mode: 0o040_755,
            modified: BORN,
            class: 0,
            seed: 0,
        });
        let files = (0..group.files + added).filter(move |index| !self.is_gone(number, *index));
        folders.chain(files.map(move |index| self.file(number, group, index)))
    }

    fn file(&self, group_number: usize, group: &Group, index: u64) -> PhoneFile {
        let identity = derive(self.seed, &group.domain, (group_number as u64) << 40 | index);
        let revision = (1..=self.generation).rev().find(|g| self.changes_at(identity, *g));
        let revision = revision.unwrap_or(0);
        let spread = group.bytes_max.saturating_sub(group.bytes) + 1;
        PhoneFile {
            domain: group.domain.clone(),
            path: group.path(index),
            kind: Kind::File,
            bytes: group.bytes + derive(identity, "size", u64::from(revision)) % spread,
            mode: 0o100_644,
            modified: BORN
                + i64::try_from(index % 8_000_000).unwrap_or(0)
                + i64::from(revision) * 86_400,
            class: group.class,
            seed: derive(identity, "bytes", u64::from(revision)),
            inode: 1000 + index,
        }
    }

    fn changes_at(&self, identity: u64, generation: u32) -> bool {
        derive(identity, "change", u64::from(generation)) % 1000 < self.spec.changed_permille
    }

    /// The first `removed` files that are still there go with each generation.
    fn is_gone(&self, _group: usize, index: u64) -> bool {
        index < u64::from(self.generation) * self.spec.removed
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn content(changed_permille: u64, added: u64, removed: u64) -> Content {
        let spec = ContentSpec {
            groups: vec![Group { files: 500, ..Group::default() }],
            changed_permille,
            added,
            removed,
            ..ContentSpec::default()
        };
        Content::new(1, spec)
    }

    #[test]
    fn names_are_unique_and_the_same_seed_gives_the_same_phone() {
        let content = content(0, 0, 0);
        let names: HashSet<_> = content.files().map(|file| (file.domain, file.path)).collect();
        assert_eq!(names.len(), content.files().count());
        assert!(content.files().eq(content.clone().files()));
    }

    #[test]
    fn time_changes_adds_and_removes_what_was_asked_for() {
        let mut content = content(20, 7, 3);
        let before: Vec<_> = content.regular_files().collect();
        content.pass_time();
        let after: Vec<_> = content.regular_files().collect();
        assert_eq!(after.len(), before.len() + 7 - 3);
        let seeds: HashSet<u64> = before.iter().map(|file| file.seed).collect();
        let fresh = after.iter().filter(|file| !seeds.contains(&file.seed)).count();
        assert!((8..40).contains(&fresh), "{fresh} of 500 at 2 %, and 7 new ones");
        content.pass_time();
        assert_eq!(content.regular_files().count(), before.len() + 2 * 4);
    }
}
