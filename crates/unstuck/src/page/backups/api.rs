//! What is in a version, for programs: the objects of `versions show` and `files list`, by page.

use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use unstuck_manifest::kinds::Kind;
use unstuck_manifest::{Password, RecordKind};

use super::super::api::{problem, unread};
use super::super::ask::failure;
use super::super::job::Job;
use super::super::routes::At;
use super::super::run;
use super::books::{self, Book, Opening};
use super::index::Entry;
use super::{Which, argument, place};
use crate::commands::files::filter::FilterArgs;
use crate::report::{Report, code};

/// Rows of an answer.
const ROWS: usize = 1000;

/// The open book, or a failure as an object.
async fn book(page: &At, which: &Which) -> Result<std::sync::Arc<Book>, Box<Response>> {
    let missing = || Box::new(problem(StatusCode::NOT_FOUND, "There is no such version."));
    let folder = which.folder(page).ok_or_else(missing)?;
    let report = match books::open_patiently(page, &folder).await {
        Opening::Ready(book) => return Ok(book),
        Opening::Failed(report) => report,
        Opening::Locked => Report::new(code::PERSON, "The backup is encrypted: unlock it first.")
            .because("encryption-password"),
        Opening::Reading => Report::new(code::FAILED, "Its list is still being read."),
    };
    Err(Box::new((StatusCode::CONFLICT, Json(failure(&report))).into_response()))
}

/// Sums by domain.
pub(in crate::page) async fn contents(page: At, Path(which): Path<Which>) -> Response {
    let book = match book(&page, &which).await {
        Ok(book) => book,
        Err(answer) => return *answer,
    };
    let index = &book.index;
    let domains = index.domains.iter().filter(|domain| domain.sums.files > 0);
    let mut objects: Vec<Value> = domains
        .map(|domain| {
            json!({ "type": "domain", "domain": domain.name, "files": domain.sums.files,
                "bytes": domain.sums.bytes })
        })
        .collect();
    objects.push(json!({
        "type": "result", "outcome": if index.fault.is_none() { "complete" } else { "partial" },
        "exit_code": if index.fault.is_none() { code::DONE } else { code::PARTIAL },
        "encrypted": book.is_encrypted(), "files": index.sums.files, "bytes": index.sums.bytes,
    }));
    Json(objects).into_response()
}

#[derive(Deserialize)]
pub(in crate::page) struct Asked {
    kind: Option<String>,
    find: Option<String>,
    page: Option<u32>,
}

/// Files, folders and links, a thousand to a page.
pub(in crate::page) async fn files(
    page: At,
    Path(which): Path<Which>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let Ok(Query(asked)) = asked else { return unread() };
    let kind = asked.kind.as_deref().map(Kind::by_name);
    if kind == Some(None) {
        return problem(StatusCode::BAD_REQUEST, "There is no such kind of files.");
    }
    let book = match book(&page, &which).await {
        Ok(book) => book,
        Err(answer) => return *answer,
    };
    let start = (asked.page.unwrap_or(1).max(1) as usize - 1).saturating_mul(ROWS);
    let find = asked.find.filter(|find| !find.is_empty());
    let listed = tokio::task::spawn_blocking(move || {
        let filter = FilterArgs::of_kind(kind.flatten()).build(find.as_deref()).unwrap_or_default();
        let entries = (0..book.index.len()).filter_map(|at| book.index.entry(at));
        let (mut rows, mut count) = (Vec::new(), 0usize);
        for entry in entries.filter(|entry| filter.wants(&entry.listed())) {
            if count >= start && rows.len() < ROWS {
                rows.push(row(&entry));
            }
            count += 1;
        }
        rows.push(json!({ "type": "result", "outcome": "complete", "exit_code": code::DONE,
            "entries": count, "lost": book.index.lost }));
        rows
    });
    match listed.await {
        Ok(rows) => Json(rows).into_response(),
        Err(_) => problem(StatusCode::CONFLICT, "The list could not be read to its end."),
    }
}

fn row(entry: &Entry<'_>) -> Value {
    let kind = entry.kind.map(|kind| match kind {
        RecordKind::File => "file",
        RecordKind::Directory => "folder",
        RecordKind::Link => "link",
    });
    json!({
        "type": "file", "domain": entry.domain, "path": entry.path, "kind": kind,
        "bytes": entry.sound.then_some(entry.bytes),
        "modified": entry.sound.then_some(entry.modified),
        "id": entry.id.to_string(), "sound": entry.sound,
    })
}

/// A body, or why it is none.
type Body<T> = Result<Json<T>, JsonRejection>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::page) struct Typed {
    password: String,
}

/// Opens an encrypted version for this session.
pub(in crate::page) async fn unlock(
    page: At,
    Path(which): Path<Which>,
    body: Body<Typed>,
) -> Response {
    let Ok(Json(body)) = body else { return unread() };
    let password = Password::new(body.password);
    let Some(folder) = which.folder(&page) else {
        return problem(StatusCode::NOT_FOUND, "There is no such version.");
    };
    match books::unlock(&page, folder, password).await {
        Ok(()) => Json(json!({ "type": "result", "outcome": "complete", "exit_code": code::DONE }))
            .into_response(),
        Err(report) => (StatusCode::CONFLICT, Json(failure(&report))).into_response(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::page) struct Nothing {}

/// Wipes the keys.
pub(in crate::page) async fn lock(page: At, body: Body<Nothing>) -> Response {
    let Ok(Json(Nothing {})) = body else { return unread() };
    page.books.lock();
    Json(json!({ "type": "result", "outcome": "complete", "exit_code": code::DONE }))
        .into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::page) struct Budget {
    minutes: Option<u32>,
}

/// Reads versions again, as a run.
pub(in crate::page) async fn scrub(State(page): At, body: Body<Budget>) -> Response {
    let Ok(Json(body)) = body else { return unread() };
    let place = argument(&place(&page));
    let minutes = body.minutes.map(|minutes| format!("--minutes={minutes}"));
    let mut line = vec!["versions", "scrub", "--in", &place];
    line.extend(minutes.as_deref());
    match run::work(&page, Job::Scrub, &line, None) {
        Ok(()) => (StatusCode::ACCEPTED, Json(page.hub.object())).into_response(),
        Err(report) => (StatusCode::CONFLICT, Json(failure(&report))).into_response(),
    }
}
