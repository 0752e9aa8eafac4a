use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;
use unstuck_manifest::{OpenFault, Threads};
use unstuck_vault::extract::{
    Arrangement, Event, Existing, ExtractOptions, ExtractReport, System, extract,
};
use unstuck_vault::{RealDisk, StoreError};

use super::filter::FilterArgs;
use super::open;
use crate::commands::local::{Local, Teller};
use crate::commands::source::{Source, cannot_open};
use crate::report::{Report, code};
use crate::time::{counted, human_bytes};
use crate::view::{Unit, Working};

#[derive(Debug, Args)]
pub(super) struct ExtractArgs {
    /// The backup: a folder, or a version of Unstuck's.
    backup: PathBuf,

    /// Where to: a folder, made if it is missing.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,

    /// What to do where another file has the name.
    #[arg(long, value_enum, default_value = "keep-both")]
    existing: Conflict,

    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Conflict {
    /// Give the new one a number.
    KeepBoth,
    /// Put the new one in its place.
    Replace,
    /// Leave the new one out.
    Skip,
}

/// Names that are told; the rest is counted.
const TOLD_MAX: u64 = 1000;

enum Fault {
    Open(OpenFault),
    Target(StoreError),
}

pub(super) async fn perform(args: ExtractArgs, mut local: Local<'_>) -> Result<u8, Report> {
    let source = Source::find(&args.backup)?;
    let target = std::path::absolute(&args.to).unwrap_or_else(|_| args.to.clone());
    if inside(&target, &source.folder) {
        return Err(Report::new(code::USAGE, "The target lies in the backup.")
            .saw("Nothing is ever written into a backup.")
            .next("Choose a folder somewhere else with --to DIR."));
    }
    let options = ExtractOptions {
        system: System::here(),
        arrangement: match args.filter.photos_only() {
            true => Arrangement::Photos,
            false => Arrangement::Domains,
        },
        existing: match args.existing {
            Conflict::KeepBoth => Existing::KeepBoth,
            Conflict::Replace => Existing::Replace,
            Conflict::Skip => Existing::Skip,
        },
        threads: Threads::as_many_as_useful(),
    };
    let filter = args.filter.build(None)?;
    let password = source.password().await?;
    let (subject, out) = (source.clone(), target.clone());
    let done = local
        .carry_out(move |teller| {
            let what = "opening the backup";
            let _ = teller.working(Working { what, done: 0, total: None, unit: Unit::Nothing });
            let backup = open(&subject, password.as_ref()).map_err(Fault::Open)?;
            let mut told = 0;
            let hear = &mut |event: Event<'_>| hear(teller, &event, &mut told);
            extract(&backup, &RealDisk, &out, options, &|listed| filter.wants(listed), hear)
                .map_err(Fault::Target)
        })
        .await?;
    match done {
        Ok(report) => Ok(conclude(&target, &report, &mut local)),
        Err(Fault::Open(fault)) => Err(cannot_open(&source, &fault)),
        Err(Fault::Target(error)) => {
            Err(Report::from(error)
                .next("What was taken out so far is whole; run it again to go on."))
        }
    }
}

/// Whether `target` is the backup or below it, links resolved as far as they exist.
fn inside(target: &Path, backup: &Path) -> bool {
    let real = |path: &Path| {
        let known = path.ancestors().find_map(|above| {
            let rest = path.strip_prefix(above).ok()?;
            Some(above.canonicalize().ok()?.join(rest))
        });
        known.unwrap_or_else(|| path.to_path_buf())
    };
    real(target).starts_with(real(backup))
}

fn hear(teller: &Teller, event: &Event<'_>, told: &mut u64) -> std::ops::ControlFlow<()> {
    let (text, object) = match event {
        Event::Progress { bytes, .. } => {
            let (what, unit) = ("taking out", Unit::Bytes);
            return teller.working(Working { what, done: *bytes, total: None, unit });
        }
        Event::Renamed { domain, relative_path, to } => (
            format!("  {domain}, {} lies at {to}", relative_path.escape_debug()),
            json!({
                "type": "renamed", "domain": domain, "path": relative_path, "to": to,
            }),
        ),
        Event::Problem { domain, relative_path, problem } => (
            format!("  {domain}, {}: {problem}.", relative_path.escape_debug()),
            json!({
                "type": "file_error", "domain": domain, "path": relative_path,
                "text": problem.to_string(),
            }),
        ),
    };
    *told += 1;
    if *told <= TOLD_MAX {
        teller.line(text, object);
    }
    teller.flow()
}

fn conclude(target: &Path, report: &ExtractReport, local: &mut Local<'_>) -> u8 {
    let lost = report.reading.lost + report.bad_rows;
    let whole = report.problems == 0 && lost == 0 && report.reading.fault.is_none();
    let code = if whole { code::DONE } else { code::PARTIAL };
    let mut text = format!(
        "{}\n  {} ({}), {} and {}",
        target.display(),
        counted(report.files, "file", "files"),
        human_bytes(report.bytes),
        counted(report.links, "link", "links"),
        counted(report.folders, "folder", "folders"),
    );
    if report.already > 0 {
        text.push_str(&format!("; there already: {}", counted(report.already, "file", "files")));
    }
    if report.renamed > 0 {
        let renamed = counted(report.renamed, "file has", "files have");
        text.push_str(&format!("\n  {renamed} another name than on the iPhone"));
    }
    if !whole {
        text.push_str(&format!(
            "\n  {} could not be taken out as on the iPhone; what is known is named above",
            counted(report.problems + lost, "entry", "entries")
        ));
    }
    if let Some(fault) = &report.reading.fault {
        text.push_str(&format!("\n  The list of the backup is damaged: {fault}"));
    }
    text.push('\n');
    let object = json!({
        "type": "result",
        "outcome": if whole { "complete" } else { "partial" },
        "exit_code": code,
        "path": target.to_string_lossy(),
        "files": report.files,
        "bytes": report.bytes,
        "already": report.already,
        "links": report.links,
        "folders": report.folders,
        "renamed": report.renamed,
        "problems": report.problems,
        "lost": lost,
    });
    local.view.answer(&text, vec![object]);
    code
}
