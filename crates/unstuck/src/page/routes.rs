//! What can be asked for, and the door everybody comes through.

use std::sync::Arc;

use askama::Template;
use axum::extract::{DefaultBodyLimit, Form, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use serde::Deserialize;
use unstuck_manifest::Password;

use super::guard::{Refusal, changes};
use super::html::{Home, Parts, Shell, Trouble};
use super::hub::{Kind, Said};
use super::run::{self, With};
use super::{Page, api, backups, reading, tell, windows};
use crate::report::Report;
use crate::words::Words;

/// What a form or an upload may weigh.
const BODY_BYTES_MAX: usize = 10 << 20;

pub(super) type At = State<Arc<Page>>;

/// All routes.
pub(super) fn all(page: Arc<Page>) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/events", get(windows::events))
        .route("/start", post(start))
        .route("/stop", post(stop))
        .route("/clear", post(clear))
        .route("/answer", post(answer))
        .route("/language", post(language))
        .route("/paper/{which}", get(paper))
        // Read to its end, of which little is kept: a refused body is an error of the browser.
        .route("/tell", get(tell::form).post(tell::told).layer(DefaultBodyLimit::disable()))
        .route("/told/{id}", get(tell::show))
        .route("/told/{id}/more", post(tell::more))
        .route("/told/{id}/case.json", get(tell::case))
        .route("/restart", get(reading::restart))
        .route("/methods", get(reading::methods))
        .route("/explain", get(reading::explain))
        .route("/explain/{id}", get(reading::explain_one))
        .merge(backups::routes())
        .route("/a/{name}", get(asset))
        .nest("/api", api::routes())
        .fallback(nowhere)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn_with_state(Arc::clone(&page), door))
        .layer(middleware::map_response(sealed))
        .with_state(page)
}

/// Lets in whoever may come in.
async fn door(State(page): At, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let words = words(headers);
    if let Err(refusal) = page.guard.names(headers) {
        return refused(&page, words, refusal);
    }
    // Pictures and style tell nothing; the page of a refusal needs them.
    if page.guard.knows(headers) || request.uri().path().starts_with("/a/") {
        return next.run(request).await;
    }
    let query = request.uri().query().unwrap_or_default();
    let token = query.split('&').find_map(|pair| pair.strip_prefix("t="));
    match (request.uri().path(), token) {
        ("/", Some(token)) if !changes(request.method()) => match page.guard.take(token) {
            Ok(()) => let_in(&page, words),
            Err(refusal) => refused(&page, words, refusal),
        },
        (path, _) if path.starts_with("/api/") => api::stranger(),
        _ => refused(&page, words, Refusal::Stranger),
    }
}

/// The token becomes a cookie. A page and not a redirection: a strict cookie does not follow one
/// that began at another program.
fn let_in(page: &Page, words: &Words) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><title>Unstuck</title>\
         <meta http-equiv=\"refresh\" content=\"0;url=/\"><p><a href=\"/\">Unstuck</a></p></html>",
        words.tag
    );
    let mut response = Html(html).into_response();
    if let Ok(cookie) = HeaderValue::from_str(&page.guard.cookie()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// A page that says what happened; it has no secrets in it.
fn refused(page: &Page, w: &'static Words, refusal: Refusal) -> Response {
    let (headline, step) = match refusal {
        Refusal::Host => (w.t("door-host"), w.t("door-host-step")),
        Refusal::Origin | Refusal::Form => (w.t("door-form"), w.t("door-form-step")),
        Refusal::Stranger => (w.t("door-stranger"), w.t("door-stranger-step")),
        Refusal::Used => (w.t("door-used"), w.t("door-used-step")),
    };
    let mut s = Shell::new(page, w, "");
    s.csrf = String::new();
    let html = Trouble { s, headline, step, said: vec![] };
    (StatusCode::FORBIDDEN, draw(&html)).into_response()
}

/// What every answer carries: nothing from elsewhere, nothing kept, no frame around it.
async fn sealed(mut response: Response) -> Response {
    const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
        img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
        frame-ancestors 'none'";
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        // "no-referrer" would hide from us as well whether a form is our own.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The language: chosen before, else what the browser asks for.
pub(super) fn words(headers: &HeaderMap) -> &'static Words {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let cookies = text(header::COOKIE).unwrap_or_default();
    let chosen = cookies.split(';').find_map(|c| c.trim().strip_prefix("unstuck-language="));
    let chosen = chosen.and_then(Words::of);
    chosen.unwrap_or_else(|| Words::accepted(text(header::ACCEPT_LANGUAGE).unwrap_or_default()))
}

/// A template as an answer.
pub(super) fn draw(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A failure as a page.
pub(super) fn trouble(page: &Page, w: &'static Words, report: &Report) -> Response {
    let s = Shell::new(page, w, "");
    let said = [&report.headline].into_iter().chain(&report.details).chain(&report.next);
    let said = said.map(|text| w.line(text)).collect();
    let html = Trouble { s, headline: w.t("trouble-title"), step: String::new(), said };
    (StatusCode::CONFLICT, draw(&html)).into_response()
}

async fn home(State(page): At, headers: HeaderMap) -> Response {
    let s = Shell::new(&page, words(&headers), "home");
    let parts = Parts::of(&page, &s).parts;
    let renews = {
        let state = page.hub.state();
        match (state.is_running, state.question.is_some(), state.live.is_there()) {
            (true, false, _) => 3,
            // Somebody may be choosing something just now.
            (false, _, false) => 20,
            _ => 0,
        }
    };
    draw(&Home { s, parts, renews })
}

#[derive(Deserialize)]
struct Begin {
    csrf: String,
    with: String,
}

async fn start(State(page): At, headers: HeaderMap, Form(form): Form<Begin>) -> Response {
    let w = words(&headers);
    if let Err(refusal) = page.guard.is_ours(&form.csrf) {
        return refused(&page, w, refusal);
    }
    let with = match form.with.as_str() {
        "phone" => With::Phone,
        "same" => With::Same,
        name => With::Scenario(name),
    };
    match run::start(&page, with) {
        Ok(()) => Redirect::to("/").into_response(),
        Err(report) => trouble(&page, w, &report),
    }
}

#[derive(Deserialize)]
struct Bare {
    csrf: String,
}

async fn stop(State(page): At, headers: HeaderMap, Form(form): Form<Bare>) -> Response {
    act(&page, &headers, &form, |page| page.hub.stop())
}

async fn clear(State(page): At, headers: HeaderMap, Form(form): Form<Bare>) -> Response {
    let response = act(&page, &headers, &form, |page| page.hub.clear());
    let _ = run::look_safe(&page).await;
    response
}

fn act(page: &Page, headers: &HeaderMap, form: &Bare, act: impl FnOnce(&Page)) -> Response {
    if let Err(refusal) = page.guard.is_ours(&form.csrf) {
        return refused(page, words(headers), refusal);
    }
    act(page);
    Redirect::to("/").into_response()
}

#[derive(Deserialize)]
struct Answered {
    csrf: String,
    id: u64,
    say: String,
    #[serde(default)]
    password: String,
    again: Option<String>,
    /// Ticked where something cannot be taken back.
    sure: Option<String>,
}

async fn answer(State(page): At, headers: HeaderMap, Form(form): Form<Answered>) -> Response {
    let w = words(&headers);
    if let Err(refusal) = page.guard.is_ours(&form.csrf) {
        return refused(&page, w, refusal);
    }
    if form.again.as_ref().is_some_and(|again| *again != form.password) {
        let s = Shell::new(&page, w, "");
        let (headline, step) = (w.t("ask-differ"), w.t("ask-differ-step"));
        return draw(&Trouble { s, headline, step, said: vec![] });
    }
    let must_tick = page.hub.state().question.as_ref().is_some_and(|q| q.kind == Kind::Consent);
    let said = match form.say.as_str() {
        // A browser does not send it without; whatever does has not read it.
        "yes" if must_tick && form.sure.is_none() => return Redirect::to("/").into_response(),
        "yes" => Said::Yes,
        "password" if !form.password.is_empty() => {
            Said::Password(Some(Password::new(form.password)))
        }
        _ => Said::No,
    };
    page.hub.answer(form.id, said);
    Redirect::to("/").into_response()
}

#[derive(Deserialize)]
struct Tongue {
    csrf: String,
    tag: String,
}

async fn language(State(page): At, headers: HeaderMap, Form(form): Form<Tongue>) -> Response {
    if let Err(refusal) = page.guard.is_ours(&form.csrf) {
        return refused(&page, words(&headers), refusal);
    }
    let mut response = Redirect::to("/").into_response();
    if let Some(words) = Words::of(&form.tag) {
        let cookie = format!("unstuck-language={}; SameSite=Strict; Path=/", words.tag);
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// What a rescue wrote at its end: paths are our own, never the browser's.
async fn paper(State(page): At, headers: HeaderMap, Path(which): Path<String>) -> Response {
    let key = if which == "report" { "report" } else { "case_file" };
    let path =
        page.hub.state().live.result.as_ref().and_then(|r| r[key].as_str().map(str::to_owned));
    let text = match path {
        Some(path) => tokio::fs::read(path).await.ok(),
        None => None,
    };
    match text {
        Some(text) if key == "report" => tell::file(text, "unstuck-report.html", "text/html"),
        Some(text) => tell::file(text, "unstuck-case.json", "application/json"),
        None => lost(&page, words(&headers)),
    }
}

async fn asset(Path(name): Path<String>, Query(_): Query<NoQuery>) -> Response {
    let (kind, text) = match name.as_str() {
        "page.css" => ("text/css", include_str!("../../assets/page.css")),
        "page.js" => ("text/javascript", include_str!("../../assets/page.js")),
        "icon.svg" => ("image/svg+xml", include_str!("../../assets/icon.svg")),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

#[derive(Deserialize)]
struct NoQuery {}

async fn nowhere(State(page): At, headers: HeaderMap) -> Response {
    lost(&page, words(&headers))
}

/// There is no such page.
pub(super) fn lost(page: &Page, w: &'static Words) -> Response {
    let s = Shell::new(page, w, "");
    let (headline, step) = (w.t("lost-title"), w.t("lost-step"));
    let html = Trouble { s, headline, step, said: vec![] };
    (StatusCode::NOT_FOUND, draw(&html)).into_response()
}

/// A form with a wrong secret.
pub(super) fn foreign_form(page: &Page, w: &'static Words) -> Response {
    refused(page, w, Refusal::Form)
}
