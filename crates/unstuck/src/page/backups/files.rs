//! Files of a version, a hundred to a page: by folder, by kind, by a part of their path.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use unstuck_manifest::RecordKind;
use unstuck_manifest::kinds::{KINDS, Kind, app_of};

use super::super::html::Shell;
use super::super::routes::{At, draw, lost, words};
use super::Which;
use super::books::Book;
use super::index::{Child, Entry, Folder, Index};
use super::version::{book, inert};
use crate::commands::files::filter::{FilterArgs, shown};
use crate::time::{human_bytes, human_count};
use crate::words::Words;

/// Rows of a page.
const ROWS: usize = 100;
/// Letters of a search; paths have no more.
const FIND_LETTERS_MAX: usize = 200;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// A folder: `ROW.DEPTH`.
    #[serde(default)]
    at: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    find: String,
    #[serde(default)]
    page: String,
}

/// A line of the list.
pub(super) struct Line {
    /// Where it leads: a folder, or the file itself; empty where there is nothing to get.
    link: String,
    is_folder: bool,
    name: String,
    /// Where it lies, in lists of several folders.
    place: String,
    size: String,
    day: String,
}

impl Line {
    fn of_entry(entry: &Entry<'_>, address: &str, with_place: bool) -> Self {
        let is_file = entry.kind == Some(RecordKind::File);
        let parent = entry.path.rsplit_once('/').map_or("", |(parent, _)| parent);
        Self {
            link: match is_file && entry.sound {
                true => format!("{address}/file/{}", entry.id),
                false => String::new(),
            },
            is_folder: entry.kind == Some(RecordKind::Directory),
            name: inert(if entry.name().is_empty() { entry.domain } else { entry.name() }),
            place: match with_place {
                true if parent.is_empty() => inert(called(entry.domain)),
                true => inert(&format!("{} · {parent}", called(entry.domain))),
                false => String::new(),
            },
            size: if is_file { human_bytes(entry.bytes) } else { String::new() },
            day: day(entry.modified),
        }
    }
}

fn day(seconds: i64) -> String {
    if seconds == 0 {
        return String::new();
    }
    shown(seconds).get(..10).unwrap_or_default().to_owned()
}

/// A domain as people may know it.
fn called(domain: &str) -> &str {
    app_of(domain).unwrap_or(domain)
}

#[derive(Template)]
#[template(path = "files.html")]
struct Files {
    s: Shell,
    day: String,
    address: String,
    lines: Vec<Line>,
    /// Folders above, with their links.
    above: Vec<(String, String)>,
    here: String,
    kinds: Vec<(&'static str, String, bool)>,
    find: String,
    count: String,
    /// What the next and the page before are asked with.
    back: String,
    next: String,
    pages: String,
    fault: String,
    lost: String,
}

/// What a page of the list shows.
struct Found {
    lines: Vec<Line>,
    count: usize,
    above: Vec<(String, String)>,
    here: String,
}

pub(super) async fn list(
    State(page): At,
    headers: HeaderMap,
    Path(which): Path<Which>,
    Query(asked): Query<Asked>,
) -> Response {
    let w = words(&headers);
    let book = match book(&page, w, &which, "files").await {
        Ok(book) => book,
        Err(answer) => return *answer,
    };
    let number = asked.page.parse::<usize>().unwrap_or(1).clamp(1, 1_000_000);
    let find: String = asked.find.trim().chars().take(FIND_LETTERS_MAX).collect();
    let kind = Kind::by_name(&asked.kind);
    let (address, at, text) = (which.address(), asked.at.clone(), find.clone());
    let by_name = kind.is_some() || !find.is_empty();
    let found = tokio::task::spawn_blocking(move || {
        let start = (number - 1) * ROWS;
        let found = match by_name {
            true => search(&book.index, kind, &text, start, &address),
            false => folder(&book.index, &at, start, &address)?,
        };
        Some((found, faults(&book)))
    });
    let Ok(Some((found, (fault, missing)))) = found.await else { return lost(&page, w) };
    let query = question(&asked.at, kind, &find);
    let pages = found.count.div_ceil(ROWS).max(1);
    let link = |to: usize| format!("{}/files?{query}page={to}", which.address());
    draw(&Files {
        s: Shell::new(&page, w, "backups"),
        day: which.day(),
        address: which.address(),
        lines: found.lines,
        above: found.above,
        here: found.here,
        kinds: kinds(w, kind),
        find,
        count: human_count(found.count as u64),
        back: if number > 1 { link(number.min(pages + 1) - 1) } else { String::new() },
        next: if number < pages { link(number + 1) } else { String::new() },
        pages: w.t2(
            "files-page",
            ("page", &human_count(number as u64)),
            ("pages", &human_count(pages as u64)),
        ),
        fault,
        lost: missing,
    })
}

fn faults(book: &Book) -> (String, String) {
    (book.index.fault.clone().unwrap_or_default(), human_count(book.index.lost))
}

fn kinds(w: &Words, chosen: Option<&Kind>) -> Vec<(&'static str, String, bool)> {
    let one = |kind: &'static Kind| (kind.name, kind_name(kind, w), chosen == Some(kind));
    KINDS.iter().map(one).collect()
}

/// What people call a kind.
pub(super) fn kind_name(kind: &Kind, w: &Words) -> String {
    const NAMES: [(&str, &str); 17] = [
        ("photos", "kind-photos"),
        ("photo-library", "kind-photo-library"),
        ("messages", "kind-messages"),
        ("contacts", "kind-contacts"),
        ("calls", "kind-calls"),
        ("voicemail", "kind-voicemail"),
        ("notes", "kind-notes"),
        ("calendar", "kind-calendar"),
        ("voice-memos", "kind-voice-memos"),
        ("safari", "kind-safari"),
        ("health", "kind-health"),
        ("books", "kind-books"),
        ("music", "kind-music"),
        ("mail", "kind-mail"),
        ("keychain", "kind-keychain"),
        ("whatsapp", "kind-whatsapp"),
        ("apps", "kind-apps"),
    ];
    let named = NAMES.iter().find(|(name, _)| *name == kind.name);
    named.map_or_else(|| kind.about.to_owned(), |(_, id)| w.t(id))
}

/// The question of the pages beside this one.
fn question(at: &str, kind: Option<&Kind>, find: &str) -> String {
    let mut query = String::new();
    if let Some(kind) = kind {
        query.push_str(&format!("kind={}&", kind.name));
    }
    if !find.is_empty() {
        query.push_str(&format!("find={}&", in_address(find)));
    }
    if query.is_empty() && !at.is_empty() {
        query.push_str(&format!("at={}&", in_address(at)));
    }
    query
}

/// A text as part of an address.
fn in_address(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Whatever is of a kind and has a text in its path, in the order of the list.
fn search(index: &Index, kind: Option<&'static Kind>, find: &str, start: usize, to: &str) -> Found {
    let text = Some(find).filter(|find| !find.is_empty());
    // A kind and a text alone cannot be malformed.
    let filter = FilterArgs::of_kind(kind).build(text).unwrap_or_default();
    let (mut lines, mut count) = (Vec::new(), 0);
    let entries = (0..index.len()).filter_map(|at| index.entry(at));
    let files = entries.filter(|entry| entry.kind != Some(RecordKind::Directory));
    for entry in files.filter(|entry| filter.wants(&entry.listed())) {
        if (start..start + ROWS).contains(&count) {
            lines.push(Line::of_entry(&entry, to, true));
        }
        count += 1;
    }
    Found { lines, count, above: vec![], here: String::new() }
}

/// What lies in a folder; without one, the domains.
fn folder(index: &Index, at: &str, start: usize, to: &str) -> Option<Found> {
    if at.is_empty() {
        return Some(domains(index, start, to));
    }
    let (row, depth) = at.split_once('.')?;
    let (row, depth): (usize, usize) = (row.parse().ok()?, depth.parse().ok()?);
    let folder = index.folder(row, depth)?;
    let children = index.children(&folder);
    let part = children.iter().skip(start).take(ROWS);
    let lines = part.map(|child| match child {
        Child::Folder { name, rows } => {
            let sums = index.sums(rows.clone());
            Line {
                link: format!("{to}/files?at={}.{}", rows.start, depth + 1),
                is_folder: true,
                name: inert(name),
                place: String::new(),
                size: format!("{} · {}", human_count(sums.files), human_bytes(sums.bytes)),
                day: String::new(),
            }
        }
        Child::File(at) => match index.entry(*at) {
            Some(entry) => Line::of_entry(&entry, to, false),
            None => nothing(),
        },
    });
    let lines = lines.collect();
    let (above, here) = path(&folder, row, depth, to);
    Some(Found { lines, count: children.len(), above, here })
}

fn nothing() -> Line {
    let text = String::new;
    Line { link: text(), is_folder: false, name: text(), place: text(), size: text(), day: text() }
}

/// The folders above one, and its own name.
fn path(
    folder: &Folder<'_>,
    row: usize,
    depth: usize,
    to: &str,
) -> (Vec<(String, String)>, String) {
    let names = std::iter::once(called(folder.domain)).chain(folder.path.split_terminator('/'));
    let mut all: Vec<(String, String)> = names
        .enumerate()
        .map(|(above, name)| (format!("{to}/files?at={row}.{above}"), inert(name)))
        .collect();
    let here = all.pop().map(|(_, name)| name).unwrap_or_default();
    // Deep trees are made by nobody; hostile ones by somebody.
    const ABOVE_MAX: usize = 30;
    let deep = depth.saturating_sub(ABOVE_MAX);
    (all.split_off(deep.min(all.len())), here)
}

fn domains(index: &Index, start: usize, to: &str) -> Found {
    let part = index.domains.iter().skip(start).take(ROWS);
    let lines = part.map(|domain| Line {
        link: format!("{to}/files?at={}.0", domain.rows.start),
        is_folder: true,
        name: inert(called(&domain.name)),
        place: if app_of(&domain.name).is_some() { inert(&domain.name) } else { String::new() },
        size: format!("{} · {}", human_count(domain.sums.files), human_bytes(domain.sums.bytes)),
        day: String::new(),
    });
    Found { lines: lines.collect(), count: index.domains.len(), above: vec![], here: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_a_search_whole() {
        let photos = Kind::by_name("photos");
        assert_eq!(question("3.1", photos, "a&b c/ä"), "kind=photos&find=a%26b%20c%2F%C3%A4&");
        assert_eq!(question("3.1", None, ""), "at=3.1&");
    }
}
