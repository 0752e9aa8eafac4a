//! "Tell me what you see": an answer without any phone, from words and lines of a log.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::Value;
use unstuck_diagnosis::case::CaseFile;
use unstuck_diagnosis::{Cause, Options, diagnose};

use super::Page;
use super::guard::secret;
use super::html::{Rung, Shell, text};
use super::hub::Told;
use super::routes::{At, draw, foreign_form, lost, trouble, words};
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

#[derive(Deserialize)]
pub(super) struct Seen {
    csrf: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    log: String,
}

pub(super) async fn told(State(page): At, headers: HeaderMap, Form(form): Form<Seen>) -> Response {
    if page.guard.is_ours(&form.csrf).is_err() {
        return foreign_form(&page, words(&headers));
    }
    let looked = tokio::task::spawn_blocking(move || look(&form.words, &form.log)).await;
    let id = match secret() {
        Ok(id) => id,
        Err(report) => return trouble(&page, words(&headers), &report),
    };
    let Ok((diagnosis, case)) = looked else { return lost(&page, words(&headers)) };
    page.hub.keep(Told { id: id.clone(), diagnosis, case });
    Redirect::to(&format!("/told/{id}")).into_response()
}

/// The diagnosis of what was written, and the case with everything private taken out. A log that
/// is a case file is read as one.
pub(super) fn look(report: &str, log: &str) -> (Value, String) {
    let log = log.trim();
    let mut case = CaseFile::read(log.as_bytes()).into_case();
    if !report.trim().is_empty() {
        let words = unstuck_diagnosis::case::Value::Text(report.to_owned());
        let source = unstuck_diagnosis::case::Source::Person;
        case.record(unstuck_diagnosis::case::Evidence::new("report", words, source));
    }
    let found = diagnose(&case, &Options::default());
    (object(&case, &found, true), format!("{:#}\n", case.shareable().to_json()))
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
            percent: format!("{percent:.0}"),
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
    ask: Line,
    never: Vec<Line>,
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
        ask: w.line(&text(&found["ask"]["question"])),
        never: never.map(|one| w.line(&text(&one["why"]))).collect(),
        id: told.id,
    }
}

pub(super) async fn case(State(page): At, headers: HeaderMap, Path(id): Path<String>) -> Response {
    match page.hub.told(&id) {
        Some(told) => file(told.case.into_bytes(), "unstuck-case.json", "application/json"),
        None => lost(&page, words(&headers)),
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
