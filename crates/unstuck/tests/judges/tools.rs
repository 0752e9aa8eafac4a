//! Running the judges.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::room::{Room, Said, Simulator, finish};

/// A program of Debian's `libimobiledevice-utils`, on our simulated phones.
pub(crate) fn debian(
    program: &str,
    simulator: &Simulator,
    room: &Room,
    arguments: &[&str],
) -> Said {
    run(Command::new(program), program, simulator, room, arguments)
}

/// `pymobiledevice3`, on our simulated phones.
pub(crate) fn pymobiledevice3(simulator: &Simulator, room: &Room, arguments: &[&str]) -> Said {
    let program = environment().join("pymobiledevice3");
    run(Command::new(&program), "pymobiledevice3", simulator, room, arguments)
}

/// The same, which goes on by itself.
pub(crate) fn pymobiledevice3_begins(
    simulator: &Simulator,
    room: &Room,
    arguments: &[&str],
) -> Child {
    let program = environment().join("pymobiledevice3");
    begin(Command::new(&program), "pymobiledevice3", simulator, room, arguments)
}

/// A Python script of ours that uses a judge's library.
pub(crate) fn python(room: &Room, script: &str, arguments: &[&str]) -> Said {
    python_of(&environment(), room, script, arguments)
}

/// The same with the judges of `scripts/judges-more.txt`.
pub(crate) fn python_more(room: &Room, script: &str, arguments: &[&str]) -> Said {
    python_of(&environment().join("../../judges-more/bin"), room, script, arguments)
}

fn python_of(environment: &Path, room: &Room, script: &str, arguments: &[&str]) -> Said {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges").join(script);
    let mut command = Command::new(environment.join("python"));
    command.arg(script).args(arguments).env("HOME", room.path("")).stdin(Stdio::null());
    finish(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
}

/// A program of Debian's that goes on by itself.
pub(crate) fn debian_begins(
    program: &str,
    simulator: &Simulator,
    room: &Room,
    arguments: &[&str],
) -> Child {
    begin(Command::new(program), program, simulator, room, arguments)
}

fn run(
    command: Command,
    name: &str,
    simulator: &Simulator,
    room: &Room,
    arguments: &[&str],
) -> Said {
    finish(begin(command, name, simulator, room, arguments))
}

fn begin(
    mut command: Command,
    name: &str,
    simulator: &Simulator,
    room: &Room,
    arguments: &[&str],
) -> Child {
    command
        .args(arguments)
        .env("USBMUXD_SOCKET_ADDRESS", &simulator.address)
        .env("HOME", room.path(""))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    match command.spawn() {
        Ok(child) => child,
        Err(error) => panic!("{name} cannot be run ({error}): ./test installs it"),
    }
}

/// Programs of the Python environment that `./test` makes.
fn environment() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("../judges/bin")
}
