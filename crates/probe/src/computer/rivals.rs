//! Other programs that make a backup just now, hold the phone, or could.

use std::process;

use crate::here::Here;
use crate::recorder::Recorder;
use crate::system::{self, Process};

/// Programs whose being there means that a backup or restore runs.
pub(crate) const AT_WORK: [&str; 5] = [
    "idevicebackup2",
    "idevicebackup",
    // Apple's own worker, on the Mac and in iTunes; it ends with the backup.
    "AppleMobileBackup",
    "MobileBackup",
    "pymobiledevice3",
];

/// Programs known to take hold of phones: importers, mounters, managers, virtual machines.
const MEDDLERS: [&str; 20] = [
    "gvfs-gphoto2-volume-monitor",
    "gvfsd-gphoto2",
    "gvfsd-afc",
    "gvfs-afc-volume-monitor",
    "ifuse",
    "shotwell",
    "digikam",
    "darktable",
    "VirtualBoxVM",
    "qemu-system-x86_64",
    "vmware-vmx",
    "iMazing",
    "iMazing Mini",
    "3uTools",
    "Image Capture",
    "Xcode",
    "AltServer",
    "tidevice",
    "go-ios",
    "netmuxd",
];

/// A program that has the phone, or makes a backup of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rival {
    /// Its name.
    pub name: String,
    /// Number of its process.
    pub process: u32,
}

/// Programs that make a backup just now or hold the phone. Blocks for as long as the system
/// takes to answer.
pub fn rivals(here: &Here) -> Vec<Rival> {
    let system = system::of(here);
    let at_work = system
        .processes(here)
        .into_iter()
        .filter(|one| AT_WORK.iter().any(|known| known.eq_ignore_ascii_case(&one.name)));
    let mut found: Vec<Rival> = at_work
        .chain(system.holders(here))
        .filter(|one| one.id != process::id())
        .map(|one| Rival { name: one.name, process: one.id })
        .collect();
    found.sort_by_key(|rival| rival.process);
    found.dedup_by_key(|rival| rival.process);
    found
}

/// Looks through the programs that run.
pub(super) fn look(here: &Here, out: &Recorder) {
    let system = system::of(here);
    let all = system.processes(here);
    let others: Vec<&Process> = all.iter().filter(|one| one.id != process::id()).collect();
    let named = |known: &[&str]| {
        let mut names: Vec<String> = others
            .iter()
            .map(|process| &process.name)
            .filter(|name| known.iter().any(|known| known.eq_ignore_ascii_case(name)))
            .cloned()
            .collect();
        names.sort_unstable();
        names.dedup();
        names.join(", ")
    };
    out.fact("here.programs_seen", others.len() as u64);
    let at_work = named(&AT_WORK);
    if !at_work.is_empty() {
        out.fact("here.backup_made_by", at_work);
    }
    let mut holders: Vec<String> =
        system.holders(here).into_iter().map(|process| process.name).collect();
    holders.dedup();
    if !holders.is_empty() {
        out.fact("here.phone_held_by", holders.join(", "));
    }
    let meddlers = named(&MEDDLERS);
    if !meddlers.is_empty() {
        out.fact("here.could_hold_phone", meddlers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::here::Kind;

    #[test]
    fn a_program_that_makes_a_backup_is_named_with_its_number() {
        let root = tempfile::tempdir().unwrap();
        for (id, name) in [("41", "bash"), ("42", "idevicebackup2")] {
            let folder = root.path().join("proc").join(id);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join("cmdline"), format!("/usr/bin/{name}\0backup\0")).unwrap();
            std::fs::write(folder.join("comm"), format!("{name}\n")).unwrap();
        }
        let found = rivals(&Here::recorded(root.path(), Kind::Linux));
        assert_eq!(found, [Rival { name: "idevicebackup2".into(), process: 42 }]);
    }
}
