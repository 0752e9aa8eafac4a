use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use unstuck_manifest::FolderName;
use unstuck_vault::keep::{Note, Noted, notes};
use unstuck_vault::version::{self, Version, open_seal};
use unstuck_vault::{Disk, Layout, RealDisk, VaultLock, lock, version_time};

use crate::commands::source::Source;
use crate::home;
use crate::report::{Report, code};

/// Where the versions lie.
#[derive(Debug, Clone, Args)]
pub(crate) struct Where {
    /// The place for backups, if it is not Unstuck's own.
    #[arg(long = "in", value_name = "DIR", global = true)]
    pub(crate) place: Option<PathBuf>,

    /// UDID of the iPhone, when there are backups of several.
    #[arg(long, value_name = "UDID", global = true)]
    pub(crate) device: Option<String>,
}

/// The versions of one phone.
pub(crate) struct Phone {
    pub(crate) layout: Layout,
    pub(crate) versions: Vec<Known>,
}

/// A version and what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) version: Version,
    /// What its seal says of it.
    pub(crate) about: Vec<(String, String)>,
    /// What the last reading came to; none since it was made.
    pub(crate) note: Option<Note>,
}

/// How sure it is that a version is sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Soundness {
    /// It was proven when it was made, or since.
    Proven,
    /// Files of it are damaged.
    Damaged(u64),
    /// It has no seal, or one that says nothing.
    Unproven,
}

impl Where {
    /// The folder.
    pub(crate) fn folder(&self) -> Result<PathBuf, Report> {
        if let Some(folder) = &self.place {
            return Ok(std::path::absolute(folder).unwrap_or_else(|_| folder.clone()));
        }
        let home = home::home().ok_or_else(|| {
            Report::new(code::PLACE, "There is no place for backups.")
                .saw("This system names no home folder.")
                .next("Name the place with --in DIR.")
        })?;
        Ok(home.join("backups"))
    }

    /// All phones with versions, by UDID.
    pub(crate) fn phones(&self) -> Result<Vec<Phone>, Report> {
        let folder = self.folder()?;
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let mut names: Vec<String> = names
            .filter(|name| FolderName::parse(name).is_some_and(|name| name.archived.is_none()))
            .filter(|name| self.device.as_ref().is_none_or(|device| device == name))
            .collect();
        names.sort();
        names.iter().map(|udid| Phone::look(Layout::new(&folder, udid))).collect()
    }

    /// The phone that is meant.
    pub(crate) fn phone(&self) -> Result<Phone, Report> {
        let mut phones = self.phones()?;
        phones.retain(|phone| !phone.versions.is_empty());
        if phones.len() > 1 {
            let names: Vec<&str> = phones.iter().map(|phone| phone.layout.udid()).collect();
            return Err(Report::new(code::USAGE, "There are versions of several iPhones here.")
                .saw(names.join(", "))
                .next("Say which with --device UDID."));
        }
        phones.pop().ok_or_else(|| {
            let folder = self.folder().unwrap_or_default();
            Report::new(code::USAGE, "There are no versions here.")
                .saw(format!("{} holds none.", folder.display()))
                .next("Make one with: unstuck backup")
                .next("Or take in a backup of another program with: unstuck versions adopt FOLDER")
        })
    }

    /// A version of the place by its name, or any backup folder.
    pub(crate) fn source(&self, named: &Path) -> Result<Source, Report> {
        let name = named.to_str().filter(|name| *name == "latest" || version_time(name).is_some());
        if let Some(name) = name {
            for phone in self.phones()? {
                let newest = || phone.versions.iter().rfind(|known| known.version.sealed);
                let found = match name {
                    "latest" => newest(),
                    name => phone.versions.iter().find(|known| known.version.name == name),
                };
                if let Some(known) = found {
                    return Ok(Source::at(known.version.backup(phone.layout.udid())));
                }
            }
        }
        Source::find(named)
    }
}

impl Phone {
    pub(crate) fn look(layout: Layout) -> Result<Self, Report> {
        let disk = RealDisk;
        let mut read = notes(&disk, &layout).unwrap_or_default();
        let versions = version::list(&disk, &layout)?;
        let versions = versions.into_iter().map(|version| known(version, &layout, &mut read));
        let versions = versions.collect();
        Ok(Self { layout, versions })
    }

    /// The version of this name; its newest without one.
    pub(crate) fn version(&self, name: Option<&str>) -> Result<&Known, Report> {
        let found = match name.filter(|name| *name != "latest") {
            Some(name) => self.versions.iter().find(|known| known.version.name == name),
            None => self.versions.iter().rfind(|known| known.version.sealed),
        };
        found.ok_or_else(|| {
            Report::new(code::USAGE, "There is no such version.")
                .next("See which there are with: unstuck versions list")
        })
    }

    /// Keeps runs away while versions are changed.
    pub(crate) fn lock(&self) -> Result<VaultLock, Report> {
        lock_of(&self.layout)
    }
}

/// Keeps runs away while versions of a phone are changed.
pub(crate) fn lock_of(layout: &Layout) -> Result<VaultLock, Report> {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    lock(&*disk, layout)?.ok_or_else(|| {
        Report::new(code::FAILED, "A backup of this iPhone is being made at this moment.")
            .next("Let it finish, then run this again.")
            .because("busy-device")
    })
}

fn known(version: Version, layout: &Layout, read: &mut BTreeMap<String, Note>) -> Known {
    let seal = open_seal(&RealDisk, &layout.seal(&version.name));
    let about = seal.map(|seal| seal.about().to_vec()).unwrap_or_default();
    let note = read.remove(&version.name);
    Known { version, about, note }
}

impl Known {
    /// What the seal says.
    pub(crate) fn about(&self, key: &str) -> Option<&str> {
        self.about.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    pub(crate) fn soundness(&self) -> Soundness {
        match self.note.as_ref().map(|note| &note.noted) {
            Some(Noted::Damaged(files)) => Soundness::Damaged(*files),
            _ if self.version.sealed && !self.about.is_empty() => Soundness::Proven,
            _ => Soundness::Unproven,
        }
    }

    /// When it was last read against its seal, in seconds since 1970: the making counts.
    pub(crate) fn proven_at(&self) -> Option<i64> {
        let read = self.note.as_ref().map(|note| note.seconds);
        let made = self.about("proven").and_then(version_time);
        let made = made.or_else(|| version_time(&self.version.name));
        read.or(made).filter(|_| self.version.sealed)
    }
}
