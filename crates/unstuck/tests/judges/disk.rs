//! The disk hangs under a real `idevicebackup2`: a file system of Debian's `bindfs` that is
//! stopped, as a network share that went away or a dying disk does. The phone is not to blame.
//!
//! Where a user may mount nothing by FUSE, the test says so and is passed over.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::room::{Room, Running};
use crate::tools::debian_begins;

/// A folder that shows another one, until dropped.
struct Mount {
    shown: PathBuf,
    bindfs: Child,
}

impl Mount {
    /// `None` where nothing may be mounted.
    fn begin(room: &Room) -> Option<Self> {
        let (source, shown) = (room.path("source"), room.path("shown"));
        std::fs::create_dir(&source).unwrap();
        std::fs::create_dir(&shown).unwrap();
        std::fs::write(source.join("is-there"), "").unwrap();
        let mut bindfs = Command::new("bindfs");
        bindfs.arg("-f").args([&source, &shown]).stdin(Stdio::null()).stderr(Stdio::null());
        let mut mount = Self { bindfs: bindfs.spawn().ok()?, shown };
        while !mount.shown.join("is-there").exists() {
            if mount.bindfs.try_wait().unwrap().is_some() {
                eprintln!("passed over: bindfs cannot mount here (/dev/fuse)");
                return None;
            }
            std::thread::yield_now();
        }
        Some(mount)
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.bindfs.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // Its end unmounts; whoever waits for it gets an error.
        let id = self.bindfs.id().to_string();
        let _ = Command::new("kill").args(["-CONT", &id]).status();
        let _ = Command::new("kill").args(["-TERM", &id]).status();
        let _ = self.bindfs.wait();
    }
}

#[test]
fn a_disk_that_hangs_is_blamed_and_not_the_phone() {
    let room = Room::new();
    let Some(mount) = Mount::begin(&room) else { return };
    let simulator = room.simulator("healthy", &["pace.bytes_per_second=500000"]);
    let place = mount.shown.to_str().unwrap();
    let arguments = ["watch", place, "--patience", "0.05"];
    let mut watching = Running::start(simulator.command(&room, &arguments));
    watching.wait_for(|one| one["type"] == "watching" && one["udid"].is_string());
    let arguments = ["backup", "--full", place];
    let mut maker = debian_begins("idevicebackup2", &simulator, &room, &arguments);
    watching.wait_for(|one| one["stage"] == "sending" && one["verdict"] == "moving");
    mount.signal("-STOP");
    // It says so while the disk hangs. To be gone it may need the disk: a look that waits in the
    // kernel for a name another program asks for cannot be ended by anybody.
    let last = watching.wait_for(|one| one["type"] == "result");
    drop(mount);
    let _ = maker.kill();
    let _ = maker.wait();
    let (status, _) = watching.rest();
    assert_eq!((status.code(), &last["outcome"]), (Some(6), &"stalled".into()), "{last}");
    assert_eq!((&last["stage"], &last["waiting_for"]), (&"sending".into(), &"disk".into()));
    assert_eq!(last["cause"], "target-filesystem", "{last}");
}
