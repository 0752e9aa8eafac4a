//! Learns from the cases in the tree, those held apart too, which words people with each trouble
//! use, and prints the table `src/knowledge/words/lexicon.txt`. Other files of cases may be named
//! instead: `tests/cases/*.jsonl` gives the table that `tests/held` is measured with.

use std::io::Write;
use std::path::{Path, PathBuf};

use unstuck_diagnosis::case::{Case, CaseFile};
use unstuck_diagnosis::{Cause, Lexicon};

fn main() -> std::io::Result<()> {
    let mut files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if files.is_empty() {
        files = files_in("tests/cases")?;
        files.extend(files_in("tests/held")?);
    }
    let mut known: Vec<(Case, Cause, f64)> = Vec::new();
    for file in files {
        let real =
            std::path::Path::file_stem(&file).is_some_and(|name| is_real(&name.to_string_lossy()));
        let text = std::fs::read_to_string(&file)?;
        known.extend(text.lines().filter_map(|line| told(line, real)));
    }
    let cases = known.iter().map(|(case, cause, share)| (case, *cause, *share));
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "# Learnt from tests/cases and tests/held; made by: \
         cargo run -p unstuck-diagnosis --example learn"
    )?;
    out.write_all(Lexicon::learn(cases).table().as_bytes())
}

/// The files of a folder, in the order of their names.
fn files_in(folder: &str) -> std::io::Result<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries: Result<Vec<_>, _> = std::fs::read_dir(folder)?.collect();
    let mut files: Vec<PathBuf> = entries?.iter().map(std::fs::DirEntry::path).collect();
    files.sort();
    Ok(files)
}

/// Whether the cases of a file were told anew from public threads.
fn is_real(name: &str) -> bool {
    name.starts_with("fresh") || ["later", "threads"].contains(&name)
}

fn told(line: &str, real: bool) -> Option<(Case, Cause, f64)> {
    let answers: serde_json::Value = serde_json::from_str(line).ok()?;
    let cause = Cause::from_id(answers["cause"].as_str()?)?;
    // A guess counts half, and what really happened three times.
    let sure = if answers["cause_confidence"] == "guess" { 0.5 } else { 1.0 };
    let share = if real { 3.0 * sure } else { sure };
    Some((CaseFile::read(line.as_bytes()).into_case(), cause, share))
}
