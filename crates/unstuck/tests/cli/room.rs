//! A home for one test, and simulated iPhones beside it.

use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tempfile::TempDir;
use unstuck_manifest::build::{Built, Encryption, Entry};
use unstuck_manifest::{Password, Recipe};

const BINARY: &str = env!("CARGO_BIN_EXE_unstuck");

/// A home of its own.
pub(crate) struct Room {
    home: TempDir,
}

/// What a finished command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Room {
    pub(crate) fn new() -> Self {
        Self { home: TempDir::new().unwrap() }
    }

    pub(crate) fn path(&self, rest: &str) -> PathBuf {
        self.home.path().join(rest)
    }

    /// Writes a file into the home and returns its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// A command with nothing of the outside in its environment and no standard input.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command
            .args(arguments)
            .env("UNSTUCK_HOME", self.home.path())
            .env("USBMUXD_SOCKET_ADDRESS", "127.0.0.1:9")
            .env_remove("UNSTUCK_PASSWORD_FILE")
            .env_remove("UNSTUCK_LANGUAGE")
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        finish(self.command(arguments).spawn().unwrap())
    }

    /// Runs with `--json` and returns the objects too.
    pub(crate) fn run_json(&self, arguments: &[&str]) -> (Said, Vec<Value>) {
        let mut command = self.command(arguments);
        objects_of(finish(command.arg("--json").spawn().unwrap()))
    }

    /// Versions of the only phone in `place`, oldest first: the backup in each.
    pub(crate) fn versions(&self, place: &Path) -> Vec<PathBuf> {
        let phones = subfolders(place);
        let [phone] = phones.as_slice() else { return Vec::new() };
        let versions = subfolders(&phone.join("versions"));
        versions.iter().map(|version| version.join(phone.file_name().unwrap())).collect()
    }

    /// Lays a made-up backup down in the home; its folder.
    pub(crate) fn lay_down(&self, built: &Built) -> PathBuf {
        let folder = self.path("made").join(&built.udid);
        for path in built.tree.files() {
            let to = folder.join(&path);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::write(to, built.tree.file(&path).unwrap_or_default()).unwrap();
        }
        folder
    }

    /// A backup of another program, an hour old.
    pub(crate) fn old_backup(&self) -> PathBuf {
        let folder = self.lay_down(&Recipe::new("00008110-0000000000000001").build().unwrap());
        let past = SystemTime::now() - Duration::from_secs(3600);
        let names = std::fs::read_dir(&folder).unwrap().map(|one| one.unwrap().path());
        for path in names.chain([folder.clone()]) {
            std::fs::File::open(path).unwrap().set_modified(past).unwrap();
        }
        folder
    }

    /// A command with a backup password.
    pub(crate) fn command_with(&self, password: &str, arguments: &[&str]) -> Command {
        let mut command = self.command(arguments);
        command.env("UNSTUCK_PASSWORD_FILE", self.file("password", password));
        command
    }

    pub(crate) fn run_json_with(&self, password: &str, arguments: &[&str]) -> (Said, Vec<Value>) {
        objects_of(finish(self.command_with(password, arguments).arg("--json").spawn().unwrap()))
    }

    pub(crate) fn simulator(&self, scenario: &str, set: &[&str]) -> Simulator {
        Simulator::start(self, "127.0.0.1:0", scenario, set)
    }
}

/// An encrypted backup with these files; its password is `unstuck-test`.
pub(crate) fn encrypted(entries: Vec<Entry>) -> Recipe {
    let mut recipe = Recipe::new("00008110-0000000000000001");
    recipe.entries = entries;
    recipe.encryption = Some(Encryption {
        password: Password::from("unstuck-test"),
        first_rounds: 10,
        second_rounds: 10,
        seed: [1; 32],
    });
    recipe
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().unwrap().is_dir());
    let mut folders: Vec<PathBuf> = folders.map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

/// A port nobody listens on now.
pub(crate) fn free_udp_port() -> u16 {
    std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

pub(crate) fn finish(child: Child) -> Said {
    let output = child.wait_with_output().unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn objects_of(said: Said) -> (Said, Vec<Value>) {
    let parse = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
    let objects = said.out.lines().map(parse).collect();
    (said, objects)
}

/// The last object; every command that runs for a while ends with one of type `result`.
pub(crate) fn result(objects: &[Value]) -> &Value {
    let last = objects.last().unwrap();
    assert_eq!(last["type"], "result", "{last}");
    last
}

/// Simulated iPhones behind a socket, until dropped.
pub(crate) struct Simulator {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    pub(crate) address: String,
    pub(crate) phones: Vec<String>,
}

impl Simulator {
    pub(crate) fn start(room: &Room, listen: &str, scenario: &str, set: &[&str]) -> Self {
        let mut command =
            room.command(&["simulate", "--json", "--listen", listen, "--scenario", scenario]);
        for one in set {
            command.args(["--set", one]);
        }
        Self::ready(command)
    }

    /// Phones that announce themselves on a port of their own for multicast DNS.
    pub(crate) fn announced(room: &Room, scenario: &str, mdns_port: &str) -> Self {
        let listen = ["simulate", "--json", "--listen", "127.0.0.1:0"];
        let mut command = room.command(&listen);
        command.args(["--scenario", scenario, "--mdns-port", mdns_port]);
        Self::ready(command)
    }

    fn ready(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let phones = ready["phones"].as_array().unwrap();
        Self {
            child,
            lines,
            address: ready["address"].as_str().unwrap().into(),
            phones: phones.iter().map(|udid| udid.as_str().unwrap().into()).collect(),
        }
    }

    /// Number of its process.
    #[cfg(unix)]
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What the phone says of the next restore it took to its end.
    pub(crate) fn restored(&mut self) -> Value {
        let object: Value = serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap();
        assert_eq!(object["type"], "restored", "{object}");
        object
    }

    /// A command that finds these phones.
    pub(crate) fn command(&self, room: &Room, arguments: &[&str]) -> Command {
        let mut command = room.command(arguments);
        command.env("USBMUXD_SOCKET_ADDRESS", &self.address);
        command
    }

    pub(crate) fn run(&self, room: &Room, arguments: &[&str]) -> Said {
        finish(self.command(room, arguments).spawn().unwrap())
    }

    pub(crate) fn run_json(&self, room: &Room, arguments: &[&str]) -> (Said, Vec<Value>) {
        objects_of(finish(self.command(room, arguments).arg("--json").spawn().unwrap()))
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A command under way, with its objects as they come.
pub(crate) struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.arg("--json").stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until an object is as wanted.
    pub(crate) fn wait_for(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let line = self.lines.next().expect("it ended too early").unwrap();
            let object: Value = serde_json::from_str(&line).unwrap();
            if wanted(&object) {
                return object;
            }
        }
    }

    /// Waits for the end and returns the last object.
    pub(crate) fn finish(self) -> (ExitStatus, Value) {
        let (status, mut objects) = self.rest();
        (status, objects.pop().unwrap_or_default())
    }

    /// Waits for the end and returns all objects that were not waited for.
    pub(crate) fn rest(mut self) -> (ExitStatus, Vec<Value>) {
        let lines = self.lines.by_ref();
        let objects = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
        (self.child.wait().unwrap(), objects)
    }
}

impl Drop for Running {
    /// Nothing a test began outlives it; one that cannot be ended is not waited for.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.try_wait();
    }
}
