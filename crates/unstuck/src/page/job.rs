//! Runs that are no rescue: a restore and its drill, reading versions again, taking in, giving
//! away, thinning out, undoing. They go through the same hub, and have words of their own.

use std::time::{Duration, Instant};

use askama::Template;
use serde_json::Value;

use super::card::Card;
use super::html::{Shell, text, texts};
use super::hub::{Kind, State};
use crate::report::code;
use crate::time::{human_bytes, human_count, human_time};
use crate::words::{Line, Words};

/// What a run is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Job {
    #[default]
    Rescue,
    Restore,
    Drill,
    Scrub,
    Adopt,
    Export,
    Prune,
    Undo,
}

/// What is said of a job, as messages: while it goes on, when it is done, what a stop leaves.
struct Told {
    word: &'static str,
    going: &'static str,
    done: &'static str,
    stop: &'static str,
}

impl Told {
    const fn new(
        word: &'static str,
        going: &'static str,
        done: &'static str,
        stop: &'static str,
    ) -> Self {
        Self { word, going, done, stop }
    }
}

impl Job {
    /// For the API.
    pub(crate) const fn word(self) -> &'static str {
        self.told().word
    }

    const fn told(self) -> Told {
        match self {
            Self::Rescue => Told::new("rescue", "phase-connecting", "end-made", "run-safe"),
            Self::Restore => {
                Told::new("restore", "job-restore", "job-restore-done", "job-restore-stop")
            }
            Self::Drill => Told::new("drill", "job-drill", "job-drill-done", "job-harmless"),
            Self::Scrub => Told::new("scrub", "job-scrub", "job-scrub-done", "job-scrub-stop"),
            Self::Adopt => Told::new("adopt", "job-adopt", "job-adopt-done", "job-harmless"),
            Self::Export => Told::new("export", "job-export", "job-export-done", "job-harmless"),
            Self::Prune => Told::new("prune", "job-prune", "job-prune-done", "job-prune-stop"),
            Self::Undo => Told::new("undo", "job-undo", "job-undo-done", "job-undo-stop"),
        }
    }
}

/// The card of a job, when no question waits.
pub(super) fn card(state: &State, words: &Words) -> Card {
    let live = &state.live;
    match &live.result {
        Some(result) if !state.is_running => ended(live.job, result, words),
        _ if !state.is_running => Card::new(words, "bad", "job-failed", "job-failed-step"),
        _ if live.is_stopping => Card::new(words, "wait", "run-stopping", live.job.told().stop),
        _ => running(state, words),
    }
}

fn running(state: &State, words: &Words) -> Card {
    let live = &state.live;
    let new = |tone, headline, step| Card::new(words, tone, headline, step);
    match (live.verdict.as_str(), live.waiting_for.as_str(), live.phase.as_str()) {
        ("waiting-for-person", "passcode", _) => new("you", "wait-passcode", "wait-passcode-step"),
        ("waiting-for-person", "trust", _) => new("you", "wait-trust", "wait-trust-step"),
        ("waiting-for-person", _, _) => new("you", "wait-unlock", "wait-unlock-step"),
        (_, "phone" | "phone-nearby", _) => new("you", "wait-phone", "job-phone-step"),
        ("stalled", _, _) => new("wait", "run-silent", "run-silent-step"),
        (_, _, "waiting-passcode") => new("you", "wait-passcode", "wait-passcode-step"),
        (_, _, "sending") => new("calm", "job-restore-sending", "wait-step"),
        (_, _, "putting-in-place") => new("wait", "job-restore-placing", "job-restore-leave"),
        (_, _, "restarting") => new("calm", "job-restore-restarting", "wait-step"),
        _ => new("calm", live.job.told().going, "job-wait"),
    }
}

fn ended(job: Job, result: &Value, words: &Words) -> Card {
    let new = |tone, headline, step| Card::new(words, tone, headline, step);
    let exit = result["exit_code"].as_u64().and_then(|exit| u8::try_from(exit).ok());
    let mut card = match (job, exit.unwrap_or(code::FAILED)) {
        (Job::Scrub, code::DONE) if result["finished"] == false => {
            new("good", "job-scrub-part", "job-scrub-part-step")
        }
        (_, code::DONE) => new("good", job.told().done, ""),
        (Job::Scrub, code::DAMAGE) => new("bad", "job-scrub-damaged", "job-scrub-damaged-step"),
        (Job::Drill, code::DAMAGE) => new("bad", "job-drill-damaged", "job-scrub-damaged-step"),
        (Job::Adopt, code::DAMAGE) => new("bad", "job-adopt-damaged", "job-adopt-damaged-step"),
        (_, code::INTERRUPTED) => new("calm", "job-stopped", job.told().stop),
        (_, code::PASSWORD) => new("you", "job-password", ""),
        (_, code::PLACE) => new("you", "job-place", "job-place-step"),
        (_, code::NO_PHONE) => new("you", "home-plug", "home-plug-step"),
        (_, code::PERSON) => new("you", "job-person", ""),
        (_, code::REFUSED) => new("bad", "end-refused", ""),
        _ => new("bad", "job-failed", "job-failed-step"),
    };
    card.said.extend(result["headline"].as_str().map(|text| words.line(text)));
    if card.tone != "good" {
        card.said.extend(texts(&result["details"]).iter().take(12).map(|text| words.line(text)));
        card.said.extend(result["next"].as_str().map(|text| words.line(text)));
    }
    card
}

/// A line of the story that only jobs have.
pub(super) fn told(object: &Value) -> Option<(&'static str, String)> {
    let of = |key: &str| text(&object[key]);
    Some(match object["type"].as_str()? {
        "damaged" => ("stall", format!("{}, {}: {}", of("version"), of("path"), of("text"))),
        "left_alone" => ("note", format!("{}: {}", of("verb"), of("path"))),
        _ => return None,
    })
}

/// A consent that is asked for: what was looked at, and what will be replaced.
struct Consent {
    id: u64,
    lines: Vec<Line>,
    /// Message, value, whether it is as it should be.
    looked: Vec<(&'static str, String)>,
}

impl Consent {
    fn read(state: &State, w: &Words) -> Option<Self> {
        let asked = state.question.as_ref().filter(|asked| asked.kind == Kind::Consent)?;
        let last = |kind| state.live.story.iter().rfind(|object| object["type"] == kind);
        let looked = last("preflight").map(|object| looked(object, w)).unwrap_or_default();
        let lines = last("consent").map(|object| texts(&object["text"])).unwrap_or_default();
        let lines = lines.iter().map(|text| w.line(text)).collect();
        Some(Self { id: asked.id, lines, looked })
    }
}

/// What was looked at before a restore, as far as the iPhone says.
fn looked(object: &Value, w: &Words) -> Vec<(&'static str, String)> {
    let yes = |value: bool| w.t(if value { "yes" } else { "no" });
    let mut rows =
        vec![("look-phone", text(&object["name"])), ("look-model", text(&object["model"]))];
    let mut put = |label, value: Option<String>| rows.extend(value.map(|value| (label, value)));
    put("look-find-my", object["find_my"].as_bool().map(yes));
    put("look-room", object["room_bytes"].as_u64().map(human_bytes));
    put("look-needed", object["needed_bytes"].as_u64().map(human_bytes));
    put("look-battery", object["battery"].as_u64().map(|percent| format!("{percent} %")));
    put("look-powered", object["powered"].as_bool().map(yes));
    put("look-system", object["source_system"].as_str().map(str::to_owned));
    put("live-files", object["files"].as_u64().map(human_count));
    put("look-damaged", object["damaged_files"].as_u64().map(human_count));
    put("look-opens", object["password_opens"].as_bool().map(yes));
    rows
}

#[derive(Template)]
#[template(path = "part_consent.html")]
struct ConsentPart<'a> {
    s: &'a Shell,
    v: &'a Consent,
}

/// How far a job is, and what came of it.
struct Far {
    running: bool,
    /// Nobody is asked anything: it goes on by itself.
    going: bool,
    percent: Option<u64>,
    what: String,
    rows: Vec<(&'static str, String)>,
    lines: Vec<String>,
}

impl Far {
    fn read(state: &State) -> Self {
        let live = &state.live;
        let work = live.work.as_ref();
        let part = |work: &Value| Some((work["done"].as_u64()?, work["total"].as_u64()?));
        let of_work = work.and_then(part).filter(|(_, total)| *total > 0);
        let of_work = of_work.map(|(done, total)| done.min(total) * 100 / total);
        let result = live.result.as_ref();
        let mut rows = match result {
            Some(result) => figures(result),
            None => going(state, work),
        };
        rows.push(("live-took", human_time(live.took(Instant::now()))));
        Self {
            running: state.is_running,
            going: state.is_running && state.question.is_none(),
            percent: live.percent.map(|percent| percent.floor() as u64).or(of_work),
            what: work
                .filter(|_| live.phase.is_empty())
                .map(|w| text(&w["what"]))
                .unwrap_or_default(),
            rows,
            lines: result.map(|result| texts(&result["wrong"])).unwrap_or_default(),
        }
    }
}

/// Figures of work that goes on.
fn going(state: &State, work: Option<&Value>) -> Vec<(&'static str, String)> {
    let live = &state.live;
    let mut rows = Vec::new();
    if live.bytes > 0 {
        rows.push(("job-sent", human_bytes(live.bytes)));
        rows.push(("live-speed", format!("{}/s", human_bytes(live.speed.max(0.0) as u64))));
        if let Some((_, high)) = live.eta {
            rows.push(("live-left", human_time(Duration::from_secs(high))));
        }
        return rows;
    }
    let Some(work) = work else { return rows };
    let done = work["done"].as_u64().unwrap_or(0);
    match work["unit"].as_str() {
        Some("bytes") => rows.push(("job-bytes", human_bytes(done))),
        Some("files") => rows.push(("live-files", human_count(done))),
        _ => {}
    }
    rows
}

/// Figures of a result, where it has them.
fn figures(result: &Value) -> Vec<(&'static str, String)> {
    let counts = [
        ("versions", "job-versions"),
        ("whole", "job-whole"),
        ("damaged", "job-damaged"),
        ("removed", "job-removed"),
        ("kept", "job-kept"),
        ("files", "live-files"),
        ("digests_agreed", "job-agreed"),
        ("digests_differing", "job-differing"),
    ];
    let mut rows: Vec<(&'static str, String)> = counts
        .into_iter()
        .filter_map(|(key, label)| Some((label, human_count(result[key].as_u64()?))))
        .collect();
    let bytes = result["bytes"].as_u64().filter(|bytes| *bytes > 0);
    rows.extend(bytes.map(|bytes| ("job-bytes", human_bytes(bytes))));
    rows.extend(result["path"].as_str().map(|path| ("job-path", path.to_owned())));
    rows
}

#[derive(Template)]
#[template(path = "part_work.html")]
struct FarPart<'a> {
    s: &'a Shell,
    v: &'a Far,
}

#[derive(Template)]
#[template(path = "part_work_controls.html")]
struct EndPart<'a> {
    s: &'a Shell,
    running: bool,
    stop: &'static str,
}

/// The parts of a job, in the place of those of a rescue.
pub(super) struct Work {
    job: Job,
    consent: Option<Consent>,
    far: Far,
}

impl Work {
    pub(super) fn read(state: &State, w: &Words) -> Self {
        Self { job: state.live.job, consent: Consent::read(state, w), far: Far::read(state) }
    }

    /// The question, when it is one of consent.
    pub(super) fn ask(&self, s: &Shell) -> Option<String> {
        let consent = self.consent.as_ref()?;
        ConsentPart { s, v: consent }.render().ok()
    }

    /// How far it is; none for a rescue.
    pub(super) fn live(&self, s: &Shell) -> Option<String> {
        let is_job = self.job != Job::Rescue;
        is_job.then(|| FarPart { s, v: &self.far }.render().unwrap_or_default())
    }

    /// What can be pressed; none for a rescue.
    pub(super) fn controls(&self, s: &Shell) -> Option<String> {
        let (running, stop) = (self.far.running, self.job.told().stop);
        let is_job = self.job != Job::Rescue;
        is_job.then(|| EndPart { s, running, stop }.render().unwrap_or_default())
    }
}
