//! The same for programs: `/api/v1`, described by `/api/openapi.json`.

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::Value;
use unstuck_manifest::Password;

use super::ask::{ask, failure};
use super::hub::Said;
use super::routes::At;
use super::run::{self, With};
use super::tell;
use super::{Page, backups};
use crate::report::{Report, code};

const DOCUMENT: &str = include_str!("../../assets/openapi.json");

/// Routes below `/api`.
pub(super) fn routes() -> Router<Arc<Page>> {
    Router::new()
        .route("/openapi.json", get(document))
        .route("/v1/state", get(state))
        .route("/v1/phones", get(phones))
        .route("/v1/versions", get(versions))
        .route("/v1/versions/{udid}/{version}/contents", get(backups::api::contents))
        .route("/v1/versions/{udid}/{version}/files", get(backups::api::files))
        .route("/v1/versions/{udid}/{version}/unlock", post(backups::api::unlock))
        .route("/v1/lock", post(backups::api::lock))
        .route("/v1/scrub", post(backups::api::scrub))
        .route("/v1/explain", get(explain_all))
        .route("/v1/explain/{id}", get(explain))
        .route("/v1/start", post(start))
        .route("/v1/stop", post(stop))
        .route("/v1/answer", post(answer))
        .route("/v1/look", post(look))
        .method_not_allowed_fallback(|| async {
            problem(StatusCode::METHOD_NOT_ALLOWED, "That method is not known here.")
        })
        .fallback(|| async { problem(StatusCode::NOT_FOUND, "There is no such address.") })
        .layer(from_fn(ours))
}

/// A form of a foreign page cannot send JSON without being asked first, and nobody answers it.
async fn ours(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_json = kind.is_some_and(|kind| kind.split(';').next() == Some("application/json"));
    if request.method() == axum::http::Method::POST && !is_json {
        return problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send application/json.");
    }
    next.run(request).await
}

pub(super) fn problem(status: StatusCode, headline: &str) -> Response {
    let report = Report::new(code::USAGE, headline);
    (status, Json(failure(&report))).into_response()
}

/// Somebody without the token.
pub(super) fn stranger() -> Response {
    problem(StatusCode::UNAUTHORIZED, "Send the token of this start: Authorization: Bearer.")
}

async fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT).into_response()
}

async fn state(State(page): At) -> Json<Value> {
    Json(page.hub.object())
}

async fn phones(State(page): At) -> Json<Value> {
    let toy = page.hub.state().toy.as_ref().map(|toy| toy.address.clone());
    Json(ask(&page.base, &["devices"], toy).await.into())
}

async fn versions(State(page): At) -> Json<Value> {
    let is_toy = page.hub.state().toy.is_some();
    let place = page.base.place(is_toy).map(|place| place.to_string_lossy().into_owned());
    let place = place.unwrap_or_default();
    Json(ask(&page.base, &["versions", "list", "--in", &place], None).await.into())
}

async fn explain_all(State(page): At) -> Json<Value> {
    Json(ask(&page.base, &["explain"], None).await.into())
}

async fn explain(State(page): At, Path(id): Path<String>) -> Response {
    let objects = ask(&page.base, &["explain", "--", &id], None).await;
    if objects.iter().any(|object| object["type"] == "page") {
        return Json(Value::from(objects)).into_response();
    }
    problem(StatusCode::NOT_FOUND, "Nothing is known by this name.")
}

/// A body, or why it is none: never a server error.
type Body<T> = Result<Json<T>, JsonRejection>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    /// A simulated phone; the one at the cable without it.
    scenario: Option<String>,
}

async fn start(State(page): At, body: Body<Start>) -> Response {
    let Ok(Json(body)) = body else { return unread() };
    let with = body.scenario.as_deref().map_or(With::Phone, With::Scenario);
    match run::start(&page, with) {
        Ok(()) => (StatusCode::ACCEPTED, Json(page.hub.object())).into_response(),
        Err(report) if report.code == code::USAGE => {
            (StatusCode::NOT_FOUND, Json(failure(&report))).into_response()
        }
        Err(report) => (StatusCode::CONFLICT, Json(failure(&report))).into_response(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

async fn stop(State(page): At, body: Body<Nothing>) -> Response {
    let Ok(Json(Nothing {})) = body else { return unread() };
    page.hub.stop();
    Json(page.hub.object()).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    id: u64,
    say: Word,
    password: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Word {
    Yes,
    No,
    Password,
}

async fn answer(State(page): At, body: Body<Answer>) -> Response {
    let Ok(Json(body)) = body else { return unread() };
    let said = match body.say {
        Word::Yes => Said::Yes,
        Word::No => Said::No,
        Word::Password => Said::Password(body.password.map(Password::new)),
    };
    if page.hub.answer(body.id, said) {
        return Json(page.hub.object()).into_response();
    }
    problem(StatusCode::CONFLICT, "That question waits no more.")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Look {
    #[serde(default)]
    words: String,
    #[serde(default)]
    log: String,
}

async fn look(_headers: HeaderMap, body: Body<Look>) -> Response {
    let Ok(Json(body)) = body else { return unread() };
    match tokio::task::spawn_blocking(move || {
        tell::look(&tell::Tale::of_words(&body.words, &body.log))
    })
    .await
    {
        Ok(diagnosis) => Json(diagnosis).into_response(),
        Err(_) => problem(StatusCode::UNPROCESSABLE_ENTITY, "That could not be looked at."),
    }
}

pub(super) fn unread() -> Response {
    problem(StatusCode::BAD_REQUEST, "The body is not what the document says.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_names_every_route() {
        let document: Value = serde_json::from_str(DOCUMENT).unwrap();
        let own = include_str!("api.rs");
        let routes = own.split(".route(\"").skip(1).filter_map(|part| part.split('"').next());
        let routes: Vec<&str> = routes.filter(|route| route.starts_with('/')).collect();
        assert!(routes.len() >= 10);
        for route in &routes {
            assert!(document["paths"][format!("/api{route}")].is_object(), "{route}");
        }
        assert_eq!(document["paths"].as_object().unwrap().len(), routes.len());
    }

    #[test]
    fn failures_are_objects() {
        assert_eq!(failure(&Report::new(2, "No."))["headline"], "No.");
    }
}
