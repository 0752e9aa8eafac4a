//! The run as HTML, in parts that are renewed one by one.

use std::time::{Duration, Instant};

use askama::Template;
use serde_json::Value;
use unstuck_diagnosis::{Body, Cause, remedy};
use unstuck_sim::Scenario;
use unstuck_vault::version_time;

use super::Page;
use super::card::{Card, announced, card};
use super::hub::State;
use super::job::{self, Work};
use super::{pictures, toys};
use crate::time::{counted, date_of, human_bytes, human_count, human_date, human_time};
use crate::words::{Line, Words};

/// What every page needs.
pub(super) struct Shell {
    pub(super) w: &'static Words,
    pub(super) csrf: String,
    pub(super) here: &'static str,
    pub(super) all: &'static [Words],
}

impl Shell {
    pub(super) fn new(page: &Page, w: &'static Words, here: &'static str) -> Self {
        Self { w, csrf: page.guard.form().to_owned(), here, all: Words::all() }
    }
}

/// A rung as it is shown.
pub(super) struct Rung {
    id: String,
    pub(super) title: Line,
    pub(super) minutes: String,
    pub(super) steps: Vec<Line>,
    pub(super) effects: Option<Line>,
    losses: Vec<Line>,
    cause: String,
    /// What is the matter, in words.
    because: Line,
}

/// Everything the parts show.
pub(super) struct Shown {
    toy: String,
    safe: String,
    question: Option<(u64, &'static str)>,
    rung: Option<Rung>,
    running: bool,
    there: bool,
    reachable: bool,
    good: bool,
    tried: bool,
    moved: bool,
    name: String,
    model: String,
    body: Body,
    phone_there: bool,
    percent: Option<u64>,
    left: String,
    speed: String,
    files: String,
    bytes: String,
    took: String,
    silence: String,
    plot: String,
    made_up: String,
    story: Vec<(&'static str, Line)>,
    papers: Vec<(&'static str, String)>,
    toys: Vec<(&'static str, String)>,
    scenarios: Vec<&'static str>,
}

/// Lines of a story that a person may be expected to read unasked.
const STORY_OPEN: usize = 30;

/// A text of an object.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Texts of a list.
pub(super) fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

impl Rung {
    pub(super) fn read(object: &Value, w: &Words) -> Self {
        let lines = |key: &str| texts(&object[key]).iter().map(|text| w.line(text)).collect();
        let losses: Vec<Line> = lines("losses");
        let effects = text(&object["side_effects"]);
        let worth_it = losses.is_empty() && !effects.is_empty() && effects != "none";
        let cause = text(&object["cause"]);
        let because = Cause::from_id(&cause).map_or(cause.as_str(), |one| one.headline());
        Self {
            id: text(&object["remedy"]),
            title: w.line(&text(&object["title"])),
            minutes: object["minutes"].as_u64().unwrap_or(1).to_string(),
            steps: lines("steps"),
            effects: worth_it.then(|| w.line(&effects)),
            losses,
            because: w.line(because),
            cause,
        }
    }
}

impl Shown {
    fn read(state: &State, w: &Words) -> Self {
        let (live, now) = (&state.live, Instant::now());
        let result = live.result.as_ref();
        let found = live.found.as_ref();
        let seen = state.seen.as_ref().filter(|_| !live.is_there());
        let of = |key: &str| found.map(|found| text(&found[key])).unwrap_or_default();
        let (name, model) = match seen {
            Some(seen) => (seen.name.clone(), seen.model.clone()),
            None => (of("name"), of("model")),
        };
        let mut papers = Vec::new();
        for (id, key, label) in
            [("report", "report", w.t("paper-report")), ("case", "case_file", w.t("paper-case"))]
        {
            if result.is_some_and(|result| result[key].is_string()) {
                papers.push((id, label));
            }
        }
        Self {
            toy: state.toy.as_ref().map(|toy| toys::called(&toy.name, w)).unwrap_or_default(),
            safe: safe(state, w),
            question: state.question.as_ref().map(|asked| (asked.id, asked.kind.word())),
            rung: live.rung.as_ref().map(|rung| Rung::read(rung, w)),
            running: state.is_running,
            there: live.is_there(),
            // Where no iPhone can be seen at all, the button is the one thing to do.
            reachable: state.phones.as_ref().is_none_or(|phones| !phones.is_empty()),
            moved: live.bytes > 0 || live.files > 0,
            good: result.is_some_and(|result| result["outcome"] != "failed"),
            // Opened where it is short enough to be read, or names what is missing.
            tried: live.rung.is_some() && live.story.len() <= STORY_OPEN
                || result.is_some_and(|result| result["exit_code"] == 3),
            body: body(&model),
            phone_there: !name.is_empty() || !model.is_empty(),
            name,
            model,
            percent: live.percent.map(|percent| percent.floor() as u64),
            left: match live.eta {
                Some((low, high)) => {
                    let time = |seconds| human_time(Duration::from_secs(seconds));
                    w.t2("live-range", ("low", &time(low)), ("high", &time(high)))
                }
                None => w.t("live-early"),
            },
            speed: format!("{}/s", human_bytes(live.speed.max(0.0) as u64)),
            files: human_count(live.files),
            bytes: human_bytes(live.bytes),
            took: human_time(live.took(now)),
            silence: silence(state, w),
            plot: match live.points.len() {
                0..=3 => String::new(),
                _ => pictures::speeds(&live.points, &w.t("live-plot")),
            },
            made_up: live.made_up.clone().unwrap_or_default(),
            story: live.story.iter().filter_map(|object| told(object, w)).collect(),
            papers,
            toys: toys::all(w),
            scenarios: Scenario::names().filter(|name| !toys::is_one(name)).collect(),
        }
    }
}

/// What a phone looks like whose model is said as people say it.
fn body(model: &str) -> Body {
    let name = model.split(", iOS").next().unwrap_or_default();
    unstuck_diagnosis::device(name).map_or(Body::IphoneFace, |device| device.body())
}

/// What is safe, from what is kept: never decoration.
fn safe(state: &State, w: &Words) -> String {
    match &state.safe {
        Some((version, proven)) => {
            // A version is named by the second it was made in, a proof has the moment itself.
            let made = version_time(version).map_or_else(|| version.clone(), human_date);
            w.t2("safe-proven", ("of", &made), ("on", &date_of(proven)))
        }
        None => w.t("safe-nothing-yet"),
    }
}

/// Proof of life.
fn silence(state: &State, w: &Words) -> String {
    let live = &state.live;
    if !state.is_running || live.silent < 2 {
        return String::new();
    }
    let time = |seconds| human_time(Duration::from_secs(seconds));
    let (silent, normal) = (time(live.silent), time(live.normal));
    if live.normal >= live.silent {
        w.t2("live-silent-normal", ("silent", &silent), ("normal", &normal))
    } else {
        w.t2("live-silent-long", ("silent", &silent), ("normal", &normal))
    }
}

/// A line of the story, with a class.
fn told(object: &Value, w: &Words) -> Option<(&'static str, Line)> {
    let of = |key: &str| text(&object[key]);
    let (class, english) = match object["type"].as_str()? {
        "phase" => ("phase", of("text")),
        "note" | "refused" => ("note", of("text")),
        "stall" => ("stall", of("text")),
        "lost" => ("stall", "The connection was lost. Nothing of what came is lost.".to_owned()),
        "resumed" => ("note", {
            let files = counted(object["files"].as_u64().unwrap_or_default(), "file", "files");
            format!("Connected again, behind {files}.")
        }),
        "file_error" => ("stall", format!("{}: {}", of("path"), of("text"))),
        "space_missing" => ("stall", "There is not enough room for what it wants to send.".into()),
        "battery" => ("stall", format!("The battery is at {} %.", object["percent"])),
        "rung" => ("rung", format!("Next: {}", of("title"))),
        "act" => ("note", act(object)),
        "result" => ("rung", of("headline")),
        _ => {
            let (class, text) = job::told(object)?;
            return Some((class, w.line(&text)));
        }
    };
    Some((class, w.line(&english)))
}

/// What came of a step, as the terminal says it.
fn act(object: &Value) -> String {
    let id = text(&object["remedy"]);
    let title = remedy(&id).map_or(id, |remedy| remedy.title.to_owned());
    match object["why"].as_str() {
        Some(why) => format!("That was not possible: {why}."),
        None => format!("{title}: {}.", text(&object["settled"])),
    }
}

#[derive(Template)]
#[template(path = "part_card.html")]
struct CardPart<'a> {
    s: &'a Shell,
    v: &'a Shown,
    card: &'a Card,
    picture: String,
}

#[derive(Template)]
#[template(path = "part_ask.html")]
struct AskPart<'a> {
    s: &'a Shell,
    v: &'a Shown,
}

#[derive(Template)]
#[template(path = "part_live.html")]
struct LivePart<'a> {
    s: &'a Shell,
    v: &'a Shown,
}

#[derive(Template)]
#[template(path = "part_controls.html")]
struct ControlsPart<'a> {
    s: &'a Shell,
    v: &'a Shown,
}

#[derive(Template)]
#[template(path = "part_story.html")]
struct StoryPart<'a> {
    s: &'a Shell,
    v: &'a Shown,
}

/// The parts in their order, and what is said aloud at a change.
pub(super) struct Parts {
    pub(super) parts: Vec<(&'static str, String)>,
    pub(super) announced: String,
}

impl Parts {
    pub(super) fn of(page: &Page, s: &Shell) -> Self {
        // The lock is let go before anything is drawn.
        let (card, v, announced, work) = {
            let state = page.hub.state();
            let (card, announced) = (card(&state, s.w), announced(&state, s.w));
            (card, Shown::read(&state, s.w), announced, Work::read(&state, s.w))
        };
        let v = &v;
        let picture = card.picture.map(|scene| scene.svg(v.body, &s.w.t("picture-trust")));
        let picture = picture.unwrap_or_default();
        let html = |done: askama::Result<String>| done.unwrap_or_default();
        let ask = work.ask(s).unwrap_or_else(|| html(AskPart { s, v }.render()));
        let live = work.live(s).unwrap_or_else(|| html(LivePart { s, v }.render()));
        let controls = work.controls(s).unwrap_or_else(|| html(ControlsPart { s, v }.render()));
        let parts = vec![
            ("card", html(CardPart { s, v, card: &card, picture }.render())),
            ("ask", ask),
            ("live", live),
            ("controls", controls),
            ("story", html(StoryPart { s, v }.render())),
        ];
        Self { parts, announced }
    }
}

/// The first page.
#[derive(Template)]
#[template(path = "home.html")]
pub(super) struct Home {
    pub(super) s: Shell,
    pub(super) parts: Vec<(&'static str, String)>,
    /// Seconds after which it renews itself where no script does; 0 for never, as while somebody
    /// types an answer.
    pub(super) renews: u32,
}

/// What is not as it should be.
#[derive(Template)]
#[template(path = "trouble.html")]
pub(super) struct Trouble {
    pub(super) s: Shell,
    pub(super) headline: String,
    pub(super) step: String,
    pub(super) said: Vec<Line>,
}
