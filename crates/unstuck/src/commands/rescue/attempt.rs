//! One attempt at a backup, listened to: what it said becomes the case, and how it ended is held
//! back until it is known whether something can be done about it.

use serde_json::{Value, json};
use unstuck_backup::restore::RestoreOutcome;
use unstuck_backup::{End, Notice, Outcome};
use unstuck_diagnosis::case::{Case, CaseFile, Evidence, Source, Value as Said};
use unstuck_diagnosis::climb::Settled;

use crate::acts::Came;
use crate::commands::Context;
use crate::commands::backup::{BackupOptions, back_up};
use crate::report::{Report, code};
use crate::view::{
    PhoneLabel, Published, Restored, Rows, View, Watched, Working, line_of, summary_of,
};

/// How an attempt ended.
pub(in crate::commands) struct Attempt {
    pub(in crate::commands) ended: Ended,
    /// Everything it said, for the diagnosis.
    pub(super) case: Case,
    /// Something came in, or a version was made.
    pub(super) came_further: bool,
    /// The phone it was about, when one was found.
    pub(super) udid: Option<String>,
    /// Its iOS, as it says.
    pub(super) ios: Option<String>,
    /// Its model, as people know it.
    pub(super) model: Option<String>,
}

/// Its last word, not told yet.
pub(in crate::commands) enum Ended {
    Run {
        outcome: Box<Outcome>,
        published: Option<Published>,
    },
    Failed(Report),
    /// A run that was cut off, finished on a copy: a version.
    ByHand {
        version: String,
        path: String,
    },
}

/// What is said of a version that was finished without the phone.
const BY_HAND: &str = "Your iPhone is backed up: a run that was cut off was finished on a copy \
    and verified.";

impl Attempt {
    /// The same after its run was finished by hand, when that made a version.
    pub(super) fn finished_by_hand(mut self, came: &Came) -> Self {
        let text = |key: &str| came.after[key].as_str().map(str::to_owned);
        if let (Settled::Done, Some(version)) = (&came.settled, text("version")) {
            self.ended = Ended::ByHand { version, path: text("path").unwrap_or_default() };
        }
        self
    }
}

impl Ended {
    /// Whether remedies have nothing to do with it: it went well, or ended as its person wanted,
    /// or was never begun rightly.
    pub(super) fn is_final(&self) -> bool {
        match self {
            Self::Run { outcome, .. } => {
                let made = outcome.version.is_some();
                made || matches!(outcome.end, End::Interrupted) || outcome.exit_code() == 130
            }
            Self::Failed(report) => matches!(report.code, code::USAGE | code::INTERRUPTED),
            Self::ByHand { .. } => true,
        }
    }

    /// The version it made.
    pub(in crate::commands) fn version(&self) -> Option<&str> {
        match self {
            Self::Run { outcome, .. } => outcome.version.as_deref(),
            Self::Failed(_) => None,
            Self::ByHand { version, .. } => Some(version),
        }
    }

    /// Whether its person stopped it.
    pub(in crate::commands) fn was_stopped(&self) -> bool {
        match self {
            Self::Run { outcome, .. } => {
                matches!(outcome.end, End::Interrupted) || outcome.exit_code() == 130
            }
            Self::Failed(report) => report.code == code::INTERRUPTED,
            Self::ByHand { .. } => false,
        }
    }

    /// The exit code it would end with.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Run { outcome, .. } => outcome.exit_code(),
            Self::Failed(report) => report.code,
            Self::ByHand { .. } => code::DONE,
        }
    }

    /// What it failed of, by its label, where the run knows.
    fn cause(&self) -> Option<&'static str> {
        match self {
            Self::Run { outcome, .. } => outcome.cause(),
            Self::Failed(report) => report.cause,
            Self::ByHand { .. } => None,
        }
    }

    /// What its person is told to do next.
    pub(super) fn next(&self) -> Option<String> {
        match self {
            Self::Run { outcome, .. } => summary_of(outcome).1,
            Self::Failed(report) => report.next.first().cloned(),
            Self::ByHand { .. } => None,
        }
    }

    /// In one sentence.
    pub(super) fn headline(&self) -> String {
        match self {
            Self::Run { outcome, .. } => summary_of(outcome).0,
            Self::Failed(report) => report.headline.clone(),
            Self::ByHand { .. } => BY_HAND.to_owned(),
        }
    }

    /// Tells it, and returns the exit code.
    pub(super) fn tell(self, view: &mut dyn View) -> Result<u8, Report> {
        match self {
            Self::Run { outcome, published } => {
                view.outcome(&outcome, published.as_ref());
                Ok(outcome.exit_code())
            }
            Self::Failed(report) => Err(report),
            Self::ByHand { version, path } => {
                let text = format!("{BY_HAND}\n  {path}\n");
                let object = json!({
                    "type": "result", "outcome": "complete", "exit_code": code::DONE,
                    "version": version, "path": path, "verified": true, "by_hand": true,
                    "headline": BY_HAND, "next": null,
                });
                view.answer(&text, vec![object]);
                Ok(code::DONE)
            }
        }
    }
}

/// Makes one attempt.
pub(in crate::commands) async fn make(
    options: &BackupOptions,
    context: &mut Context<'_>,
) -> Attempt {
    let mut heard = Heard {
        inner: &mut *context.view,
        lines: vec![],
        run: None,
        udid: None,
        ios: None,
        model: None,
    };
    let mut inner = Context {
        view: &mut heard,
        muxer: context.muxer.clone(),
        patience: context.patience,
        simulated: context.simulated,
        mdns_port: context.mdns_port,
        supervisor: context.supervisor.clone(),
        password: context.password.clone(),
        side_by_side: context.side_by_side,
        person: context.person.clone(),
        interrupts: context.interrupts.clone(),
    };
    let done = back_up(options, &mut inner).await;
    // Nobody is asked twice for a password.
    let password = inner.password.take();
    let Heard { mut lines, run, udid, ios, model, .. } = heard;
    let ended = match (done, run) {
        (Err(report), _) => Ended::Failed(report),
        (Ok(_), Some((outcome, published))) => Ended::Run { outcome, published },
        (Ok(code), None) => Ended::Failed(Report::new(code, "The backup ended without a word.")),
    };
    lines.push(ended.headline());
    let came_further = match &ended {
        Ended::Run { outcome, .. } => outcome.files > 0 || outcome.version.is_some(),
        Ended::ByHand { .. } => true,
        Ended::Failed(report) => {
            lines.extend(report.details.iter().cloned());
            false
        }
    };
    context.password = password;
    let told = serde_json::json!({ "log": lines }).to_string();
    let mut case = CaseFile::read(told.as_bytes()).into_case();
    if let Some(cause) = ended.cause() {
        let cause = Said::Text(cause.to_owned());
        case.record(Evidence::new("facts.here.run_ended_because", cause, Source::Probe));
    }
    Attempt { ended, case, came_further, udid, ios, model }
}

/// Hands everything on but the end, and remembers the lines.
struct Heard<'a> {
    inner: &'a mut dyn View,
    lines: Vec<String>,
    run: Option<(Box<Outcome>, Option<Published>)>,
    udid: Option<String>,
    ios: Option<String>,
    model: Option<String>,
}

/// Lines that are kept; a loop says the same for ever.
const LINES_MAX: usize = 2_000;

impl View for Heard<'_> {
    fn say(&mut self, text: &str, object: Option<Value>) {
        if let Some(udid) = object.as_ref().and_then(|object| object["udid"].as_str()) {
            self.udid = Some(udid.to_owned());
        }
        let model = object.as_ref().and_then(|object| object["model"].as_str());
        if let Some((model, ios)) = model.and_then(|model| model.split_once("iOS ")) {
            self.ios = Some(ios.to_owned());
            self.model = Some(model.trim_end_matches([' ', ',']).to_owned());
        }
        self.inner.say(text, object);
    }

    fn remark(&mut self, text: &str) {
        self.inner.remark(text);
    }

    fn watched(&mut self, watched: &Watched<'_>) {
        self.inner.watched(watched);
    }

    fn notice(&mut self, notice: &Notice) {
        let line = line_of(notice).filter(|line| self.lines.last() != Some(line));
        if self.lines.len() < LINES_MAX {
            self.lines.extend(line);
        }
        self.inner.notice(notice);
    }

    fn outcome(&mut self, outcome: &Outcome, published: Option<&Published>) {
        self.run = Some((Box::new(outcome.clone()), published.cloned()));
    }

    fn restored(&mut self, outcome: &RestoreOutcome, about: &Restored) {
        self.inner.restored(outcome, about);
    }

    fn failure(&mut self, report: &Report) {
        self.inner.failure(report);
    }

    fn working(&mut self, working: &Working) {
        self.inner.working(working);
    }

    fn rows(&mut self) -> Rows {
        self.inner.rows()
    }

    fn answer(&mut self, text: &str, objects: Vec<Value>) {
        self.inner.answer(text, objects);
    }

    fn beside(&mut self, phone: &PhoneLabel) -> Box<dyn View> {
        self.inner.beside(phone)
    }
}
