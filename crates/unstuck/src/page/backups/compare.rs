//! What changed between two versions of a phone, by app and domain.

use std::path::PathBuf;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use unstuck_manifest::compare::{Changes, Comparison, compare};
use unstuck_manifest::kinds::app_of;

use super::super::Page;
use super::super::html::Shell;
use super::super::routes::{At, draw, trouble, words};
use super::books::{self, Book, Opening};
use super::version::{Closed, inert, more};
use super::{Which, gone, phones};
use crate::report::{Report, code};
use crate::time::{human_bytes, human_count, human_date};
use crate::words::Words;

/// Domains that are named.
const DOMAINS_MAX: usize = 200;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    older: String,
    #[serde(default)]
    newer: String,
}

/// What changed in one domain.
struct Line {
    name: String,
    added: String,
    changed: String,
    removed: String,
    bytes: String,
}

impl Line {
    fn read(name: &str, changes: &Changes) -> Self {
        Self {
            name: inert(app_of(name).unwrap_or(name)),
            added: human_count(changes.added),
            changed: human_count(changes.changed),
            removed: human_count(changes.removed),
            bytes: human_bytes(changes.bytes),
        }
    }
}

/// What a comparison came to.
struct Shown {
    lines: Vec<Line>,
    all: Line,
    same: String,
    more: String,
    faults: Vec<String>,
}

impl Shown {
    fn read(comparison: &Comparison) -> Self {
        let mut domains: Vec<_> = comparison.domains.iter().collect();
        domains.sort_by_key(|(_, changes)| std::cmp::Reverse(changes.bytes));
        let mut sum = Changes::default();
        for (_, changes) in &domains {
            sum.added += changes.added;
            sum.changed += changes.changed;
            sum.removed += changes.removed;
            sum.bytes = sum.bytes.saturating_add(changes.bytes);
        }
        let lines = domains.iter().take(DOMAINS_MAX);
        Self {
            lines: lines.map(|(name, changes)| Line::read(name, changes)).collect(),
            all: Line::read("", &sum),
            same: human_count(comparison.same),
            more: more(domains.len(), DOMAINS_MAX),
            faults: comparison.faults.iter().map(ToString::to_string).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "compare.html")]
struct Compared {
    s: Shell,
    udid: String,
    /// Name, day.
    versions: Vec<(String, String)>,
    older: String,
    newer: String,
    shown: Option<Shown>,
    reading: bool,
}

pub(super) async fn show(
    State(page): At,
    headers: HeaderMap,
    Path(udid): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let w = words(&headers);
    let versions = match versions(&page, &udid) {
        Ok(versions) if versions.is_empty() => return gone(&page, w),
        Ok(versions) => versions,
        Err(report) => return trouble(&page, w, &report),
    };
    // The last two, when nothing else is asked for.
    let named = |wanted: &str, back: usize| match versions.iter().find(|(name, _)| name == wanted) {
        Some((name, _)) => name.clone(),
        None => versions
            .iter()
            .rev()
            .nth(back)
            .or(versions.last())
            .map(|(name, _)| name.clone())
            .unwrap_or_default(),
    };
    let (older, newer) = (named(&asked.older, 1), named(&asked.newer, 0));
    let mut answer = Compared {
        s: Shell::new(&page, w, "backups"),
        udid: udid.clone(),
        versions,
        older: older.clone(),
        newer: newer.clone(),
        shown: None,
        reading: false,
    };
    // Nothing is compared before somebody asks: it may take a while.
    if asked.newer.is_empty() || older == newer {
        return draw(&answer);
    }
    match both(&page, w, &udid, &older, &newer).await {
        Ok((older, newer)) => match compared(&page, older, newer).await {
            Some(Ok(comparison)) => answer.shown = Some(Shown::read(&comparison)),
            Some(Err(report)) => return trouble(&page, w, &report),
            None => answer.reading = true,
        },
        Err(Some(other)) => return *other,
        Err(None) => answer.reading = true,
    }
    draw(&answer)
}

/// Versions of a phone, oldest first.
fn versions(page: &Page, udid: &str) -> Result<Vec<(String, String)>, Report> {
    let phone = phones(page, Some(udid))?.into_iter().next();
    let known = phone.into_iter().flat_map(|phone| phone.versions);
    let named = known.map(|known| {
        let name = known.version.name;
        let day = unstuck_vault::version_time(&name).map_or_else(|| name.clone(), human_date);
        (name, day)
    });
    Ok(named.collect())
}

type Both = (Arc<Book>, Arc<Book>);

/// Both books; an answer in their place, or nothing while one is being read.
async fn both(
    page: &Arc<Page>,
    w: &'static Words,
    udid: &str,
    older: &str,
    newer: &str,
) -> Result<Both, Option<Box<Response>>> {
    let mut books = Vec::with_capacity(2);
    for (version, other) in [(older, newer), (newer, older)] {
        let which = Which { udid: udid.to_owned(), version: version.to_owned() };
        let folder = which.folder(page).ok_or_else(|| Some(Box::new(gone(page, w))))?;
        match books::open(page, &folder).await {
            Opening::Ready(book) => books.push(book),
            Opening::Reading => return Err(None),
            Opening::Failed(report) => return Err(Some(Box::new(trouble(page, w, &report)))),
            Opening::Locked => {
                let closed = Closed {
                    s: Shell::new(page, w, "backups"),
                    day: which.day(),
                    address: which.address(),
                    back: "compare",
                    other: other.to_owned(),
                    locked: true,
                };
                return Err(Some(Box::new(draw(&closed))));
            }
        }
    }
    let newer = books.pop().ok_or(None)?;
    Ok((books.pop().ok_or(None)?, newer))
}

/// The last comparison that was made.
pub(super) struct Made {
    of: (PathBuf, PathBuf),
    came_to: Result<Arc<Comparison>, Report>,
}

/// The comparison; none while it is being made.
async fn compared(
    page: &Arc<Page>,
    older: Arc<Book>,
    newer: Arc<Book>,
) -> Option<Result<Arc<Comparison>, Report>> {
    let at_work = Arc::clone(page);
    let work = tokio::spawn(async move {
        let of = (older.source.folder.clone(), newer.source.folder.clone());
        let mut last = at_work.books.compared.lock().await;
        if let Some(made) = last.as_ref().filter(|made| made.of == of) {
            return made.came_to.clone();
        }
        let done = tokio::task::spawn_blocking(move || compare_both(&older, &newer));
        let came_to = done.await.unwrap_or_else(|error| Err(failed(&error.to_string())));
        let came_to = came_to.map(Arc::new);
        *last = Some(Made { of, came_to: came_to.clone() });
        came_to
    });
    let done = tokio::time::timeout(books::PATIENCE, work).await.ok()?;
    Some(done.unwrap_or_else(|error| Err(failed(&error.to_string()))))
}

fn compare_both(older: &Book, newer: &Book) -> Result<Comparison, Report> {
    let older = older.open().map_err(|fault| failed(&fault.to_string()))?;
    let newer = newer.open().map_err(|fault| failed(&fault.to_string()))?;
    compare(&older, &newer, &mut |_, _| std::ops::ControlFlow::Continue(()))
        .map_err(|fault| failed(&fault.to_string()))
}

fn failed(why: &str) -> Report {
    Report::new(code::DAMAGE, "The two versions could not be compared.").saw(why)
}
