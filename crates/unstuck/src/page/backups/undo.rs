//! What Unstuck did, from its journal, and taking the last of it back.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::super::ask::ask;
use super::super::html::{Shell, text};
use super::super::job::Job;
use super::super::routes::{At, draw, words};
use super::super::run;
use super::{begun, ours};
use crate::time::human_date;
use crate::words::Line;

/// Acts that are shown, the newest.
const ACTS_MAX: usize = 100;

/// An act of the journal.
struct Act {
    number: String,
    day: String,
    id: String,
    remedy: Line,
    event: String,
    why: Line,
    open: bool,
}

#[derive(Template)]
#[template(path = "journal.html")]
struct Journal {
    s: Shell,
    acts: Vec<Act>,
    trouble: Line,
}

pub(super) async fn journal(State(page): At, headers: HeaderMap) -> Response {
    let w = words(&headers);
    let toy = page.hub.state().toy.as_ref().map(|toy| toy.address.clone());
    let objects = ask(&page.base, &["undo", "--list"], toy).await;
    let acts = objects.iter().rev().filter(|object| object["type"] == "act").take(ACTS_MAX);
    let acts = acts.map(|object| Act {
        number: object["act"].as_u64().unwrap_or(0).to_string(),
        day: object["time"].as_i64().map(human_date).unwrap_or_default(),
        id: text(&object["remedy"]),
        remedy: w.line(&title(&text(&object["remedy"]))),
        event: match object["event"].as_str() {
            Some("done") => w.t("event-done"),
            Some("undone") => w.t("event-undone"),
            Some("declined") => w.t("event-declined"),
            Some("planned") => w.t("event-planned"),
            _ => w.t("event-unable"),
        },
        why: w.line(&text(&object["why"])),
        open: object["can_be_undone"] == true,
    });
    let failed = objects.iter().find(|object| object["outcome"] == "failed");
    draw(&Journal {
        acts: acts.collect(),
        trouble: w.line(&failed.map(|object| text(&object["headline"])).unwrap_or_default()),
        s: Shell::new(&page, w, "backups"),
    })
}

/// What a remedy is called; its id where nobody knows it.
fn title(id: &str) -> String {
    unstuck_diagnosis::remedy(id).map_or(id, |remedy| remedy.title).to_owned()
}

#[derive(Deserialize)]
pub(super) struct Back {
    csrf: String,
    act: u64,
}

pub(super) async fn undo(State(page): At, headers: HeaderMap, Form(form): Form<Back>) -> Response {
    let w = words(&headers);
    if let Err(answer) = ours(&page, w, &form.csrf) {
        return *answer;
    }
    let act = form.act.to_string();
    begun(&page, w, run::work(&page, Job::Undo, &["undo", &act], None))
}
