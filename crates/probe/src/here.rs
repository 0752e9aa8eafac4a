//! This computer, as probes see it: files below a root, variables, and the answers of small
//! programs of the system. In tests the root is a recorded tree and the answers lie in it, so
//! that the very same code reads a Linux, a Mac or a Windows that is not there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, SystemTime};

/// No file of the system that is read is larger; what comes behind is left out.
const BYTES_MAX: u64 = 4 << 20;
/// No answer of a program is read further.
const ANSWER_BYTES_MAX: u64 = 4 << 20;
/// Programs of the system answer at once, or something is wrong with them.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(4);
/// Where a recorded tree keeps the answers of programs.
const ANSWERS: &str = "answers";

/// Which system, for what differs between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Linux, also for other systems with a /proc and a /sys.
    Linux,
    /// macOS.
    Mac,
    /// Windows.
    Windows,
}

/// A computer.
#[derive(Clone, Debug)]
pub struct Here {
    root: PathBuf,
    kind: Kind,
    /// `None` is the real one.
    variables: Option<BTreeMap<String, String>>,
    now: Option<SystemTime>,
}

impl Here {
    /// This computer.
    pub fn real() -> Self {
        let kind = if cfg!(windows) {
            Kind::Windows
        } else if cfg!(target_os = "macos") {
            Kind::Mac
        } else {
            Kind::Linux
        };
        Self { root: PathBuf::from("/"), kind, variables: None, now: None }
    }

    /// A recorded one: files below `root`; the answer of `program a b` in
    /// `root/answers/program a b`.
    pub fn recorded(root: &Path, kind: Kind) -> Self {
        let variables = Some(BTreeMap::new());
        Self { root: root.to_path_buf(), kind, variables, now: None }
    }

    /// The same with a variable set. Has no effect on the real one.
    pub fn with_variable(mut self, name: &str, value: &str) -> Self {
        if let Some(variables) = &mut self.variables {
            variables.insert(name.to_owned(), value.to_owned());
        }
        self
    }

    /// The same at another time.
    pub fn at(mut self, now: SystemTime) -> Self {
        self.now = Some(now);
        self
    }

    /// Its system.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What its clock shows.
    pub fn now(&self) -> SystemTime {
        self.now.unwrap_or_else(SystemTime::now)
    }

    /// Where a file of its system lies. Paths begin at the root.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path.trim_start_matches('/'))
    }

    /// A variable of the environment, unless it is empty.
    pub fn variable(&self, name: &str) -> Option<String> {
        let value = match &self.variables {
            Some(variables) => variables.get(name).cloned(),
            None => std::env::var(name).ok(),
        };
        value.filter(|value| !value.is_empty())
    }

    /// The person's home folder.
    pub fn home(&self) -> Option<PathBuf> {
        self.variable("HOME").or_else(|| self.variable("USERPROFILE")).map(PathBuf::from)
    }

    /// A file of the system, as far as it is text; `None` when it is not there or not for us.
    pub fn text(&self, path: &str) -> Option<String> {
        let mut bytes = Vec::new();
        File::open(self.path(path)).ok()?.take(BYTES_MAX).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The first line of a file, trimmed.
    pub fn line(&self, path: &str) -> Option<String> {
        Some(self.text(path)?.lines().next()?.trim().to_owned())
    }

    /// A number in a file of its own, as /sys has them.
    pub fn number(&self, path: &str) -> Option<f64> {
        self.line(path)?.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// Names in a folder, in order; empty when there is none.
    pub fn names(&self, path: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(path)).into_iter().flatten().flatten();
        let mut names: Vec<String> =
            entries.take(100_000).map(|entry| entry.file_name().to_string_lossy().into()).collect();
        names.sort_unstable();
        names
    }

    /// Whether there is a file, folder or socket of this name.
    pub fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// What a program of the system prints, within a few seconds; `None` when it is not there,
    /// fails without a word or does not end. It is given no input and none of our files.
    pub fn answer(&self, program: &str, arguments: &[&str]) -> Option<String> {
        if self.variables.is_some() {
            let name = std::iter::once(program).chain(arguments.iter().copied());
            let name = name.collect::<Vec<_>>().join(" ").replace(['/', '\\'], "_");
            return self.text(&format!("{ANSWERS}/{name}"));
        }
        run(program, arguments)
    }
}

fn run(program: &str, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(arguments).env("LC_ALL", "C");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let stdout = child.stdout.take()?;
    let (sender, answer) = mpsc::channel();
    thread::Builder::new()
        .spawn(move || {
            let mut bytes = Vec::new();
            let _ = stdout.take(ANSWER_BYTES_MAX).read_to_end(&mut bytes);
            let _ = sender.send(bytes);
        })
        .ok()?;
    let bytes = answer.recv_timeout(ANSWER_TIME_MAX);
    if bytes.is_err() {
        let _ = child.kill();
    }
    // It has closed its output or was killed: this does not take long.
    let ended = child.wait();
    let text = String::from_utf8_lossy(&bytes.ok()?).into_owned();
    let useful = ended.is_ok_and(|status| status.success()) || !text.trim().is_empty();
    useful.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_tree_stands_for_a_computer() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("answers")).unwrap();
        fs::create_dir_all(folder.path().join("sys/x")).unwrap();
        fs::write(folder.path().join("sys/x/speed"), "480\n").unwrap();
        fs::write(folder.path().join("answers/usbmuxd --version"), "usbmuxd 1.1.1\n").unwrap();
        let here = Here::recorded(folder.path(), Kind::Linux).with_variable("HOME", "/h");
        assert_eq!(here.number("/sys/x/speed"), Some(480.0));
        assert_eq!(here.answer("usbmuxd", &["--version"]).unwrap().trim(), "usbmuxd 1.1.1");
        assert_eq!(here.answer("usbmuxd", &["--help"]), None);
        assert_eq!(here.names("/sys"), ["x"]);
        assert_eq!(here.home(), Some(PathBuf::from("/h")));
        assert_eq!(here.variable("PATH"), None);
    }

    #[test]
    fn a_program_that_is_not_there_is_no_answer() {
        assert_eq!(Here::real().answer("no-such-program-of-ours", &[]), None);
    }
}
