//! The same for programs: `/api/v1`, described by `/api/openapi.json`.

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};
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

/// A body, or why it is none: never a server error. A form of a foreign page cannot send JSON
/// without its browser asking first, and nobody answers that.
type Body = Result<Json<Value>, JsonRejection>;

/// What a body says, if it is an object: a list of its values in order is none.
fn read<T: DeserializeOwned>(body: Body) -> Result<T, Box<Response>> {
    let value = match body {
        Ok(Json(value @ Value::Object(_))) => value,
        Ok(_) => return Err(Box::new(unread())),
        Err(rejection) => {
            return Err(Box::new(match rejection.status() {
                status @ StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                    problem(status, "Send application/json.")
                }
                status @ StatusCode::PAYLOAD_TOO_LARGE => problem(status, "That is too large."),
                _ => unread(),
            }));
        }
    };
    serde_json::from_value(value).map_err(|_| Box::new(unread()))
}

/// A number without a fraction, however it is written: 7 and 7.0 are the same to JSON.
fn whole<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    let number = Number::deserialize(from)?;
    let exact = number.as_u64().or_else(|| {
        let float = number.as_f64()?;
        (float >= 0.0 && float.fract() == 0.0).then_some(float as u64)
    });
    exact.ok_or_else(|| D::Error::custom("no whole number"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    /// A simulated phone; the one at the cable without it.
    scenario: Option<String>,
}

async fn start(State(page): At, body: Body) -> Response {
    let body: Start = match read(body) {
        Ok(body) => body,
        Err(response) => return *response,
    };
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

async fn stop(State(page): At, body: Body) -> Response {
    if let Err(response) = read::<Nothing>(body) {
        return *response;
    }
    page.hub.stop();
    Json(page.hub.object()).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    #[serde(deserialize_with = "whole")]
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

async fn answer(State(page): At, body: Body) -> Response {
    let body: Answer = match read(body) {
        Ok(body) => body,
        Err(response) => return *response,
    };
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

async fn look(body: Body) -> Response {
    let body: Look = match read(body) {
        Ok(body) => body,
        Err(response) => return *response,
    };
    let tale = tell::Tale::of_words(&body.words, &body.log);
    match tokio::task::spawn_blocking(move || tell::look(&tale)).await {
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
    fn the_document_names_every_kind_of_files() {
        let document: Value = serde_json::from_str(DOCUMENT).unwrap();
        let files = &document["paths"]["/api/v1/versions/{udid}/{version}/files"]["get"];
        let of = |name: &str| {
            let all = files["parameters"].as_array().unwrap().iter();
            all.into_iter().find(|one| one["name"] == name).unwrap()["schema"]["enum"].clone()
        };
        let kinds: Vec<&str> = unstuck_manifest::kinds::KINDS.iter().map(|k| k.name).collect();
        assert_eq!(of("kind"), serde_json::json!(kinds));
    }

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
