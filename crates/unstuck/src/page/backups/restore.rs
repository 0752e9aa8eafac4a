//! A version goes back to an iPhone: what stands in the way and what will be replaced is shown in
//! the run itself, and nothing is sent before somebody consents there. And the drill, which
//! touches no iPhone.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use unstuck_manifest::{FolderName, Password};

use super::super::html::Shell;
use super::super::job::Job;
use super::super::routes::{At, draw, words};
use super::super::run;
use super::care::is_encrypted;
use super::{Which, argument, begun, gone, ours};

#[derive(Template)]
#[template(path = "restore.html")]
struct Restore {
    s: Shell,
    day: String,
    address: String,
    encrypted: bool,
    /// UDIDs to choose from, when several are in reach.
    phones: Vec<String>,
    toy: String,
}

pub(super) async fn form(
    State(page): At,
    headers: HeaderMap,
    Path(which): Path<Which>,
) -> Response {
    let w = words(&headers);
    let Some(folder) = which.folder(&page) else { return gone(&page, w) };
    let encrypted = tokio::task::spawn_blocking(move || is_encrypted(folder)).await;
    let (phones, toy) = {
        let state = page.hub.state();
        let toy = state.toy.as_ref().map(|toy| toy.name.clone()).unwrap_or_default();
        (state.phones.clone().unwrap_or_default(), toy)
    };
    draw(&Restore {
        s: Shell::new(&page, w, "backups"),
        day: which.day(),
        address: which.address(),
        encrypted: encrypted.unwrap_or(true),
        phones: if phones.len() > 1 && toy.is_empty() { phones } else { vec![] },
        toy,
    })
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    csrf: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    device: String,
    /// `everything` is replaced, or what is not in the backup stays: `merge`.
    #[serde(default)]
    how: String,
    settings: Option<String>,
    /// Only a drill.
    drill: Option<String>,
}

pub(super) async fn begin(
    State(page): At,
    headers: HeaderMap,
    Path(which): Path<Which>,
    Form(form): Form<Wanted>,
) -> Response {
    let w = words(&headers);
    let password = Some(form.password).filter(|typed| !typed.is_empty()).map(Password::new);
    if let Err(answer) = ours(&page, w, &form.csrf) {
        return *answer;
    }
    let Some(folder) = which.folder(&page) else { return gone(&page, w) };
    let folder = argument(&folder);
    let mut line = vec!["restore"];
    let job = match form.drill {
        Some(_) => {
            line.push("--rehearse");
            Job::Drill
        }
        None => {
            if FolderName::parse(&form.device).is_some() {
                line.extend(["--device", &form.device]);
            }
            line.extend((form.how == "merge").then_some("--keep-items"));
            line.extend(form.settings.is_some().then_some("--keep-settings"));
            Job::Restore
        }
    };
    line.extend(["--", &folder]);
    begun(&page, w, run::work(&page, job, &line, password))
}
