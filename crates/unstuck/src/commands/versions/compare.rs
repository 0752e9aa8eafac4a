use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use serde_json::{Value, json};
use unstuck_manifest::compare::{Change, Changes, Comparison, compare};
use unstuck_manifest::{OpenBackup, OpenFault, Password, Unlock};

use super::kept::Where;
use crate::commands::local::Local;
use crate::commands::source::{Source, cannot_open};
use crate::report::{Report, code};
use crate::time::{counted, human_bytes, human_count};
use crate::view::Row;

#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// The older version, or any backup folder.
    older: PathBuf,

    /// The newer one.
    newer: PathBuf,

    /// Name every file, not only sums.
    #[arg(long)]
    files: bool,
}

#[derive(Serialize)]
struct ChangeRow<'a> {
    r#type: &'static str,
    change: &'static str,
    domain: &'a str,
    path: &'a str,
    bytes: Option<u64>,
}

impl Row for ChangeRow<'_> {
    fn text(&self, out: &mut Vec<u8>) {
        let (change, domain) = (self.change, self.domain);
        let _ = write!(out, "{change:8} {domain}  {}", self.path.escape_debug());
    }

    fn object(&self, out: &mut Vec<u8>) {
        let _ = serde_json::to_writer(out, self);
    }
}

fn word(change: Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Removed => "removed",
        Change::Changed => "changed",
    }
}

/// Which of the two cannot be opened, and why.
enum Fault {
    Older(OpenFault),
    Newer(OpenFault),
}

pub(super) async fn perform(
    args: CompareArgs,
    place: &Where,
    mut local: Local<'_>,
) -> Result<u8, Report> {
    let (older, newer) = (place.source(&args.older)?, place.source(&args.newer)?);
    let (first, second) = (older.password().await?, newer.password().await?);
    let mut rows = args.files.then(|| local.view.rows());
    let sources = (older.clone(), newer.clone());
    let work = local.carry_out(move |teller| {
        let (older, newer) = open_both(&sources.0, &sources.1, first.as_ref(), second.as_ref())?;
        compare(&older, &newer, &mut |change, listed| {
            let row = ChangeRow {
                r#type: "change",
                change: word(change),
                domain: listed.domain,
                path: listed.relative_path,
                bytes: listed.sound().map(|record| record.content_bytes()),
            };
            match rows.as_mut().map(|rows| rows.put(&row)) {
                Some(std::ops::ControlFlow::Break(())) => std::ops::ControlFlow::Break(()),
                _ => teller.flow(),
            }
        })
        .map_err(|fault| Fault::Newer(OpenFault::List(fault)))
    });
    let comparison = work.await?.map_err(|fault| match fault {
        Fault::Older(fault) => cannot_open(&older, &fault),
        Fault::Newer(fault) => cannot_open(&newer, &fault),
    })?;
    Ok(conclude(&comparison, &mut local))
}

/// Both at the same time: stretching a password takes a second or more.
fn open_both<'a>(
    older: &'a Source,
    newer: &'a Source,
    first: Option<&Password>,
    second: Option<&Password>,
) -> Result<(OpenBackup<'a>, OpenBackup<'a>), Fault> {
    let keys = |source: &Source, password: Option<&Password>| -> Result<_, OpenFault> {
        let Some(password) = password else { return Ok(None) };
        let manifest = unstuck_manifest::read_manifest(&source.tree)?;
        Ok(Some(unstuck_manifest::read_keybag(&manifest)?.unlock(password)?))
    };
    let (a, b) = std::thread::scope(|scope| {
        let beside = scope.spawn(|| keys(older, first));
        let b = keys(newer, second);
        (beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), b)
    });
    let (a, b) = (a.map_err(Fault::Older)?, b.map_err(Fault::Newer)?);
    let a = a.as_ref().map_or(Unlock::Nothing, Unlock::Keys);
    let b = b.as_ref().map_or(Unlock::Nothing, Unlock::Keys);
    let opened = OpenBackup::open(&older.tree, a).map_err(Fault::Older)?;
    Ok((opened, OpenBackup::open(&newer.tree, b).map_err(Fault::Newer)?))
}

fn sums(changes: &Changes) -> Value {
    json!({
        "added": changes.added, "removed": changes.removed, "changed": changes.changed,
        "bytes": changes.bytes,
    })
}

fn conclude(comparison: &Comparison, local: &mut Local<'_>) -> u8 {
    let whole = comparison.faults.is_empty();
    let code = if whole { code::DONE } else { code::PARTIAL };
    let mut domains: Vec<(&String, &Changes)> = comparison.domains.iter().collect();
    domains.sort_by_key(|(_, changes)| std::cmp::Reverse(changes.bytes));
    let (mut text, mut objects) = (String::new(), Vec::new());
    let line = |changes: &Changes| {
        format!(
            "{:>7} added {:>7} changed {:>7} removed  {:>9}",
            human_count(changes.added),
            human_count(changes.changed),
            human_count(changes.removed),
            human_bytes(changes.bytes)
        )
    };
    for (domain, changes) in domains {
        let _ = writeln!(text, "{}  {domain}", line(changes));
        let mut object = sums(changes);
        object["type"] = "domain".into();
        object["domain"] = domain.as_str().into();
        objects.push(object);
    }
    let total = comparison.total();
    let same = counted(comparison.same, "is", "are");
    let _ = writeln!(text, "{}  in all; {same} the same", line(&total));
    for fault in &comparison.faults {
        let _ = writeln!(text, "A list is damaged: {fault}. See `unstuck verify`.");
    }
    let mut object = sums(&total);
    object["type"] = "result".into();
    object["outcome"] = if whole { "complete" } else { "partial" }.into();
    object["exit_code"] = code.into();
    object["same"] = comparison.same.into();
    objects.push(object);
    local.view.answer(&text, objects);
    code
}
