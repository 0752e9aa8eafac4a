//! "Tell me what you see": an answer without any phone, from words and lines of a log.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::Value;
use unstuck_diagnosis::case::{Case, CaseFile, Evidence, Source, Value as Fact};
use unstuck_diagnosis::{Cause, Options, diagnose, remedy};

use super::Page;
use super::guard::secret;
use super::html::{Rung, Shell, Trouble, text, texts};
use super::hub::Told;
use super::routes::{At, draw, foreign_form, lost, trouble, words};
use super::upload::{self, Unread};
use crate::view::diagnosis::object;
use crate::words::{Line, Words};

#[derive(Template)]
#[template(path = "tell.html")]
struct Ask {
    s: Shell,
}

pub(super) async fn form(State(page): At, headers: HeaderMap) -> Response {
    draw(&Ask { s: Shell::new(&page, words(&headers), "tell") })
}

/// What a person told: kept whole, so that an answer or an attempt can be added to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tale {
    pub(super) words: String,
    /// Pasted lines.
    pub(super) log: String,
    /// A file: a case file or any log.
    pub(super) file: Arc<[u8]>,
    /// Only the end of what was sent is kept.
    pub(super) is_cut: bool,
    /// Answers to our questions and what was tried, by the names of their facts.
    facts: BTreeMap<String, Fact>,
}

impl Tale {
    pub(super) fn of_words(words: &str, log: &str) -> Self {
        Self { words: words.to_owned(), log: log.to_owned(), ..Self::default() }
    }

    fn case(&self) -> Case {
        let mut case = CaseFile::read(self.file.trim_ascii()).into_case();
        let pasted = CaseFile::read(self.log.trim().as_bytes()).into_case();
        if self.file.is_empty() {
            case = pasted;
        } else if !self.log.trim().is_empty() {
            pasted.evidence().iter().for_each(|fact| case.record(fact.clone()));
        }
        if !self.words.trim().is_empty() {
            let words = Fact::Text(self.words.clone());
            case.record(Evidence::new("report", words, Source::Person));
        }
        for (name, fact) in &self.facts {
            let key = format!("facts.{name}");
            case.record(Evidence::new(&key, fact.clone(), Source::Person));
        }
        case
    }

    /// A picture, a film, a program: no text.
    fn is_odd(&self) -> bool {
        let begin = &self.file[..self.file.len().min(4096)];
        let wide = begin.starts_with(&[0xff, 0xfe]) || begin.starts_with(&[0xfe, 0xff]);
        let odd = begin.iter().filter(|byte| **byte == 0 || (0x0e..0x1b).contains(*byte)).count();
        !wide && odd * 20 > begin.len()
    }
}

pub(super) async fn told(State(page): At, headers: HeaderMap, request: Request) -> Response {
    let w = words(&headers);
    match upload::read(request, |csrf| page.guard.is_ours(csrf).is_ok()).await {
        Ok(seen) => find_out(&page, w, seen).await,
        Err(Unread::Foreign) => foreign_form(&page, w),
        Err(Unread::Broken) => {
            let s = Shell::new(&page, w, "tell");
            let (headline, step) = (w.t("tell-broken"), w.t("tell-broken-step"));
            let html = Trouble { s, headline, step, said: vec![] };
            (StatusCode::BAD_REQUEST, draw(&html)).into_response()
        }
    }
}

async fn find_out(page: &Page, w: &'static Words, seen: Tale) -> Response {
    let looked = tokio::task::spawn_blocking(move || (look(&seen), seen)).await;
    let id = match secret() {
        Ok(id) => id,
        Err(report) => return trouble(page, w, &report),
    };
    let Ok((diagnosis, seen)) = looked else { return lost(page, w) };
    page.hub.keep(Told { id: id.clone(), seen, diagnosis });
    Redirect::to(&format!("/told/{id}")).into_response()
}

/// The diagnosis of what was told. A log that is a case file is read as one.
pub(super) fn look(seen: &Tale) -> Value {
    let case = seen.case();
    let found = diagnose(&case, &Options::default());
    object(&case, &found, false)
}

/// An answer to the question that was asked, or what was tried.
#[derive(Deserialize)]
pub(super) struct More {
    csrf: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    own: String,
    #[serde(default)]
    tried: bool,
}

pub(super) async fn more(
    State(page): At,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(form): Form<More>,
) -> Response {
    let w = words(&headers);
    if page.guard.is_ours(&form.csrf).is_err() {
        return foreign_form(&page, w);
    }
    let Some(told) = page.hub.told(&id) else { return lost(&page, w) };
    let mut seen = told.seen;
    let (ask, next) = (&told.diagnosis["ask"], &told.diagnosis["next"]);
    if let Some(remedy) = next["remedy"].as_str().filter(|_| form.tried) {
        seen.facts.insert(format!("tried_{}", remedy.replace('-', "_")), Fact::Flag(true));
    } else if let Some(question) = ask["id"].as_str() {
        let name = format!("answer_{}", question.replace('-', "_"));
        let own = form.own.trim();
        if own.is_empty() {
            seen.facts.insert(name, Fact::Text(form.answer));
        } else {
            // In their own words it counts as all they said does.
            seen.words = format!("{}\n{own}", seen.words);
            seen.facts.insert(name, Fact::Text("in words".to_owned()));
        }
    }
    find_out(&page, w, seen).await
}

/// A cause as it is shown.
struct Likely {
    id: String,
    name: Line,
    percent: String,
    why: Vec<(Line, String)>,
}

impl Likely {
    fn read(cause: &Value, w: &Words) -> Self {
        let id = text(&cause["id"]);
        let name = Cause::ALL.iter().find(|one| one.id() == id);
        let percent = cause["probability"].as_f64().unwrap_or(0.0) * 100.0;
        let why = cause["why"].as_array().into_iter().flatten();
        Self {
            name: w.line(name.map_or(id.as_str(), |one| one.headline())),
            id,
            // Nothing is ever quite sure, nor out of the question.
            percent: format!("{:.0}", percent.clamp(1.0, 99.0)),
            why: why.map(|why| (w.line(&text(&why["says"])), text(&why["evidence"]))).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "told.html")]
struct Answer {
    s: Shell,
    id: String,
    known: bool,
    first: Likely,
    others: Vec<Likely>,
    next: Option<Rung>,
    ask: Option<Asked>,
    never: Vec<Better>,
    cut: bool,
    odd: bool,
}

/// What must not be done.
struct Better {
    /// None where the reason says it already.
    what: Option<Line>,
    why: Line,
}

impl Better {
    fn read(never: &Value, w: &Words) -> Self {
        let what = never["remedy"].as_str().and_then(remedy);
        Self { what: what.map(|one| w.line(one.title)), why: w.line(&text(&never["why"])) }
    }
}

/// A question, with answers to choose from; without any it is answered in words.
struct Asked {
    question: Line,
    /// What a form sends, and what its reader reads.
    answers: Vec<(String, Line)>,
    in_words: bool,
}

impl Asked {
    fn read(ask: &Value, w: &Words) -> Option<Self> {
        let all = texts(&ask["answers"]);
        // What stands in brackets is to be written.
        let (own, answers): (Vec<_>, Vec<_>) = all.into_iter().partition(|a| a.starts_with('('));
        let question = w.line(ask["question"].as_str()?);
        let answers = answers.into_iter().map(|answer| {
            let line = w.line(&answer);
            (answer, line)
        });
        Some(Self { question, answers: answers.collect(), in_words: !own.is_empty() })
    }
}

pub(super) async fn show(State(page): At, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let w = words(&headers);
    let Some(told) = page.hub.told(&id) else { return lost(&page, w) };
    draw(&answer(&page, w, told))
}

fn answer(page: &Page, w: &'static Words, told: Told) -> Answer {
    let found = &told.diagnosis;
    let causes = found["causes"].as_array().into_iter().flatten();
    let mut causes: Vec<Likely> = causes.take(6).map(|one| Likely::read(one, w)).collect();
    let first = if causes.is_empty() { Likely::read(&Value::Null, w) } else { causes.remove(0) };
    let next = found["next"].as_object().map(|_| Rung::read(&found["next"], w));
    let never = found["never"].as_array().into_iter().flatten();
    Answer {
        s: Shell::new(page, w, "tell"),
        known: first.id != "unknown",
        first,
        others: causes,
        next,
        ask: Asked::read(&found["ask"], w),
        cut: told.seen.is_cut,
        odd: told.seen.is_odd(),
        never: never.map(|one| Better::read(one, w)).collect(),
        id: told.id,
    }
}

/// The case with everything private taken out, which takes seconds of a long log.
pub(super) async fn case(State(page): At, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let Some(told) = page.hub.told(&id) else { return lost(&page, words(&headers)) };
    let shareable = move || format!("{:#}\n", told.seen.case().shareable().to_json());
    match tokio::task::spawn_blocking(shareable).await {
        Ok(text) => file(text.into_bytes(), "unstuck-case.json", "application/json"),
        Err(_) => lost(&page, words(&headers)),
    }
}

/// A file to keep: never shown within the page.
pub(super) fn file(bytes: Vec<u8>, name: &'static str, kind: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (StatusCode::OK, headers, bytes).into_response()
}
