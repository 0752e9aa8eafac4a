//! Where Unstuck keeps its things.

use std::path::PathBuf;

/// `UNSTUCK_HOME`, or this system's place for a program's data; `None` when the system names
/// no home at all.
pub(crate) fn home() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(home) = variable("UNSTUCK_HOME") {
        return Some(PathBuf::from(home));
    }
    let home = |rest: &str| variable("HOME").map(|home| PathBuf::from(home).join(rest));
    if cfg!(windows) {
        variable("LOCALAPPDATA").map(|data| PathBuf::from(data).join("Unstuck"))
    } else if cfg!(target_os = "macos") {
        home("Library/Application Support/Unstuck")
    } else {
        let data = variable("XDG_DATA_HOME").map(PathBuf::from);
        data.or_else(|| home(".local/share")).map(|data| data.join("unstuck"))
    }
}
