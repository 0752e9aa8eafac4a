use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;
use unstuck_manifest::Threads;
use unstuck_vault::keep::{Note, Noted, find_good, note, scrub};
use unstuck_vault::version::Version;
use unstuck_vault::{RealDisk, StoreError};

use super::kept::{Known, Phone, Where};
use crate::commands::files::filter::size;
use crate::commands::local::{Local, Teller};
use crate::report::{Report, code};
use crate::time::{counted, human_bytes, unix_now};
use crate::view::{Unit, Working};

#[derive(Debug, Args)]
pub(super) struct ScrubArgs {
    /// Only this version.
    version: Option<String>,

    /// Stop after so many minutes; the next scrub goes on there.
    #[arg(long, value_name = "N")]
    minutes: Option<f64>,

    /// Stop after so many bytes: 500MB, 20GB.
    #[arg(long, value_name = "SIZE", value_parser = size)]
    bytes: Option<u64>,
}

/// Damaged files that are named; the rest is counted.
const TOLD_MAX: usize = 100;

/// How long and how much may be read.
#[derive(Clone, Copy)]
struct Budget {
    end: Option<Instant>,
    bytes: Option<u64>,
}

#[derive(Default)]
struct Sums {
    versions: u64,
    whole: u64,
    damaged: u64,
    files: u64,
    bytes: u64,
    /// The budget was used up before everything was read.
    ended: bool,
}

pub(super) async fn perform(
    args: ScrubArgs,
    place: &Where,
    mut local: Local<'_>,
) -> Result<u8, Report> {
    let phones = place.phones()?;
    let budget = Budget {
        end: args.minutes.map(|m| Instant::now() + Duration::from_secs_f64(m.max(0.0) * 60.0)),
        bytes: args.bytes,
    };
    let mut work: Vec<(usize, Known)> = Vec::new();
    for (at, phone) in phones.iter().enumerate() {
        let sealed = phone.versions.iter().filter(|known| known.version.sealed);
        let wanted =
            sealed.filter(|known| args.version.as_ref().is_none_or(|v| *v == known.version.name));
        work.extend(wanted.map(|known| (at, known.clone())));
    }
    if work.is_empty() {
        return Err(Report::new(code::USAGE, "There is no version to read.")
            .next("See which there are with: unstuck versions list"));
    }
    // One begun earlier first, then the longest unread.
    work.sort_by_key(|(_, known)| {
        let begun = matches!(known.note, Some(Note { noted: Noted::Until(_), .. }));
        (!begun, known.proven_at(), known.version.name.clone())
    });
    let done = local.carry_out(move |teller| {
        let mut sums = Sums::default();
        for (at, known) in &work {
            if teller.flow().is_break() || budget.used_up(sums.bytes) {
                sums.ended = true;
                break;
            }
            one(&phones[*at], known, budget, &mut sums, teller)?;
        }
        Ok::<_, StoreError>(sums)
    });
    let sums = done.await??;
    Ok(conclude(&sums, &mut local))
}

impl Budget {
    fn used_up(&self, bytes: u64) -> bool {
        self.bytes.is_some_and(|most| bytes >= most)
            || self.end.is_some_and(|end| Instant::now() >= end)
    }
}

/// Reads one version and notes what came of it.
fn one(
    phone: &Phone,
    known: &Known,
    budget: Budget,
    sums: &mut Sums,
    teller: &Teller,
) -> Result<(), StoreError> {
    let (layout, name) = (&phone.layout, known.version.name.as_str());
    let from = match known.note.as_ref().map(|note| &note.noted) {
        Some(Noted::Until(path)) => Some(path.as_str()),
        _ => None,
    };
    let before = sums.bytes;
    let tell = &mut |done| {
        let (what, unit) = ("reading versions again", Unit::Bytes);
        let told = teller.working(Working { what, done: before + done, total: None, unit });
        if budget.used_up(before + done) { ControlFlow::Break(()) } else { told }
    };
    let threads = Threads::as_many_as_useful();
    let report = scrub(&RealDisk, layout, name, from, threads, tell)?;
    sums.files += report.files;
    sums.bytes += report.bytes;
    let damaged = report.damaged.len() as u64 + u64::from(report.seal_fault.is_some());
    if let Some(fault) = &report.seal_fault {
        let object = json!({ "type": "damaged", "version": name, "path": "seal",
            "text": fault.to_string(), "good_in": null });
        teller.line(format!("  {name}: {fault}."), object);
    }
    let versions: Vec<Version> = phone.versions.iter().map(|k| k.version.clone()).collect();
    for damaged in report.damaged.iter().take(TOLD_MAX) {
        let good = find_good(&RealDisk, layout, &versions, name, damaged);
        let hint = match &good {
            Some(good) => format!("a good copy is in version {good}"),
            None => "no other version has it".to_owned(),
        };
        let object = json!({ "type": "damaged", "version": name, "path": damaged.path,
            "text": damaged.found, "good_in": good });
        teller.line(format!("  {name}, {}: {} {hint}", damaged.path, damaged.found), object);
    }
    let noted = match report.stopped_at {
        // Damage is remembered even when the reading was ended.
        _ if damaged > 0 => Noted::Damaged(damaged),
        Some(path) => {
            sums.ended = true;
            Noted::Until(path)
        }
        None => Noted::Whole,
    };
    sums.versions += 1;
    sums.whole += u64::from(noted == Noted::Whole);
    sums.damaged += u64::from(damaged > 0);
    note(&RealDisk, layout, &Note { version: name.to_owned(), seconds: unix_now(), noted })
}

fn conclude(sums: &Sums, local: &mut Local<'_>) -> u8 {
    let code = if sums.damaged > 0 { code::DAMAGE } else { code::DONE };
    let damaged = match sums.damaged {
        0 => ".".to_owned(),
        damaged => {
            format!(", {} DAMAGED; the files are named above.", counted(damaged, "is", "are"))
        }
    };
    let mut text = format!(
        "{} read ({}, {}): {} as sealed{damaged}\n",
        counted(sums.versions, "version", "versions"),
        counted(sums.files, "file", "files"),
        human_bytes(sums.bytes),
        counted(sums.whole, "is", "are"),
    );
    if sums.ended {
        text.push_str("  Not everything was read; the next scrub goes on there.\n");
    }
    if sums.damaged > 0 {
        text.push_str("  Next  make a new backup now, and check the disk.\n");
    }
    let object = json!({
        "type": "result", "outcome": if sums.damaged > 0 { "damaged" } else { "complete" },
        "exit_code": code, "versions": sums.versions, "whole": sums.whole,
        "damaged": sums.damaged, "files": sums.files, "bytes": sums.bytes,
        "finished": !sums.ended,
    });
    local.view.answer(&text, vec![object]);
    code
}
