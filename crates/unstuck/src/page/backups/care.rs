//! Looking after backups: trying a password on them, reading them again, taking one in, giving
//! one away, thinning them out. What takes a while is a run like any other.

use std::path::{Path as FsPath, PathBuf};

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::Value;
use unstuck_manifest::{FolderName, Password};
use unstuck_probe::{Here, kept};
use unstuck_vault::version_time;

use super::super::ask::{ask, ask_with, of_type};
use super::super::html::{Shell, text};
use super::super::job::Job;
use super::super::routes::{At, draw, trouble, words};
use super::super::run;
use super::{Bare, Which, argument, begun, gone, ours, place};
use crate::commands::source::Source;
use crate::report::{Report, code};
use crate::time::human_date;
use crate::words::Line;

/// Letters of a path that is typed.
const PATH_LETTERS_MAX: usize = 4096;
/// Backups of other programs that are offered.
const OFFERED_MAX: usize = 50;

/// The day of a version by its name.
fn day(name: &str) -> String {
    version_time(name).map_or_else(|| name.to_owned(), human_date)
}

#[derive(Template)]
#[template(path = "password.html")]
struct Rehearsal {
    s: Shell,
    /// Day, outcome.
    tried: Vec<(String, String)>,
    /// `good`, `you`, or nothing before anything was tried.
    tone: &'static str,
    lost: bool,
    said: Vec<Line>,
}

/// The form for a password to try.
pub(super) async fn password(State(page): At, headers: HeaderMap) -> Response {
    let s = Shell::new(&page, words(&headers), "backups");
    draw(&Rehearsal { s, tried: vec![], tone: "", lost: false, said: vec![] })
}

#[derive(Deserialize)]
pub(super) struct Typed {
    csrf: String,
    password: String,
}

/// Tries a password on all versions.
pub(super) async fn try_password(
    State(page): At,
    headers: HeaderMap,
    Form(form): Form<Typed>,
) -> Response {
    let (w, password) = (words(&headers), Password::new(form.password));
    if let Err(answer) = ours(&page, w, &form.csrf) {
        return *answer;
    }
    let place = argument(&place(&page));
    let line = ["password", "rehearse", "--in", &place];
    let objects = ask_with(&page.base, &line, None, Some(password)).await;
    let tried = objects.iter().filter(|object| object["type"] == "tried").map(|object| {
        let folder = text(&object["backup"]);
        let version = FsPath::new(&folder).parent().and_then(FsPath::file_name);
        let version = version.map(|name| name.to_string_lossy().into_owned());
        let outcome = match object["outcome"].as_str() {
            Some("opens") => w.t("tried-opens"),
            Some("wrong-password") => w.t("tried-closed"),
            Some("not-encrypted") => w.t("tried-plain"),
            _ => w.t("tried-damaged"),
        };
        (day(&version.unwrap_or_default()), outcome)
    });
    let result = of_type(&objects, "result").cloned().unwrap_or_default();
    let lost = result["does_not_open"].as_u64().is_some_and(|count| count > 0);
    let said: Vec<Line> =
        result["headline"].as_str().map(|text| w.line(text)).into_iter().collect();
    draw(&Rehearsal {
        tried: tried.collect(),
        tone: if lost || !said.is_empty() { "you" } else { "good" },
        lost,
        said,
        s: Shell::new(&page, w, "backups"),
    })
}

#[derive(Template)]
#[template(path = "scrub.html")]
struct Scrub {
    s: Shell,
}

/// The form for reading versions again.
pub(super) async fn scrub(State(page): At, headers: HeaderMap) -> Response {
    draw(&Scrub { s: Shell::new(&page, words(&headers), "backups") })
}

#[derive(Deserialize)]
pub(super) struct Budget {
    csrf: String,
    #[serde(default)]
    minutes: String,
}

pub(super) async fn begin_scrub(
    State(page): At,
    headers: HeaderMap,
    Form(form): Form<Budget>,
) -> Response {
    let w = words(&headers);
    if let Err(answer) = ours(&page, w, &form.csrf) {
        return *answer;
    }
    let place = argument(&place(&page));
    let minutes = form.minutes.parse::<u32>().ok().filter(|minutes| *minutes > 0);
    let minutes = minutes.map(|minutes| format!("--minutes={minutes}"));
    let mut line = vec!["versions", "scrub", "--in", &place];
    line.extend(minutes.as_deref());
    begun(&page, w, run::work(&page, Job::Scrub, &line, None))
}

/// Reads one version again.
pub(super) async fn scrub_one(
    State(page): At,
    headers: HeaderMap,
    Path(which): Path<Which>,
    Form(form): Form<Bare>,
) -> Response {
    let w = words(&headers);
    if let Err(answer) = ours(&page, w, &form.csrf) {
        return *answer;
    }
    if which.folder(&page).is_none() {
        return gone(&page, w);
    }
    let place = argument(&place(&page));
    let line = ["versions", "scrub", "--in", &place, "--device", &which.udid, "--", &which.version];
    begun(&page, w, run::work(&page, Job::Scrub, &line, None))
}

/// A backup of another program.
struct Offered {
    path: String,
    udid: String,
}

#[derive(Template)]
#[template(path = "adopt.html")]
struct Adopt {
    s: Shell,
    offered: Vec<Offered>,
}

/// The form for taking in, with what Apple's programs keep on this computer.
pub(super) async fn adopt(State(page): At, headers: HeaderMap) -> Response {
    let found = tokio::task::spawn_blocking(|| {
        let places = kept::apple_places(&Here::real());
        places.iter().flat_map(|place| backups_in(place)).take(OFFERED_MAX).collect::<Vec<_>>()
    });
    let offered = found.await.unwrap_or_default().into_iter().map(|path| Offered {
        udid: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        path: argument(&path),
    });
    draw(&Adopt { offered: offered.collect(), s: Shell::new(&page, words(&headers), "backups") })
}

fn backups_in(place: &FsPath) -> Vec<PathBuf> {
    let items = std::fs::read_dir(place).into_iter().flatten().flatten();
    let is_backup = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| FolderName::parse(name).is_some())
            && path.join("Manifest.plist").is_file()
    };
    items.map(|item| item.path()).filter(is_backup).collect()
}

#[derive(Deserialize)]
pub(super) struct Taken {
    csrf: String,
    path: String,
    #[serde(default)]
    password: String,
}

pub(super) async fn begin_adopt(
    State(page): At,
    headers: HeaderMap,
    Form(form): Form<Taken>,
) -> Response {
    let w = words(&headers);
    let password = Some(form.password).filter(|typed| !typed.is_empty()).map(Password::new);
    if let Err(answer) = ours(&page, w, &form.csrf) {
        return *answer;
    }
    let path = match whole_path(&form.path) {
        Ok(path) => path,
        Err(report) => return trouble(&page, w, &report),
    };
    let place = argument(&place(&page));
    let line = ["versions", "adopt", "--in", &place, "--", &path];
    begun(&page, w, run::work(&page, Job::Adopt, &line, password))
}

/// A folder that was typed: whole, and not longer than paths are.
fn whole_path(typed: &str) -> Result<String, Report> {
    let path = typed.trim().trim_matches('"');
    let is_whole = path.len() <= PATH_LETTERS_MAX && FsPath::new(path).is_absolute();
    if is_whole && !path.contains('\0') {
        return Ok(path.to_owned());
    }
    let example = if cfg!(windows) { r"D:\Backups" } else { "/media/disk/Backups" };
    Err(Report::new(code::USAGE, "That is no whole path of a folder.")
        .saw("Nothing was done.")
        .next(format!("Type the path from its beginning, such as {example}.")))
}

#[derive(Template)]
#[template(path = "export.html")]
struct Export {
    s: Shell,
    day: String,
    address: String,
}

pub(super) async fn export(
    State(page): At,
    headers: HeaderMap,
    Path(which): Path<Which>,
) -> Response {
    let w = words(&headers);
    if which.folder(&page).is_none() {
        return gone(&page, w);
    }
    let (day, address) = (which.day(), which.address());
    draw(&Export { s: Shell::new(&page, w, "backups"), day, address })
}

#[derive(Deserialize)]
pub(super) struct Given {
    csrf: String,
    whom: String,
    path: String,
}

pub(super) async fn begin_export(
    State(page): At,
    headers: HeaderMap,
    Path(which): Path<Which>,
    Form(form): Form<Given>,
) -> Response {
    let w = words(&headers);
    if let Err(answer) = ours(&page, w, &form.csrf) {
        return *answer;
    }
    if which.folder(&page).is_none() {
        return gone(&page, w);
    }
    let path = match whole_path(&form.path) {
        Ok(path) => path,
        Err(report) => return trouble(&page, w, &report),
    };
    let whom = match form.whom.as_str() {
        "finder" => "finder",
        "itunes" => "itunes",
        _ => "idevicebackup2",
    };
    let (place, to) = (argument(&place(&page)), format!("--to={path}"));
    let line = [
        "versions",
        "export",
        "--in",
        &place,
        "--device",
        &which.udid,
        "--for",
        whom,
        &to,
        "--",
        &which.version,
    ];
    begun(&page, w, run::work(&page, Job::Export, &line, None))
}

#[derive(Template)]
#[template(path = "prune.html")]
struct Prune {
    s: Shell,
    udid: String,
    /// Day, why it stays; nothing for one that goes.
    versions: Vec<(String, String)>,
    /// Names of those that go.
    going: String,
    count: String,
}

/// The plan: each version, and why it stays.
async fn plan(page: &super::super::Page, udid: &str) -> Option<Vec<Value>> {
    let place = argument(&place(page));
    let line = ["versions", "prune", "--plan", "--in", &place, "--device", udid];
    let objects = ask(&page.base, &line, None).await;
    of_type(&objects, "plan")?["versions"].as_array().cloned()
}

fn going(plan: &[Value]) -> String {
    let names = plan.iter().filter(|one| one["keep"].is_null()).map(|one| text(&one["version"]));
    names.collect::<Vec<_>>().join(",")
}

pub(super) async fn prune(
    State(page): At,
    headers: HeaderMap,
    Path(udid): Path<String>,
) -> Response {
    let w = words(&headers);
    // A UDID that looks like an option is none.
    let known = FolderName::parse(&udid).is_some();
    let plan = if known { plan(&page, &udid).await } else { None };
    let Some(plan) = plan else { return gone(&page, w) };
    let why = |keep: &Value| match keep.as_str() {
        Some("last") => w.t("keep-last"),
        Some("daily") => w.t("keep-daily"),
        Some("weekly") => w.t("keep-weekly"),
        Some("monthly") => w.t("keep-monthly"),
        Some("last-good") => w.t("keep-last-good"),
        Some(_) => w.t("keep-unknown"),
        None => String::new(),
    };
    let versions: Vec<_> =
        plan.iter().rev().map(|one| (day(&text(&one["version"])), why(&one["keep"]))).collect();
    let count = versions.iter().filter(|(_, why)| why.is_empty()).count().to_string();
    let going = going(&plan);
    draw(&Prune { s: Shell::new(&page, w, "backups"), udid, versions, going, count })
}

#[derive(Deserialize)]
pub(super) struct Agreed {
    csrf: String,
    #[serde(default)]
    going: String,
    #[serde(default)]
    sure: String,
}

/// Acts on the very plan that was shown; when it is another one by now, that is shown.
pub(super) async fn begin_prune(
    State(page): At,
    headers: HeaderMap,
    Path(udid): Path<String>,
    Form(form): Form<Agreed>,
) -> Response {
    let w = words(&headers);
    if let Err(answer) = ours(&page, w, &form.csrf) {
        return *answer;
    }
    if FolderName::parse(&udid).is_none() {
        return gone(&page, w);
    }
    let Some(plan) = plan(&page, &udid).await else { return gone(&page, w) };
    let going = going(&plan);
    if form.sure != "yes" || going.is_empty() || going != form.going {
        return Redirect::to(&format!("/backups/{udid}/prune")).into_response();
    }
    let place = argument(&place(&page));
    let line = ["versions", "prune", "--yes", "--in", &place, "--device", &udid];
    begun(&page, w, run::work(&page, Job::Prune, &line, None))
}

/// Whether a backup has a password, as its own list says.
pub(super) fn is_encrypted(folder: PathBuf) -> bool {
    Source::at(folder).is_encrypted() == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_paths_are_taken() {
        for bad in ["", "backups", "../x", "--yes", "\0/x"] {
            assert!(whole_path(bad).is_err(), "{bad:?}");
        }
        let whole = if cfg!(windows) { r"D:\x" } else { "/x" };
        assert_eq!(whole_path(&format!(" \"{whole}\" ")).as_deref(), Ok(whole));
    }
}
