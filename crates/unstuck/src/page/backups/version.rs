//! One version: how sure it is, what is in it, what a backup never holds, and what can be done
//! with it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use unstuck_manifest::Password;
use unstuck_manifest::kinds::app_of;
use unstuck_vault::version_time;

use super::super::Page;
use super::super::ask::ask;
use super::super::html::Shell;
use super::super::routes::{At, draw, foreign_form, trouble, words};
use super::books::{self, Book, Opening};
use super::files::kind_name;
use super::versions::Version;
use super::{Bare, Which, argument, gone, ours, place};
use crate::report::Report;
use crate::time::{human_bytes, human_count};
use crate::words::Words;

/// Domains that are named; the rest is in the list of files.
const DOMAINS_MAX: usize = 40;

/// A line of what is in it.
struct Part {
    /// What the list of files is asked for.
    link: String,
    name: String,
    files: String,
    bytes: String,
}

/// What is in it.
struct Contents {
    sums: String,
    encrypted: bool,
    kinds: Vec<Part>,
    domains: Vec<Part>,
    /// How many are not named; empty for none.
    more: String,
    lost: String,
    fault: String,
}

impl Contents {
    fn read(book: &Book, w: &Words) -> Self {
        let index = &book.index;
        let kinds =
            index.kinds.iter().filter(|(_, sums)| sums.files > 0).map(|(kind, sums)| Part {
                link: format!("kind={}", kind.name),
                name: kind_name(kind, w),
                files: human_count(sums.files),
                bytes: human_bytes(sums.bytes),
            });
        let mut largest: Vec<_> = index.domains.iter().filter(|one| one.sums.files > 0).collect();
        largest.sort_by_key(|domain| std::cmp::Reverse(domain.sums.bytes));
        let domains = largest.iter().take(DOMAINS_MAX).map(|domain| Part {
            link: format!("at={}.0", domain.rows.start),
            name: inert(app_of(&domain.name).unwrap_or(&domain.name)),
            files: human_count(domain.sums.files),
            bytes: human_bytes(domain.sums.bytes),
        });
        Self {
            sums: w.t2(
                "version-sums",
                ("count", &human_count(index.sums.files)),
                ("bytes", &human_bytes(index.sums.bytes)),
            ),
            encrypted: book.is_encrypted(),
            kinds: kinds.collect(),
            domains: domains.collect(),
            more: more(largest.len(), DOMAINS_MAX),
            lost: human_count(index.lost),
            fault: index.fault.clone().unwrap_or_default(),
        }
    }
}

/// How many of a list are not shown; empty for none.
pub(super) fn more(all: usize, shown: usize) -> String {
    if all > shown { human_count((all - shown) as u64) } else { String::new() }
}

/// Marks that turn the direction of writing: with them a name looks like another one.
pub(super) fn turns(c: char) -> bool {
    matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A name of the backup as a page shows it: short, and without letters that are none.
pub(super) fn inert(name: &str) -> String {
    const LETTERS_MAX: usize = 120;
    let mut letters = name.chars();
    let shown = letters.by_ref().take(LETTERS_MAX);
    let mut text: String =
        shown.map(|c| if c.is_control() || turns(c) { '\u{fffd}' } else { c }).collect();
    if letters.next().is_some() {
        text.push('…');
    }
    text
}

#[derive(Template)]
#[template(path = "version.html")]
struct Shown {
    s: Shell,
    one: Version,
    address: String,
    contents: Option<Contents>,
    locked: bool,
    reading: bool,
    trouble: Vec<String>,
    other: String,
    /// Name of the version before it, to compare with.
    before: String,
}

pub(super) async fn show(
    State(page): At,
    headers: HeaderMap,
    Path(which): Path<Which>,
) -> Response {
    let w = words(&headers);
    let Some(folder) = which.folder(&page) else { return gone(&page, w) };
    let place = argument(&place(&page));
    let list = ["versions", "list", "--in", &place, "--device", &which.udid];
    let objects = ask(&page.base, &list, None).await;
    let versions: Vec<_> = objects.iter().filter(|object| object["type"] == "version").collect();
    let at = versions.iter().position(|object| object["version"] == which.version.as_str());
    let Some(at) = at else { return gone(&page, w) };
    let before = at.checked_sub(1).and_then(|at| versions[at]["version"].as_str());
    let mut shown = Shown {
        one: Version::read(versions[at]),
        address: which.address(),
        contents: None,
        locked: false,
        reading: false,
        trouble: vec![],
        other: String::new(),
        before: before.unwrap_or_default().to_owned(),
        s: Shell::new(&page, w, "backups"),
    };
    match books::open(&page, &folder).await {
        Opening::Ready(book) => shown.contents = Some(Contents::read(&book, w)),
        Opening::Locked => shown.locked = true,
        Opening::Reading => shown.reading = true,
        Opening::Failed(report) => shown.trouble = told(&report),
    }
    draw(&shown)
}

fn told(report: &Report) -> Vec<String> {
    let headline = std::iter::once(report.headline.clone());
    headline.chain(report.details.iter().cloned()).chain(report.next.iter().cloned()).collect()
}

/// A page that waits, or asks for the password, before there is anything to show.
#[derive(Template)]
#[template(path = "closed.html")]
pub(super) struct Closed {
    pub(super) s: Shell,
    pub(super) day: String,
    pub(super) address: String,
    /// Where it goes on when the password opens it.
    pub(super) back: &'static str,
    /// The version that it is compared with.
    pub(super) other: String,
    pub(super) locked: bool,
}

/// The open book of a page, or what is shown instead.
pub(super) async fn book(
    page: &Arc<Page>,
    w: &'static Words,
    which: &Which,
    back: &'static str,
) -> Result<Arc<Book>, Box<Response>> {
    let folder = which.folder(page).ok_or_else(|| Box::new(gone(page, w)))?;
    let opening = books::open(page, &folder).await;
    let locked = match opening {
        Opening::Ready(book) => return Ok(book),
        Opening::Failed(report) => return Err(Box::new(trouble(page, w, &report))),
        Opening::Locked => true,
        Opening::Reading => false,
    };
    let (day, address) = (which.day(), which.address());
    let s = Shell::new(page, w, "backups");
    Err(Box::new(draw(&Closed { s, day, address, back, other: String::new(), locked })))
}

#[derive(Deserialize)]
pub(super) struct Typed {
    csrf: String,
    password: String,
    #[serde(default)]
    back: String,
    #[serde(default)]
    other: String,
}

/// A password is typed. It stands in the body alone, and its keys in memory alone.
pub(super) async fn unlock(
    State(page): At,
    headers: HeaderMap,
    Path(which): Path<Which>,
    Form(form): Form<Typed>,
) -> Response {
    let (w, password) = (words(&headers), Password::new(form.password));
    if ours(&page, w, &form.csrf).is_err() {
        return foreign_form(&page, w);
    }
    let Some(folder) = which.folder(&page) else { return gone(&page, w) };
    if let Err(report) = books::unlock(&page, folder, password).await {
        return (StatusCode::CONFLICT, trouble(&page, w, &report)).into_response();
    }
    let back = match form.back.as_str() {
        "files" => "/files",
        "photos" => "/photos",
        "compare" if version_time(&form.other).is_some() => {
            // Names of versions sort by time.
            let (one, other) = (which.version.clone(), form.other);
            let (older, newer) = if one < other { (one, other) } else { (other, one) };
            let query = format!("older={older}&newer={newer}");
            let to = format!("/backups/{}/compare?{query}", which.udid);
            return Redirect::to(&to).into_response();
        }
        _ => "",
    };
    Redirect::to(&format!("{}{back}", which.address())).into_response()
}

/// The keys are wiped at once.
pub(super) async fn lock(State(page): At, headers: HeaderMap, Form(form): Form<Bare>) -> Response {
    let w = words(&headers);
    if let Err(answer) = ours(&page, w, &form.csrf) {
        return *answer;
    }
    page.books.lock();
    Redirect::to("/backups").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_have_no_letters_that_are_none() {
        assert_eq!(inert("IMG\u{202e}gpj.exe\n"), "IMG\u{fffd}gpj.exe\u{fffd}");
        assert_eq!(inert(&"x".repeat(500)).chars().count(), 121);
        assert_eq!(inert("<script>"), "<script>");
    }
}
