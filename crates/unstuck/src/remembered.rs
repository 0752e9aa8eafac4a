//! Backup passwords in the system's own keyring, for those who ask for it.
//!
//! The keyring is asked for an iPhone only when a password of it was put there by us: a list
//! of UDIDs in Unstuck's home says so. Nobody else's keyring is ever knocked at.

use std::fs;
use std::path::PathBuf;

use unstuck_manifest::Password;
use zeroize::Zeroizing;

use crate::home;
use crate::report::{Report, code};

/// Under this name programs that show keyrings list it.
const SERVICE: &str = "Unstuck backup password";
/// The list has a line for each iPhone.
const LIST_BYTES_MAX: u64 = 64 << 10;

fn list() -> Option<PathBuf> {
    Some(home::home()?.join("remembered"))
}

fn listed() -> Vec<String> {
    use std::io::Read;
    let mut text = String::new();
    if let Some(file) = list().and_then(|path| fs::File::open(path).ok()) {
        let _ = file.take(LIST_BYTES_MAX).read_to_string(&mut text);
    }
    text.lines().map(str::to_owned).collect()
}

fn write_list(udids: &[String]) -> std::io::Result<()> {
    let Some(path) = list() else { return Err(std::io::ErrorKind::NotFound.into()) };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, udids.join("\n") + "\n")
}

/// The password that was remembered for an iPhone. A keyring that does not answer is none.
pub(crate) async fn recall(udid: &str) -> Option<Password> {
    if !listed().iter().any(|known| known == udid) {
        return None;
    }
    let udid = udid.to_owned();
    // Keyrings may ask their owner for a password of their own, and take their time.
    let asked = tokio::task::spawn_blocking(move || {
        keyring::v1::Entry::new(SERVICE, &udid).and_then(|entry| entry.get_password())
    });
    asked.await.ok()?.ok().map(Password::new)
}

/// Remembers a password.
pub(crate) async fn remember(udid: &str, password: &Password) -> Result<(), Report> {
    let (name, words) = (udid.to_owned(), Zeroizing::new(password.expose().to_owned()));
    let kept = tokio::task::spawn_blocking(move || {
        keyring::v1::Entry::new(SERVICE, &name).and_then(|entry| entry.set_password(&words))
    });
    let kept = kept.await.map_err(|error| error.to_string());
    kept.and_then(|kept| kept.map_err(|error| error.to_string())).map_err(no_keyring)?;
    let mut udids = listed();
    udids.retain(|known| known != udid);
    udids.push(udid.to_owned());
    write_list(&udids).map_err(|error| no_keyring(error.to_string()))
}

/// Takes a password out of the keyring again.
pub(crate) async fn forget(udid: &str) -> Result<(), Report> {
    let name = udid.to_owned();
    let gone = tokio::task::spawn_blocking(move || {
        keyring::v1::Entry::new(SERVICE, &name).and_then(|entry| entry.delete_credential())
    });
    let gone = gone.await.map_err(|error| error.to_string());
    gone.and_then(|gone| gone.map_err(|error| error.to_string())).map_err(no_keyring)?;
    let mut udids = listed();
    udids.retain(|known| known != udid);
    write_list(&udids).map_err(|error| no_keyring(error.to_string()))
}

fn no_keyring(why: String) -> Report {
    Report::new(code::FAILED, "The system's keyring did not take part.")
        .saw(format!("{why}."))
        .saw("Nothing was remembered or forgotten.")
        .next("On Linux a keyring such as GNOME Keyring or KWallet must run and be unlocked.")
        .next("Without one, keep the password in a file and name it in UNSTUCK_PASSWORD_FILE.")
}
