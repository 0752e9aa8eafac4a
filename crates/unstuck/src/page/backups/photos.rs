//! Photos of a version as a grid, newest first. A picture that cannot be shown has a tile with
//! its name; each can be taken out.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::super::html::Shell;
use super::super::routes::{At, draw, words};
use super::Which;
use super::thumbs;
use super::version::{book, inert};
use crate::commands::files::filter::shown;
use crate::time::{human_bytes, human_count};

/// Pictures of a page: as many as are drawn without a wait.
const PICTURES: usize = 12;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: String,
}

/// A tile.
struct Tile {
    id: String,
    name: String,
    about: String,
    /// It can be shown.
    seen: bool,
    film: bool,
}

#[derive(Template)]
#[template(path = "photos.html")]
struct Photos {
    s: Shell,
    day: String,
    address: String,
    tiles: Vec<Tile>,
    count: String,
    back: String,
    next: String,
    pages: String,
}

pub(super) async fn grid(
    State(page): At,
    headers: HeaderMap,
    Path(which): Path<Which>,
    Query(asked): Query<Asked>,
) -> Response {
    let w = words(&headers);
    let book = match book(&page, w, &which, "photos").await {
        Ok(book) => book,
        Err(answer) => return *answer,
    };
    let index = &book.index;
    let pages = index.photos.len().div_ceil(PICTURES).max(1);
    let number = asked.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    let part = index.photos.iter().skip((number - 1) * PICTURES).take(PICTURES);
    let entries = part.filter_map(|at| index.entry(*at as usize));
    let tiles = entries.map(|entry| {
        let day = shown(entry.modified);
        Tile {
            id: entry.id.to_string(),
            name: inert(entry.name()),
            about: format!("{} · {}", day.get(..10).unwrap_or_default(), human_bytes(entry.bytes)),
            seen: thumbs::way(index, &entry).is_some(),
            film: thumbs::is_film(entry.name()),
        }
    });
    let link = |to: usize| format!("{}/photos?page={to}", which.address());
    let shown = |number: usize| human_count(number as u64);
    draw(&Photos {
        day: which.day(),
        address: which.address(),
        tiles: tiles.collect(),
        count: shown(index.photos.len()),
        back: if number > 1 { link(number - 1) } else { String::new() },
        next: if number < pages { link(number + 1) } else { String::new() },
        pages: w.t2("files-page", ("page", &shown(number)), ("pages", &shown(pages))),
        s: Shell::new(&page, w, "backups"),
    })
}
