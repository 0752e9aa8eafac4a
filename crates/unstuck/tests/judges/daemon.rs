//! A real `usbmuxd` hangs, is found hanging, and is restarted by the act.
//!
//! Debian's has its socket in /run and nowhere else, so it gets a /run of its own: a private mount
//! of a folder of the test. It needs no right on the machine where users may have namespaces;
//! elsewhere the test says so and is passed over.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::room::{Room, Said, finish, objects_of, result};

/// Begins it and leaves its number in a file; so does the supervisor.
const BEGIN: &str = "PATH=$PATH:/usr/sbin:/sbin\n\
    unshare -rm sh -c \"mount --bind '$RUN' /run && exec usbmuxd -f\" \
    </dev/null >/dev/null 2>&1 &\n\
    echo $! >\"$RUN/number\"\n";

/// A running `usbmuxd`, until dropped.
struct Daemon {
    run: PathBuf,
    room: Room,
}

impl Daemon {
    /// `None` where there may be no private mounts.
    fn begin() -> Option<Self> {
        let may = Command::new("unshare").args(["-rm", "true"]).stderr(Stdio::null()).status();
        if !may.is_ok_and(|status| status.success()) {
            eprintln!("passed over: this user may not have a mount namespace (unshare -rm)");
            return None;
        }
        let room = Room::new();
        let run = room.path("run");
        std::fs::create_dir(&run).unwrap();
        let daemon = Self { run, room };
        let mut begin = Command::new("sh");
        begin.args(["-c", BEGIN]).env("RUN", &daemon.run);
        assert!(begin.status().unwrap().success());
        daemon.wait_until_it_answers();
        Some(daemon)
    }

    fn wait_until_it_answers(&self) {
        for _ in 0..5_000 {
            if self.run(&["devices"]).out.contains("No iPhone is in reach") {
                return;
            }
        }
        panic!("usbmuxd does not start: is the package usbmuxd installed?");
    }

    fn number(&self) -> String {
        std::fs::read_to_string(self.run.join("number")).unwrap().trim().to_owned()
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.number()]).status();
        assert!(sent.unwrap().success());
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.room.command(arguments);
        let socket = format!("UNIX:{}", self.run.join("usbmuxd").display());
        command.env("USBMUXD_SOCKET_ADDRESS", socket);
        command
    }

    fn run(&self, arguments: &[&str]) -> Said {
        finish(self.command(arguments).spawn().unwrap())
    }

    fn run_json(&self, arguments: &[&str]) -> (Said, Vec<Value>) {
        objects_of(finish(self.command(arguments).arg("--json").spawn().unwrap()))
    }

    /// A program that ends it for good and begins another.
    fn supervisor(&self) -> String {
        use std::os::unix::fs::PermissionsExt;
        let text = format!(
            "#!/bin/sh\nRUN='{}'\nkill -KILL \"$(cat \"$RUN/number\")\"\n\
             rm -f \"$RUN/usbmuxd\" \"$RUN/usbmuxd.pid\"\n{BEGIN}",
            self.run.display()
        );
        let path = self.room.file("supervisor", &text);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-KILL", &self.number()]).status();
    }
}

#[test]
fn a_real_daemon_that_hangs_is_found_and_restarted() {
    let Some(daemon) = Daemon::begin() else { return };
    let supervisor = daemon.supervisor();
    let first = daemon.number();
    daemon.signal("-STOP");
    let (said, objects) = daemon.run_json(&["devices", "--patience", "0.1"]);
    assert_eq!((said.code, &result(&objects)["cause"]), (6, &"usb-stack".into()), "{said:?}");
    let words = ["fix", "restart-host-service", "--yes", "1", "--supervisor", &supervisor];
    let (said, objects) = daemon.run_json(&[&words[..], &["--patience", "0.3"]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    let check = &result(&objects)["check"];
    assert_eq!((&check["after"], &check["held"]), (&"answers".into(), &true.into()), "{check}");
    assert_ne!(check["before"], "answers", "{check}");
    assert_ne!(daemon.number(), first, "another daemon runs now");
    daemon.wait_until_it_answers();
}

#[test]
fn rescue_finds_the_hanging_daemon_by_itself() {
    let Some(daemon) = Daemon::begin() else { return };
    let supervisor = daemon.supervisor();
    daemon.signal("-STOP");
    let words = ["rescue", "--yes", "1", "--supervisor", &supervisor, "--patience", "0.3"];
    let (said, objects) = daemon.run_json(&words);
    // There is no iPhone behind it: that is what is left to be said.
    assert_eq!(said.code, 5, "{said:?}");
    let act = objects.iter().find(|object| object["type"] == "act").unwrap();
    assert_eq!(act["remedy"], "restart-host-service");
    assert_eq!(act["settled"], "done", "{act}");
    assert_eq!(result(&objects)["ending"], "needs-you");
}
