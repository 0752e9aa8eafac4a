//! How a watch ends: the last word, and the exit code of docs/contracts.md 3.

use std::path::Path;

use serde_json::{Value, json};
use unstuck_diagnosis::pulse::{Pulse, Way};
use unstuck_diagnosis::{Cause, Diagnosis, Verdict};
use unstuck_probe::kept;

use crate::report::code;
use crate::view::watched;

/// What is known at the end.
pub(super) struct About<'a> {
    pub(super) pulse: &'a Pulse,
    pub(super) found: Option<&'a Diagnosis>,
    pub(super) folder: Option<&'a Path>,
    pub(super) udid: Option<&'a str>,
    pub(super) seconds: f64,
}

/// For people, for scripts, and the exit code.
pub(super) fn tell(about: &About<'_>) -> (String, Value, u8) {
    let pulse = about.pulse;
    let fault = fault_of_done(about);
    let code = match fault {
        Some(_) => code::DAMAGE,
        None => code_of(pulse),
    };
    let headline = match fault {
        Some(fault) => format!("The iPhone called the backup finished, but {fault}."),
        None => watched::headline(pulse),
    };
    let cause = about.found.map(Diagnosis::likeliest).map(|likely| likely.cause);
    let cause = cause.filter(|cause| *cause != Cause::Unknown);
    let next = next(about, fault);
    let mut text = format!("\n{headline}\n");
    if let Some(cause) = cause {
        text += &format!("  Why   {}\n", cause.headline());
    }
    text += &format!("  Next  {next}\n");
    let local = pulse.way == Way::Local;
    let object = json!({
        "type": "result",
        "outcome": pulse.verdict.word(),
        "exit_code": code,
        "way": pulse.way.word(),
        "stage": pulse.stage.word(),
        "waiting_for": pulse.waiting_for.word(),
        "udid": about.udid,
        "folder": about.folder.filter(|_| local).map(|folder| folder.to_string_lossy()),
        "files": pulse.files,
        "bytes": pulse.bytes,
        "percent": pulse.percent,
        "attempts": pulse.attempts,
        "code": pulse.code,
        "seconds": about.seconds,
        "cause": cause.map(Cause::id),
        "headline": headline,
        "next": next,
    });
    (text, object, code)
}

fn code_of(pulse: &Pulse) -> u8 {
    match pulse.verdict {
        Verdict::Stalled | Verdict::Looping => code::STALLED,
        Verdict::WaitingForPerson => code::PERSON,
        Verdict::Failed if pulse.code.is_some() => code::REFUSED,
        Verdict::Failed => code::FAILED,
        Verdict::Moving | Verdict::Slow | Verdict::Preparing | Verdict::Done | Verdict::Unknown => {
            code::DONE
        }
    }
}

/// A glance at the small files of a backup that is called finished.
fn fault_of_done(about: &About<'_>) -> Option<&'static str> {
    let local = about.pulse.way == Way::Local && about.pulse.verdict == Verdict::Done;
    kept::fault(about.folder.filter(|folder| local && folder.is_dir())?)
}

fn next(about: &About<'_>, fault: Option<&str>) -> String {
    if fault.is_some() {
        return "Keep the folder as it is and make the backup again; unstuck rescue makes a \
                proven one."
            .to_owned();
    }
    let offered = about.found.and_then(|found| found.ladder.first());
    let offered = offered.map(|offer| {
        let steps = offer.remedy.steps_on(None).join(" ");
        format!("{} ({} min): {steps}", offer.remedy.title, offer.remedy.minutes)
    });
    let asked = watched::asked(about.pulse);
    match about.pulse.verdict {
        // The folder is asked for only here: a disk that hangs would hold up every other end.
        Verdict::Done if about.pulse.way == Way::Local => {
            let there = about.folder.filter(|folder| folder.is_dir());
            there.map_or_else(
                || "Nothing. unstuck versions list shows it.".to_owned(),
                |folder| format!("Prove it: unstuck verify {}", folder.display()),
            )
        }
        Verdict::Done => "Nothing. A local backup as well is safer: unstuck rescue".to_owned(),
        Verdict::Moving | Verdict::Slow | Verdict::Preparing => {
            "Let it go on, and watch again: unstuck watch".to_owned()
        }
        Verdict::Unknown => "Start the backup, then watch again: unstuck watch".to_owned(),
        Verdict::WaitingForPerson => asked.or(offered).unwrap_or_else(rescue),
        _ => offered.or(asked).unwrap_or_else(rescue),
    }
}

fn rescue() -> String {
    "Make a proven backup now, whatever gets in the way: unstuck rescue".to_owned()
}
