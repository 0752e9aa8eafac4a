//! The files of the house.

use std::path::{Path, PathBuf};

/// Folder of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A file of ours.
#[derive(Debug)]
pub(crate) struct SourceFile {
    /// Path below the project's folder, `/` between components.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Every text file that is not built: sources, documents, scripts, scenarios.
pub(crate) fn files() -> Vec<SourceFile> {
    let root = root();
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            // In a second working tree .git is a file.
            if [".git", "target"].contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let below = path.strip_prefix(&root).unwrap().to_str().unwrap();
                files.push(SourceFile { path: below.replace('\\', "/"), text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(files.len() > 200);
    files
}

/// Our Rust sources.
pub(crate) fn rust() -> Vec<SourceFile> {
    files().into_iter().filter(|file| file.path.ends_with(".rs")).collect()
}

#[test]
fn no_file_is_a_maze() {
    for file in rust() {
        let lines = file.text.lines().count();
        assert!(lines <= 600, "{}: {lines} lines: do two things share a file?", file.path);
    }
}

#[test]
fn lines_fit_side_by_side() {
    for file in rust() {
        for (number, line) in file.text.lines().enumerate() {
            let columns = line.chars().count();
            assert!(columns <= 100, "{}:{}: {columns} columns", file.path, number + 1);
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for file in rust() {
        // A command says it where its help is made, in the doc comment of its arguments; a
        // message in that of its type; tests in the file they test.
        let elsewhere = [
            "crates/unstuck/src/commands/",
            "crates/wire/src/devicelink/messages/",
            "crates/wire/src/mobilebackup2/",
        ];
        let elsewhere = elsewhere.iter().any(|folder| file.path.starts_with(folder))
            || file.path.ends_with("/tests.rs");
        assert!(elsewhere || file.text.starts_with("//!"), "{}", file.path);
    }
}

#[test]
fn nothing_of_the_machine_it_was_made_on_is_in_the_tree() {
    // Written in pieces, so that this file is not found by itself.
    let traces = [["/ro", "ot/"], ["/wo", "rk/"], ["/ho", "me/"], ["C:\\\\", "Users"]];
    for file in files() {
        for trace in traces.map(|parts| parts.concat()) {
            assert!(!file.text.contains(&trace), "{}: {trace}", file.path);
        }
    }
}
