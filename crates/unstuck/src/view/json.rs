//! Machine output: one object a line, on standard output (docs/contracts.md).

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use unstuck_backup::restore::RestoreOutcome;
use unstuck_backup::{Notice, Outcome};
use unstuck_vault::{CloneKind, Origin};

use super::outcome::{self, Published};
use super::restored::{self, Restored};
use super::watched::Watched;
use super::{Ending, PhoneLabel, Rows, View, Working, words};
use crate::report::Report;

/// Takes the objects, one after the other.
pub(crate) type Sink = Arc<dyn Fn(&Value) + Send + Sync>;

/// The view.
pub(super) struct Json {
    sink: Sink,
    /// One of several phones, named in each object.
    udid: Option<String>,
    /// How a rescue ends, for its result.
    ending: Option<Ending>,
}

impl Json {
    /// Onto standard output, until nobody reads any more.
    pub(super) fn new() -> Self {
        let closed = AtomicBool::new(false);
        Self::into(Arc::new(move |object| {
            if closed.load(Ordering::Relaxed) {
                return;
            }
            let mut out = std::io::stdout().lock();
            let put = writeln!(out, "{object}").and_then(|()| out.flush());
            closed.store(put.is_err(), Ordering::Relaxed);
        }))
    }

    /// To whoever takes the objects: the page stands on the very same ones.
    pub(super) fn into(sink: Sink) -> Self {
        Self { sink, udid: None, ending: None }
    }

    fn put(&mut self, object: &Value) {
        let ending = self.ending.as_ref().filter(|_| object["type"] == "result");
        if ending.is_none() && self.udid.is_none() {
            return (self.sink)(object);
        }
        let mut object = object.clone();
        if let (Some(udid), Some(object)) = (&self.udid, object.as_object_mut()) {
            object.insert("udid".into(), udid.as_str().into());
        }
        if let Some(ending) = ending {
            object["ending"] = ending.word.into();
            object["ending_text"] = ending.line.as_str().into();
            object["report"] = json!(ending.page);
            object["case_file"] = json!(ending.case);
        }
        (self.sink)(&object);
    }
}

impl View for Json {
    fn say(&mut self, text: &str, object: Option<Value>) {
        let object = object.unwrap_or_else(|| json!({ "type": "note", "text": text }));
        self.put(&object);
    }

    fn remark(&mut self, _text: &str) {}

    fn notice(&mut self, notice: &Notice) {
        self.put(&object_of(notice));
    }

    fn ending(&mut self, ending: &Ending) {
        self.ending = Some(ending.clone());
    }

    fn outcome(&mut self, outcome: &Outcome, published: Option<&Published>) {
        let told = outcome::tell(outcome, published);
        let proven = outcome.proof.as_ref().is_some_and(|proof| proof.is_full());
        let object = json!({
            "type": "result",
            "outcome": outcome.word(),
            "exit_code": outcome.exit_code(),
            "version": outcome.version,
            "path": published.map(|published| published.backup.to_string_lossy()),
            "encrypted": published.map(|published| published.encrypted),
            "files": outcome.files,
            "bytes": outcome.bytes,
            "verified": proven,
            "file_errors": outcome.file_error_count,
            "attempts": outcome.attempts,
            "seconds": outcome.took.as_secs_f64(),
            "cause": outcome.cause(),
            "headline": told.headline,
            "next": told.next.first(),
        });
        self.put(&object);
    }

    fn restored(&mut self, outcome: &RestoreOutcome, about: &Restored) {
        let told = restored::tell(outcome, about);
        let object = json!({
            "type": "result",
            "outcome": outcome.word(),
            "exit_code": outcome.exit_code(),
            "version": about.version,
            "encrypted": about.encrypted,
            "files": outcome.files,
            "bytes": outcome.bytes,
            "verified": outcome.exit_code() == 0 && about.sealed,
            "file_errors": outcome.file_error_count,
            "phone_state": restored::state_word(outcome.phone_state()),
            "restarts": outcome.restarts,
            "seconds": outcome.took.as_secs_f64(),
            "cause": outcome.cause(),
            "headline": told.headline,
            "details": told.lines,
            "next": told.next.first(),
        });
        self.put(&object);
    }

    fn failure(&mut self, report: &Report) {
        let object = json!({
            "type": "result",
            "outcome": "failed",
            "exit_code": report.code,
            "version": null,
            "files": 0,
            "bytes": 0,
            "verified": false,
            "cause": report.cause,
            "headline": report.headline,
            "details": report.details,
            "next": report.next.first(),
        });
        self.put(&object);
    }

    fn working(&mut self, working: &Working) {
        self.put(&working.object());
    }

    fn watched(&mut self, watched: &Watched<'_>) {
        self.put(&watched.object());
    }

    fn rows(&mut self) -> Rows {
        Rows::new(true)
    }

    fn answer(&mut self, _text: &str, objects: Vec<Value>) {
        for object in &objects {
            self.put(object);
        }
    }

    fn beside(&mut self, phone: &PhoneLabel) -> Box<dyn View> {
        Box::new(Self {
            sink: Arc::clone(&self.sink),
            udid: Some(phone.udid.clone()),
            ending: None,
        })
    }
}

fn object_of(notice: &Notice) -> Value {
    match notice {
        Notice::Phase(phase) => json!({
            "type": "phase", "phase": phase.word(), "text": words::phase(*phase),
        }),
        Notice::RestorePhase(phase) => json!({
            "type": "phase", "phase": phase.word(), "text": words::restore_phase(*phase),
        }),
        Notice::Origin(origin) => origin_object(origin),
        Notice::Progress(progress) => json!({
            "type": "progress",
            "percent": progress.percent.map(|percent| (percent * 10.0).round() / 10.0),
            "bytes": progress.bytes,
            "files": progress.files,
            "bytes_per_second": progress.bytes_per_second.round(),
            "eta_seconds": progress.eta.map(|(low, high)| [seconds(low), seconds(high)]),
        }),
        Notice::Pulse(pulse) => json!({
            "type": "pulse",
            "verdict": pulse.verdict.word(),
            "silent_seconds": seconds(pulse.silent),
            "normal_seconds": seconds(pulse.normal),
            "waiting_for": words::waiting_for_word(pulse.waiting_for),
        }),
        Notice::Stall { reason, silent, phase } => json!({
            "type": "stall",
            "reason": words::stall_word(*reason),
            "silent_seconds": seconds(*silent),
            "phase": phase.word(),
            "text": words::stall(*reason, *silent),
        }),
        Notice::Lost { waiting_for, patience, why } => json!({
            "type": "lost",
            "why": why,
            "waiting_for": words::waiting_for_word(*waiting_for),
            "patience_seconds": seconds(*patience),
        }),
        Notice::Resumed { attempt, files, bytes } => json!({
            "type": "resumed", "attempt": attempt, "files": files, "bytes": bytes,
        }),
        Notice::Proving { files, bytes } => json!({
            "type": "proving", "files": files, "bytes": bytes,
        }),
        Notice::Cloning { files } => json!({ "type": "cloning", "files": files }),
        notice => trouble_object(notice),
    }
}

/// What is not as it should be.
fn trouble_object(notice: &Notice) -> Value {
    match notice {
        Notice::FileError(error) => json!({
            "type": "file_error",
            "path": error.path,
            "code": error.code.0,
            "text": error.text,
            "on_phone": error.on_phone,
        }),
        Notice::NotSent(error) => json!({
            "type": "file_error",
            "path": error.path,
            "code": error.code.0,
            "text": error.text,
            "on_phone": error.on_phone,
        }),
        Notice::LeftAlone { verb, path } => json!({
            "type": "left_alone", "verb": verb, "path": path,
        }),
        Notice::Refused { verb, path, fault } => json!({
            "type": "refused", "verb": verb, "path": path, "text": fault.to_string(),
        }),
        Notice::UnknownMessage(name) => json!({ "type": "unknown_message", "name": name }),
        Notice::SpaceMissing { needed_bytes, available_bytes } => json!({
            "type": "space_missing",
            "needed_bytes": needed_bytes,
            "available_bytes": available_bytes,
        }),
        Notice::BatteryLow { percent } => json!({ "type": "battery", "percent": percent }),
        other => json!({ "type": "note", "text": format!("{other:?}") }),
    }
}

/// Whole seconds, rounded as the words round them.
fn seconds(time: Duration) -> u64 {
    time.as_secs_f64().round() as u64
}

fn origin_object(origin: &Origin) -> Value {
    match origin {
        Origin::Empty => json!({ "type": "origin", "origin": "empty" }),
        Origin::Cloned { version, report } => json!({
            "type": "origin",
            "origin": "cloned",
            "version": version,
            "how": match report.how {
                CloneKind::Reflink => "reflink",
                CloneKind::HardLink => "hard-link",
                CloneKind::Copy => "copy",
            },
            "files": report.files,
            "bytes": report.bytes,
        }),
        Origin::Interrupted(report) => json!({
            "type": "origin",
            "origin": "interrupted",
            "files": report.files,
            "bytes": report.bytes,
            "dropped": report.dropped,
        }),
    }
}
